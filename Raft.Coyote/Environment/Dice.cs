namespace Raft.Coyote.Environment;

/// <summary>Where every choice that is not the scheduler's comes from.</summary>
public interface IDice
{
    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    int Below(int bound);
}

/// <summary>Ways to use dice.</summary>
public static class Dice
{
    /// <summary>True one time in <paramref name="times"/>.</summary>
    public static bool OneIn(this IDice dice, int times) => times <= 1 || dice.Below(times) == 0;

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public static int Between(this IDice dice, int least, int most) =>
        least == most ? least : least + dice.Below(most - least + 1);

    /// <summary>One of some things.</summary>
    public static T Pick<T>(this IDice dice, params IReadOnlyList<T> things) =>
        things[things.Count == 1 ? 0 : dice.Below(things.Count)];
}
