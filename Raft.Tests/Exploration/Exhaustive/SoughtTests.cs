using Raft.Core.Protocol;
using Raft.Coyote.Exploration.Exhaustive;
using Raft.Coyote.Mutants;
using Raft.Coyote.Specifications;

namespace Raft.Tests.Exploration.Exhaustive;

/// <summary>An exploration that looks for one property, and for no longer way and among no more states than it is told.</summary>
public class SoughtTests
{
    private static readonly Bounds World = new(3, MaxTerm: 2, MaxLog: 2, MaxMessages: 4, MaxRequests: 1, Heartbeats: true);
    private static readonly Sought Wanted = Sought.For("Commit Within Log", judged: null)!;

    [Fact]
    public void The_first_of_several_is_the_one_that_the_judge_names()
    {
        var judged = Properties.Safety(ServerSet.Empty).Select(property => property.GetType().Name).Where(Enum.GetNames<Broken>().Contains);
        Assert.Equal(Enum.GetNames<Broken>().Where(name => name != nameof(Broken.None)), judged);
        var both = Broken.MonotonicCommit | Broken.MonotonicApplied;
        Assert.True(Sought.For("Monotonic Commit", null)!.IsFound(both));
        Assert.False(Sought.For("Monotonic Applied", null)!.IsFound(both));
        Assert.True(Sought.For("Monotonic Applied", new HashSet<string> { "Monotonic Applied" })!.IsFound(both));
    }

    [Fact]
    public void What_does_not_judge_ends_no_run()
    {
        var alone = Sought.For("Vote Once", new HashSet<string> { "Vote Once" })!;
        Assert.Equal((true, false), (Wanted.IsOver(Broken.LogMatching), alone.IsOver(Broken.LogMatching)));
        Assert.False(Wanted.IsOver(Broken.None));
        Assert.Null(Sought.For("Linearizability", judged: null));
    }

    [Fact]
    public void No_way_has_more_events_than_may_be()
    {
        Assert.Equal(7, Explored(Wanted, events: 7).Counterexample!.Count);
        var without = Explored(Wanted, events: 6);
        Assert.Equal((SearchEnd.Exhausted, null), (without.End, without.Counterexample));
    }

    [Fact]
    public void It_ends_when_so_many_states_were_met()
    {
        var result = Explored(Wanted, states: 100);
        Assert.Equal((SearchEnd.Enough, null), (result.End, result.Counterexample));
        Assert.InRange(result.At.Distinct, 101, 200);
    }

    private static SearchResult Explored(Sought sought, int events = int.MaxValue, long states = long.MaxValue)
    {
        var plan = new SearchPlan(Workers: 1, 1L << 30, Symmetry: true, Path.GetTempPath())
        {
            Sought = sought,
            MostEvents = events,
            MostStates = states,
        };
        using var search = new Search(World, Catalogue.Find("commit-without-min")!.Rules(new Options()), plan);
        return search.Run();
    }
}
