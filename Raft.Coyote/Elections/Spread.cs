using System.Globalization;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Elections;

/// <summary>A length of time that chance draws, each value of the range with the same likelihood.</summary>
/// <param name="Least">The least, in microseconds.</param>
/// <param name="Most">The greatest, in microseconds.</param>
public readonly record struct Spread(int Least, int Most)
{
    /// <summary>So many microseconds has a millisecond.</summary>
    public const int Millisecond = 1_000;

    /// <summary>Whether there is nothing to draw.</summary>
    public bool IsFixed => Least == Most;

    /// <summary>A range in milliseconds.</summary>
    public static Spread OfMilliseconds(double least, double most) => new(InMicroseconds(least), InMicroseconds(most));

    /// <summary>Draws a length, in microseconds.</summary>
    public long Draw(IDice dice) => dice.Between(Least, Most);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(double)Least / Millisecond:0.###}-{(double)Most / Millisecond:0.###} ms");

    private static int InMicroseconds(double milliseconds) => (int)Math.Round(milliseconds * Millisecond);
}
