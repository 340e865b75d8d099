using Raft.Core.Protocol;
using Raft.Coyote.Conformance.Steps;
using Raft.Coyote.Traces;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Tests.Conformance.Steps;

/// <summary>Each thing that cannot be is noticed, and told by its field; more of them in StepRefusalTests.</summary>
public class PossibleTests
{
    private static readonly Log FourServers = Core.Protocol.Log.Empty.Append(Config(1, new Configuration(Three.Add(S4))));
    private static readonly Snapshot UpTo2 = new(2, 1, new Configuration(Three), KeyValueStore.Empty, default);

    [Fact]
    public void A_leader_has_an_index_for_each_server()
    {
        AssertImpossible("state.role.nextIndex.s4", Leader(1, FourServers), new HeartbeatDue());
        AssertImpossible("state.role.matchIndex.s4", Leader(1, FourServers, next: [2, 2, 2, 2]), new HeartbeatDue());
    }

    [Fact]
    public void What_a_snapshot_covers_was_applied() => AssertImpossible(
        "state.lastApplied", Follower(1, Log(1, 1), commit: 1).WithSnapshot(UpTo2), new ElectionTimeout());

    [Fact]
    public void Terms_never_fall_along_a_log()
    {
        AssertImpossible("state.log[1].term", Follower(3, Log(2, 1)), new ElectionTimeout());
        AssertImpossible("state.log[0].term", AfterIndex(2, prevTerm: 2), new ElectionTimeout());
        AssertImpossible("input.durable.log[1].term", Follower(0), new Restart(new PersistentState(3, null, Log(2, 1))));
        AssertImpossible("input.message.entries[1].term", Follower(3), Append(3, 0, 0, 0, Entry(2, 1), Entry(1, 2)));
    }

    [Fact]
    public void No_entry_is_of_a_later_term_than_the_server_or_the_leader()
    {
        AssertImpossible("input.durable.log[0].term", Follower(0), new Restart(new PersistentState(1, null, Log(2))));
        AssertImpossible("input.message.entries[0].term", Follower(3), Append(3, 0, 0, 0, Entry(4, 1)));
    }

    [Fact]
    public void There_are_a_term_and_an_index_left()
    {
        AssertImpossible("input.durable.currentTerm", Follower(0), new Restart(new PersistentState(long.MaxValue, null, Log())));
        AssertImpossible("input.message.term", Follower(0), Append(long.MaxValue, 0, 0));
        AssertImpossible("state.log", AfterIndex(TraceFormat.GreatestIndex - 1, prevTerm: 1), new ElectionTimeout());
    }

    [Fact]
    public void Of_a_server_that_serves_no_more_nothing_is_asked()
    {
        var refusing = Follower(1, Log(2)) with { Role = new Refusing() };
        Assert.Null(Possible.Check(new Situation(Figure2, 3, refusing, new ElectionTimeout())));
    }

    /// <summary>A server whose log has one entry of term 1 after an index.</summary>
    private static ServerState AfterIndex(long index, long prevTerm)
    {
        var snapshot = UpTo2 with { LastIncludedIndex = index, LastIncludedTerm = prevTerm };
        var log = new Log(Entries(1, 1)) { PrevIndex = index, PrevTerm = prevTerm };
        return Follower(3).WithSnapshot(snapshot).WithLog(log).ResetTo(snapshot);
    }

    private static void AssertImpossible(string field, ServerState state, Input input) =>
        Assert.Equal(field, Possible.Check(new Situation(Figure2, 4, state, input))?.Field);
}
