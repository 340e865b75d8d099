using Raft.Core.Protocol;
using static Raft.Tests.Mutants.Given;

namespace Raft.Tests.Mutants;

internal static class ReadSteps
{
    private static readonly Options ReadIndex = new() { Reads = ReadRule.ReadIndex };
    private static readonly Options AtFollowers = new() { Reads = ReadRule.ReadIndexAtFollowers };
    private static readonly Options Lease = new() { Reads = ReadRule.Lease };

    public static readonly MutantStep[] All =
    [
        new("leader-local-read", Leading, Read(), OnlyTheMutantAnswers) { Options = ReadIndex },
        new("readindex-before-own-commit", Given.Leader(2, LogOf(1), commit: 1, servers: 1), Read(), OnlyTheMutantAnswers)
        {
            Options = ReadIndex,
        },
        new("follower-local-read", Given.Follower(1), Read(), OnlyTheMutantAnswers) { Options = ReadIndex },
        new("readindex-old-round-confirms", Leading, RoundAnswer(0), OnlyTheMutantAnswers, Read()) { Options = ReadIndex },
        new("follower-read-ignores-index", Following, Told(7), OnlyTheMutantAnswers, Read()) { Options = AtFollowers },
        new("reads-wait-for-next-election", Leading, Read(2), (real, mutant) =>
        {
            Assert.NotEmpty(real.Sent<AppendEntries>());
            Assert.Empty(mutant.Sent<AppendEntries>());
        }, Read(), RoundAnswer(1))
        {
            Options = ReadIndex,
        },
        new("lease-ignores-drift", WithLease, new LeaseExpired(), LapsedIs(1, 0)) { Options = Lease },
        new("lease-counts-from-answer", Leading, new LeaseExpired(), LapsedIs(1, 0), new HeartbeatDue()) { Options = Lease },
        new("lease-without-stickiness", Following with { KeepsLease = true }, VoteRequest(2, 9, 9), OnlyTheMutantVotes) { Options = Lease },
        new("lease-survives-transfer", WithLease, Read(), OnlyTheMutantAnswers, new TransferLeadership(S2)) { Options = Lease },
        new("lease-forgotten-by-restart", Given.Follower(1), new Restart(new PersistentState(1, null, Log.Empty)), (real, mutant) =>
            Assert.Equal([true, false], [real.State.KeepsLease, mutant.State.KeepsLease]))
        {
            Options = Lease,
        },
    ];

    private static ServerState Leading => Given.Leader(1, LogOf(1), commit: 1);

    private static ServerState Following => Given.Follower(1) with { Role = new Follower(S2) };

    private static ServerState WithLease => Leading with { Role = ((Leader)Leading.Role) with { Round = 1, ConfirmedRound = 1 } };

    private static ClientRequest Read(int number = 1) => new(new RequestId(new ClientId(1), number), new Get("x"));

    private static Receive RoundAnswer(long round) => new(new AppendEntriesReply(S2, S1, 1, Success: true, 1, 1) { Round = round });

    private static Receive Told(long index) => new(new ReadIndexReply(S2, S1, 1, ARequest, index));

    private static void OnlyTheMutantAnswers(Step real, Step mutant)
    {
        Assert.DoesNotContain(real.Effects, effect => effect is Reply { Answer: Applied });
        Assert.Contains(mutant.Effects, effect => effect is Reply { Answer: Applied });
    }

    private static void OnlyTheMutantVotes(Step real, Step mutant)
    {
        Assert.Empty(real.Effects);
        Assert.True(mutant.Sent<RequestVoteReply>().Single().VoteGranted);
    }

    private static Action<Step, Step> LapsedIs(long real, long mutant) => (realStep, mutantStep) =>
        Assert.Equal([real, mutant], [realStep.LeaderRole().LapsedRound, mutantStep.LeaderRole().LapsedRound]);
}
