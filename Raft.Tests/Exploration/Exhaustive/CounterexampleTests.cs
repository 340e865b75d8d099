using Raft.Core.Protocol;
using Raft.Coyote.Exploration;
using Raft.Coyote.Exploration.Exhaustive;
using Raft.Coyote.Mutants;
using Raft.Coyote.Traces;

namespace Raft.Tests.Exploration.Exhaustive;

/// <summary>What breaks a property is found, on a shortest way, and told as any other trace.</summary>
public class CounterexampleTests
{
    private static readonly Bounds Elections = new(3, MaxTerm: 2, MaxLog: 1, MaxMessages: 4);
    private static readonly Bounds Replication = new(3, MaxTerm: 2, MaxLog: 2, MaxMessages: 3, MaxRequests: 1, MaxCrashes: 1);
    private static readonly Bounds Lossy = Replication with { MaxCrashes = 0, MaxDuplicates = 1 };

    /// <summary>For each property that the explorer judges, a mutant that breaks it; and how many actions that takes.</summary>
    public static TheoryData<string, string, int> Broken => new()
    {
        { "ignores-voted-for", "Vote Once", 3 },
        { "adopt-term-stay-leader", "Election Safety", 12 },
        { "append-blind", "Log Matching", 11 },
        { "log-check-commit-index", "Leader Completeness", 12 },
        { "truncate-on-every-append", "Committed Never Lost", 11 },
        { "leader-overwrites-uncommitted", "Leader Append-Only", 13 },
        { "match-regresses", "Monotonic Match", 12 },
        { "commit-regresses", "Monotonic Commit", 10 },
        { "restart-forgets-term", "Monotonic Term", 3 },
        { "commit-without-min", "Commit Within Log", 9 },
        { "apply-newest-only", "State Machine Safety", 13 },
        { "vote-not-durable", "Durable Before Reply", 2 },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_mutant_falls_to_its_property_on_a_shortest_way(string mutant, string property, int actions)
    {
        var bounds = mutant switch
        {
            "ignores-voted-for" => Elections,
            "append-blind" => Lossy,
            "commit-without-min" => Replication with { Heartbeats = true, MaxCrashes = 0 },
            "apply-newest-only" => Replication with { MaxRequests = 2, MaxLog = 3, MaxCrashes = 0 },
            _ => Replication,
        };
        var way = Explored(mutant, bounds).Counterexample!;
        var trace = Traced(mutant, bounds, way);
        Assert.Equal((property, actions), (trace.Header.Violation!.Property, way.Count));
        Assert.Contains(property, Catalogue.Find(mutant)!.Falls);
    }

    [Theory]
    [InlineData("ignores-voted-for", false)]
    [InlineData("match-on-send", false)]
    [InlineData("match-on-send", true)]
    [InlineData("truncate-on-new-term", true)]
    public void One_worker_and_three_find_the_same_way(string mutant, bool symmetry)
    {
        var one = Explored(mutant, Replication, symmetry).Counterexample!;
        var three = Explored(mutant, Replication, symmetry, workers: 3).Counterexample!;
        Assert.Equal(one, three);
    }

    [Fact]
    public void A_way_is_as_long_with_symmetry_as_without()
    {
        var (plain, symmetric) = (Explored("match-on-send", Replication), Explored("match-on-send", Replication, symmetry: true));
        Assert.Equal(plain.Counterexample!.Count, symmetric.Counterexample!.Count);
        Assert.NotNull(Traced("match-on-send", Replication, symmetric.Counterexample).Header.Violation);
    }

    [Fact]
    public void A_trace_of_it_replays_on_the_rules_alone()
    {
        var trace = Traced("match-on-send", Replication, Explored("match-on-send", Replication).Counterexample!);
        Assert.Equal(ReplayOutcome.Reproduced, Replayer.ReplayEvents(trace, Catalogue.Find("match-on-send")!.Rules).Outcome);
    }

    [Fact]
    public void A_crash_amid_a_step_loses_a_vote_that_was_told_before_it_was_written()
    {
        var bounds = Elections with { MaxCrashes = 1, CrashPoints = true };
        var way = Explored("vote-not-durable", bounds).Counterexample!;
        Assert.Equal("Durable Before Reply", Traced("vote-not-durable", bounds, way).Header.Violation!.Property);
    }

    /// <summary>
    /// A mutant for each property of a later chapter that the explorer judges; and how many actions that takes: without that property
    /// it would take more until another one falls.
    /// </summary>
    public static TheoryData<string, string, int, Bounds, Options> BrokenOfLaterChapters => new()
    {
        { "prevote-resets-timer", "Pre-Vote Changes Nothing", 2, Elections, new Options { PreVote = true } },
        { "snapshot-of-uncommitted", "Snapshot Equals Prefix", 9, Replication with { Orders = [new TakeSnapshot()] }, new Options() },
        {
            "change-before-own-commit", "Configuration Safety", 26,
            new Bounds(4, MaxTerm: 2, MaxLog: 2, MaxMessages: 5) { Orders = [Leave(4), Leave(3)], InitialServers = ServerSet.FirstServers(4) },
            new Options(NoOpAtElection: false) { Membership = Membership.SingleServer }
        },
    };

    [Theory]
    [MemberData(nameof(BrokenOfLaterChapters))]
    public void So_does_a_mutant_of_a_later_chapter(string mutant, string property, int actions, Bounds bounds, Options options)
    {
        var rules = Catalogue.Find(mutant)!.Rules(options);
        using var search = new Search(bounds, rules, Plan(symmetry: true, workers: 1));
        var way = search.Run().Counterexample!;
        var trace = Reenactment.Play(way, bounds, rules, mutant, ("breadth-first", 0, 0));
        Assert.Equal((property, actions), (trace.Header.Violation!.Property, way.Count));
    }

    private static ChangeMembers Leave(int server) => new(ServerSet.Empty, Leaving: ServerSet.Of(new ServerId(server)));

    [Fact]
    public void A_vote_is_seen_to_be_another_while_a_message_on_its_way_tells_of_the_first()
    {
        var bounds = Elections with { MaxMessages = 6, MaxCrashes = 1, CrashPoints = true };
        var way = Explored("vote-term-torn", bounds).Counterexample!;
        Assert.Equal(("Vote Once", 6), (Traced("vote-term-torn", bounds, way).Header.Violation!.Property, way.Count));
    }

    [Fact]
    public void The_rules_themselves_survive_crashes_between_any_two_effects()
    {
        var bounds = new Bounds(2, MaxTerm: 2, MaxLog: 2, MaxMessages: 3, MaxRequests: 1, MaxCrashes: 1) { CrashPoints = true };
        var (coarse, fine) = (Explored(null, bounds with { CrashPoints = false }), Explored(null, bounds));
        Assert.Equal((SearchEnd.Exhausted, SearchEnd.Exhausted), (coarse.End, fine.End));
        Assert.True(fine.At.Distinct > coarse.At.Distinct);
    }

    [Fact]
    public void Walks_find_it_too_and_the_same_one_with_any_number_of_workers()
    {
        var (one, two) = (Walked(workers: 1), Walked(workers: 2));
        Assert.Equal((one.Walks, one.Steps, one.Longest), (two.Walks, two.Steps, two.Longest));
        Assert.Equal(one.Found!.Value.Walk, two.Found!.Value.Walk);
        Assert.Equal(one.Found!.Value.Actions, two.Found!.Value.Actions);
        Assert.NotNull(Traced("match-on-send", Replication, one.Found!.Value.Actions).Header.Violation);
    }

    private static SimulationResult Walked(int workers)
    {
        var rules = Catalogue.Find("match-on-send")!.Rules(new Options());
        using var simulation = new Simulation(Replication, rules, Plan(false, workers), seed: 7);
        return simulation.Run(5_000);
    }

    private static Trace Traced(string mutant, Bounds bounds, IReadOnlyList<ConcreteAction> way) =>
        Reenactment.Play(way, bounds, Catalogue.Find(mutant)!.Rules(new Options()), mutant, ("breadth-first", 0, 0));

    private static SearchResult Explored(string? mutant, Bounds bounds, bool symmetry = false, int workers = 1)
    {
        var rules = mutant is null ? new Rules(new Options()) : Catalogue.Find(mutant)!.Rules(new Options());
        using var search = new Search(bounds, rules, Plan(symmetry, workers));
        return search.Run();
    }

    private static SearchPlan Plan(bool symmetry, int workers) => new(workers, 1L << 30, symmetry, Path.GetTempPath());
}
