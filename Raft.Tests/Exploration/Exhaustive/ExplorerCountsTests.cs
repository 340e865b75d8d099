using Raft.Core.Protocol;
using Raft.Coyote.Exploration.Exhaustive;

namespace Raft.Tests.Exploration.Exhaustive;

/// <summary>The explorer meets all states that there are, and no others.</summary>
public class ExplorerCountsTests
{
    private static readonly Bounds Two = new(2, MaxTerm: 2, MaxLog: 2, MaxMessages: 3, MaxRequests: 1);
    private static readonly Bounds Three = new(3, MaxTerm: 2, MaxLog: 1, MaxMessages: 3);

    /// <summary>Bounds and options of the rules; small, for the plain exploration is slow.</summary>
    public static TheoryData<string, Bounds, Options> Small => new()
    {
        { "two servers", Two, new Options() },
        { "lossy", Two with { MaxDrops = 1, MaxDuplicates = 1 }, new Options() },
        { "crashes", Two with { MaxCrashes = 2, MaxRequests = 0 }, new Options() },
        { "heartbeats without no-ops", Two with { Heartbeats = true }, new Options(NoOpAtElection: false) },
        { "snapshots", Two with { Orders = [new TakeSnapshot()] }, new Options() },
        { "three servers", Three, new Options() },
        { "pre-vote", Three with { MaxTerm = 1 }, new Options { PreVote = true } },
    };

    [Theory]
    [MemberData(nameof(Small))]
    public void It_meets_as_many_states_as_a_plain_exploration_of_values(string name, Bounds bounds, Options options)
    {
        var states = new NaiveExploration(bounds, new Rules(options)).Run();
        Assert.True(states.Count == Explored(bounds, options).At.Distinct, name);
        if (bounds.Orders.Count == 0)
        {
            var orbits = NaiveExploration.Orbits(states, bounds.Servers);
            Assert.True(orbits == Explored(bounds, options, symmetry: true).At.Distinct, name);
        }
    }

    /// <summary>These are the numbers that TLC finds too.</summary>
    [Theory]
    [InlineData(2, 2, 2, 3, 1, 0, false, 999)]
    [InlineData(2, 2, 2, 3, 1, 0, true, 503)]
    [InlineData(3, 2, 1, 4, 0, 0, false, 25_584)]
    [InlineData(3, 2, 1, 4, 0, 0, true, 4_301)]
    [InlineData(3, 2, 2, 3, 1, 1, false, 53_141)]
    [InlineData(3, 2, 2, 3, 1, 1, true, 8_888)]
    public void The_counts_of_some_bounds_are_pinned_with_one_worker_and_with_two(
        int servers, int term, int log, int messages, int requests, int crashes, bool symmetry, long distinct)
    {
        var bounds = new Bounds(servers, term, log, messages, requests, MaxCrashes: crashes);
        var (one, two) = (Explored(bounds, new Options(), symmetry), Explored(bounds, new Options(), symmetry, workers: 2));
        Assert.Equal(distinct, one.At.Distinct);
        Assert.Equal((one.At.Distinct, one.At.Generated, one.At.Depth), (two.At.Distinct, two.At.Generated, two.At.Depth));
        Assert.Equal(Sorted(one), Sorted(two));
        Assert.Equal((one.Ends, one.Deadlocks), (two.Ends, two.Deadlocks));
    }

    /// <summary>TLC finds these numbers too.</summary>
    [Theory]
    [InlineData(true, 2_999)]
    [InlineData(false, 19_217)]
    public void The_counts_with_a_change_of_the_cluster_are_pinned(bool joins, long distinct)
    {
        var third = ServerSet.Of(new ServerId(3));
        var bounds = new Bounds(3, MaxTerm: 2, MaxLog: 3, MaxMessages: 3)
        {
            Orders = [joins ? new ChangeMembers(third) : new ChangeMembers(ServerSet.Empty, Leaving: third)],
            InitialServers = ServerSet.FirstServers(joins ? 2 : 3),
        };
        Assert.Equal(distinct, Explored(bounds, new Options { Membership = Membership.SingleServer }).At.Distinct);
    }

    [Fact]
    public void States_that_differ_in_anything_have_other_hashes()
    {
        var names = Permutation.Identity(3);
        var all = new Bounds(3, 1, 1, 1).All;
        var start = ServerState.AtStart(new ServerId(1), all, PersistentState.FirstBoot);
        var other = start with { StateMachine = start.StateMachine.Apply(new Put("x", "1")).Store };
        var log = start.WithLog(Log.Empty.Append(new Entry(1, new Put("x", "1"))));
        var otherCommand = start.WithLog(Log.Empty.Append(new Entry(1, new Put("x", "2"))));
        object[] values = [start, other, log, otherCommand, start with { KeepsLease = true }];
        Assert.Equal(values.Distinct().Count(), values.Select(value => new Content(value).Hash(names)).Distinct().Count());
    }

    private static IEnumerable<DeedCount> Sorted(SearchResult result) => result.Deeds.OrderBy(deed => deed.Name);

    private static SearchResult Explored(Bounds bounds, Options options, bool symmetry = false, int workers = 1)
    {
        var plan = new SearchPlan(workers, 1L << 30, symmetry, Path.GetTempPath());
        using var search = new Search(bounds, new Rules(options), plan);
        var result = search.Run();
        Assert.Equal(SearchEnd.Exhausted, result.End);
        return result;
    }
}
