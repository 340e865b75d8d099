using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class FlowPropertiesTests
{
    private const string InFlight = "Limit In Flight";
    private const string Batch = "Batch Within Limit";
    private const string Pressure = "Back-Pressure";
    private static readonly Log Four = LogOf("1:a", "1:b", "1:c", "1:d");
    private static readonly RequestId Request = new(new ClientId(1), 1);
    private static readonly Entry OfRequest = new(1, new Put("x", "e"), Request);

    [Fact]
    public void Limit_In_Flight_holds_at_the_limit_and_counts_that_there_is_more() => AssertHolds(
        InFlight, 1, new Options { MaxInFlight = 2 }, Sends(Leading(next: 3), Append(1), Append(2)));

    [Fact]
    public void Limit_In_Flight_falls_beyond_the_limit() => AssertFalls(
        InFlight,
        2,
        "s1, leader of term 1, has 3 AppendEntries on their way to s2, and may have 2",
        new Options { MaxInFlight = 2 },
        Sends(Leading(next: 3), Append(1), Append(2)),
        Sends(Leading(next: 4), Append(3)));

    [Fact]
    public void Limit_In_Flight_does_not_count_what_is_acknowledged_or_is_to_be_sent_again_or_was_of_another_term()
    {
        var options = new Options { MaxInFlight = 2 };
        AssertHolds(InFlight, 2, options, Sends(Leading(next: 3), Append(1), Append(2)), Sends(Leading(next: 4, match: 1), Append(3)));
        AssertHolds(
            InFlight, 1, options, Sends(Leading(next: 3), Append(1), Append(2)), Sends(Leading(next: 1)), Sends(Leading(next: 2), Append(1)));
        AssertHolds(
            InFlight, 1, options, Sends(Leading(next: 3), Append(1), Append(2)), Sends(Leading(next: 5, term: 2), Append(4)));
    }

    [Fact]
    public void Without_a_limit_nothing_falls()
    {
        AssertHolds(InFlight, 0, new Options(), Sends(Leading(next: 4), Append(1), Append(2), Append(3)));
        AssertHolds(Batch, 0, new Options(), Sends(Leading(next: 4), Batched(3)));
        AssertHolds(Pressure, 0, new Options(), Taking(Leading(1), new Reply(Request, new Busy())));
    }

    [Fact]
    public void Batch_Within_Limit_holds_at_the_limits_and_for_a_single_large_entry()
    {
        AssertHolds(Batch, 1, new Options(MaxEntriesPerAppend: 2), Sends(Leading(1), Batched(2)));
        AssertHolds(Batch, 1, new Options { MaxBytesPerAppend = 4 }, Sends(Leading(1), Batched(2)));
        AssertHolds(Batch, 1, new Options { MaxBytesPerAppend = 1 }, Sends(Leading(1), Batched(1)));
        AssertHolds(Batch, 0, new Options { MaxBytesPerAppend = 8 }, Sends(Leading(1), Batched(4)));
    }

    [Fact]
    public void Batch_Within_Limit_falls_beyond_each_limit()
    {
        AssertFalls(
            Batch, 1, "s1 sent s2 at once 3 entries, and may send 2", new Options(MaxEntriesPerAppend: 2), Sends(Leading(1), Batched(3)));
        AssertFalls(
            Batch, 1, "s1 sent s2 at once 6 bytes, and may send 5", new Options { MaxBytesPerAppend = 5 }, Sends(Leading(1), Batched(3)));
    }

    [Fact]
    public void Back_Pressure_holds_when_busy_leaves_the_log_alone_and_the_last_one_that_may_be_is_taken()
    {
        AssertHolds(Pressure, 1, new Options { MaxUncommitted = 4 }, Taking(Leading(1), new Reply(Request, new Busy())));
        AssertHolds(Pressure, 1, new Options { MaxUncommitted = 5 }, Taking(WithRequest(Leading(1))));
        AssertHolds(Pressure, 0, new Options { MaxUncommitted = 2 }, Taking(WithRequest(Leading(1, term: 2))));
    }

    [Fact]
    public void Back_Pressure_falls_when_a_command_is_taken_that_was_refused() => AssertFalls(
        Pressure,
        1,
        "c1#1 was answered \"busy\", but s1 has it in its log",
        new Options { MaxUncommitted = 4 },
        Taking(WithRequest(Leading(1)), new Reply(Request, new Busy())));

    [Fact]
    public void Back_Pressure_falls_when_a_command_is_applied_that_was_refused() => AssertFalls(
        Pressure,
        2,
        "c1#1 was answered \"busy\", but s2 applied it",
        new Options { MaxUncommitted = 4 },
        Taking(Leading(1), new Reply(Request, new Busy())),
        Step(Follower(S2, 1), Follower(S2, 1), new Apply(5, OfRequest, new Result(true, null))));

    [Fact]
    public void Back_Pressure_falls_when_a_leader_takes_too_many() => AssertFalls(
        Pressure,
        1,
        "s1, leader of term 1, took c1#1 though 4 of its entries were not committed, and it may have 3",
        new Options { MaxUncommitted = 3 },
        Taking(WithRequest(Leading(1))));

    [Fact]
    public void Busy_Clients_Are_Served_waits_until_they_are()
    {
        var judge = new Judge(Three, new HashSet<string> { "Busy Clients Are Served" });
        judge.Observe(1, new Returned(Request, new Busy()));
        Assert.True(judge.Liveness[0].IsSatisfied);
        judge.Observe(2, new FaultsOver());
        Assert.Equal("c1 was told that the leader is busy, and was never served", judge.EndedHot()?.Explanation);
        judge.Observe(3, new Returned(Request, new NotLeader(null)));
        Assert.False(judge.Liveness[0].IsSatisfied);
        judge.Observe(4, new Returned(Request, new Applied(new Result(true, null))));
        Assert.Null(judge.EndedHot());
        Assert.Equal(1, judge.Exercised.Single().Exercised);
    }

    private static ServerState Leading(long next, long match = 0, long term = 1)
    {
        var role = new Leader(new IndexPerServer([1, next, 1]), new IndexPerServer([0, match, 0]));
        return Leader(S1, term, Four) with { Role = role };
    }

    private static ServerState WithRequest(ServerState leader) => leader.WithLog(leader.Log.Append(OfRequest));

    private static AppendEntries Append(int index) => new(S1, S2, 1, index - 1, 1, [Four[index]], 0);

    private static AppendEntries Batched(int count) => new(S1, S2, 1, 0, 0, Four.Entries.Take(count), 0);

    private static Handled Sends(ServerState after, params AppendEntries[] appends) =>
        Step(after, after, [.. appends.Select(append => new Send(append))]);

    private static Handled Taking(ServerState after, params Effect[] effects) =>
        Handling(new ClientRequest(Request, OfRequest.Command), after.WithLog(Four), after, effects);
}
