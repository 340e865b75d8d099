using Raft.Coyote.Elections;

namespace Raft.Tests.Elections;

public class VirtualTimeTests
{
    private readonly VirtualTime<string> time = new();

    [Fact]
    public void Time_jumps_to_what_is_due_next()
    {
        time.Plan(30, "late");
        time.Plan(10, "early");
        Assert.Equal(("early", 10), Next());
        time.Plan(5, "between");
        Assert.Equal(("between", 15), Next());
        Assert.Equal(("late", 30), Next());
    }

    [Fact]
    public void Of_two_things_due_at_the_same_time_the_one_planned_first_comes_first()
    {
        var names = Enumerable.Range(0, 50).Select(number => $"{number}").ToList();
        names.ForEach(name => time.Plan(7, name));
        Assert.Equal(names, names.Select(_ => Next().Item1));
    }

    [Fact]
    public void Time_stands_still_when_nothing_is_due()
    {
        time.Plan(4, "only");
        Next();
        Assert.False(time.Next(out _));
        Assert.Equal(4, time.Now);
    }

    private (string, long) Next()
    {
        Assert.True(time.Next(out var happens));
        return (happens, time.Now);
    }
}
