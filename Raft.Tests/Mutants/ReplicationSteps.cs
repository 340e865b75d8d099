using Raft.Core.Protocol;
using static Raft.Tests.Mutants.Given;

namespace Raft.Tests.Mutants;

internal static class ReplicationSteps
{
    public static readonly MutantStep[] All =
    [
        new("accept-stale-append", Given.Follower(3), Append(1, 0, 0, 0, EntryAt(1, 1)), LogsAre(LogOf(), LogOf(1))),
        new("truncate-on-every-append", Given.Follower(1, LogOf(1, 1)), Append(1, 0, 0, 0, EntryAt(1, 1)),
            LogsAre(LogOf(1, 1), LogOf(1))),
        new("truncate-on-new-term", Given.Follower(1, LogOf(1, 1), commit: 1), VoteRequest(2, 0, 0),
            LogsAre(LogOf(1, 1), LogOf(1))),
        new("prev-term-unchecked", Given.Follower(1, LogOf(1)), Append(2, 1, 2, 0, EntryAt(2, 2)),
            LogsAre(LogOf(1), LogOf(1, 2))),
        new("prev-zero-ambiguous", Given.Follower(1, LogOf(1)), Append(2, 0, 0, 0, EntryAt(2, 1)), LogsAre(LogOf(2), LogOf(1))),
        new("append-blind", Given.Follower(1, LogOf(1)), Append(1, 0, 0, 0, EntryAt(1, 1)),
            LogsAre(LogOf(1), new Log([EntryAt(1, 1), EntryAt(1, 1)]))),
        new("conflict-keeps-suffix", Given.Follower(1, LogOf(1, 1)), Append(2, 0, 0, 0, EntryAt(2, 1)),
            LogsAre(LogOf(2), new Log([EntryAt(2, 1), EntryAt(1, 2)]))),
        new("ack-own-last-index", Given.Follower(1, LogOf(1, 1)), Append(2, 1, 1), (real, mutant) =>
            Assert.Equal([1, 2], [AckedBy(real), AckedBy(mutant)])),
        new("match-on-send", Given.Leader(1), Request(), MatchIs(0, 1)),
        new("match-from-leader-tail", Given.Leader(1, LogOf(1, 1)), Ack(1, 1), MatchIs(1, 2)),
        new("batch-shares-prev", Given.Leader(1, LogOf(1, 1)), new HeartbeatDue(), (real, mutant) =>
        {
            Assert.Equal([EntryAt(1, 1)], EntriesSentToS2(real, prevLogIndex: 0));
            Assert.Equal([EntryAt(1, 1), EntryAt(1, 2)], EntriesSentToS2(mutant, prevLogIndex: 0));
        }),
        new("old-term-ack-accepted", Given.Leader(3, LogOf(1, 3)), Ack(1, 2), MatchIs(0, 2)),
        new("match-not-reset", Given.Leader(1, LogOf(1), match: [0, 1, 0]), Vote(3), MatchIs(0, 1),
            VoteRequest(2, 0, 0), new ElectionTimeout()),
        new("match-regresses", Given.Leader(1, LogOf(1, 1), match: [0, 2, 0]), Ack(1, 1), MatchIs(2, 1)),
        new("heartbeat-nack-overwrites-probe", Given.Leader(1, LogOf(1, 1, 1)), Nack(1, 3), (real, mutant) =>
            Assert.Equal([1, 4], [real.LeaderRole().NextIndex[S2], mutant.LeaderRole().NextIndex[S2]])),
        new("never-steps-back", HopefulLeader, Nack(1, 3), (real, mutant) =>
            Assert.Equal([3, 4], [real.LeaderRole().NextIndex[S2], mutant.LeaderRole().NextIndex[S2]])),
        new("broadcast-stops-on-error", Given.Leader(1, LogOf(1)), new HeartbeatDue(), (real, mutant) =>
        {
            Assert.Equal([S2, S3], real.Sent<AppendEntries>().Select(append => append.To));
            Assert.Equal([S2], mutant.Sent<AppendEntries>().Select(append => append.To));
        }),
        new("leader-overwrites-uncommitted", Given.Leader(1, LogOf(1)), Request(),
            LogsAre(LogOf(1).Append(Requested), new Log([Requested]))),
    ];

    private static ServerState HopefulLeader =>
        Given.Leader(1, LogOf(1, 1, 1)) with
        {
            Role = new Leader(
                IndexPerServer.All(ServerSet.FirstServers(3), 4),
                IndexPerServer.All(ServerSet.FirstServers(3), 0)),
        };

    private static Entry Requested => new(1, Request().Command, ARequest);

    private static Action<Step, Step> LogsAre(Log real, Log mutant) => (realStep, mutantStep) =>
    {
        Assert.Equal(real, realStep.State.Log);
        Assert.Equal(mutant, mutantStep.State.Log);
    };

    private static Action<Step, Step> MatchIs(long real, long mutant) => (realStep, mutantStep) =>
        Assert.Equal([real, mutant], [realStep.LeaderRole().MatchIndex[S2], mutantStep.LeaderRole().MatchIndex[S2]]);

    private static long AckedBy(Step step) => step.Sent<AppendEntriesReply>().Single().MatchIndex;

    private static IEnumerable<Entry> EntriesSentToS2(Step step, long prevLogIndex) => step.Sent<AppendEntries>()
        .Where(append => append.To == S2 && append.PrevLogIndex == prevLogIndex).SelectMany(append => append.Entries.Items);
}
