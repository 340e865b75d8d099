using Raft.Coyote.Exploration;

namespace Raft.Tests.Exploration;

public class StateSetTests
{
    [Fact]
    public void Few_states_are_counted()
    {
        var states = Of(1, StateSet.Capacity);
        states.UnionWith(Of(1, StateSet.Capacity));
        Assert.Equal((StateSet.Capacity, true), (states.Count, states.IsExact));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void The_number_of_many_is_told_to_about_a_percent(int number)
    {
        var states = Of(1, number);
        Assert.False(states.IsExact);
        Assert.InRange(states.Count, 0.985 * number, 1.015 * number);
        Assert.InRange(states.Count(), StateSet.Capacity / 4, StateSet.Capacity);
    }

    [Theory]
    [InlineData(40_000, 300_000)]
    [InlineData(300_000, 40_000)]
    [InlineData(70_000, 70_000)]
    public void Sets_that_are_added_up_in_any_order_are_equal(int one, int other)
    {
        var whole = Of(1, one + other);
        Assert.True(whole.SetEquals(Sum(Of(1, one), Of(1 + one, other))));
        Assert.True(whole.SetEquals(Sum(Of(1 + one, other), Of(1, one), Of(1, one))));
    }

    [Fact]
    public void What_is_new_makes_up_for_the_rest()
    {
        var (first, second) = (Of(1, 90_000), Of(60_000, 90_000));
        second.ExceptWith(first);
        Assert.True(second.Count() < first.Count());
        Assert.True(Sum(first, second).SetEquals(Of(1, 149_999)));
    }

    private static StateSet Sum(params StateSet[] sets)
    {
        var sum = new StateSet();
        foreach (var set in sets)
        {
            sum.UnionWith(set);
        }

        return sum;
    }

    private static StateSet Of(int first, int count)
    {
        var states = new StateSet();
        foreach (var number in Enumerable.Range(first, count))
        {
            states.Add(Fingerprint.Mix((ulong)number));
        }

        return states;
    }
}
