using Raft.Core.Protocol;
using static Raft.Coyote.Mutants.PropertyName;

namespace Raft.Coyote.Mutants;

/// <summary>Bugs in chapter 6 of the dissertation: reads that do not go through the log, and leases.</summary>
internal static class ReadMutants
{
    private const string Group = "Reads";

    public static readonly Sequence<Mutant> All =
    [
        new("leader-local-read", Group,
            "A leader answers a read without asking a majority whether it still leads.",
            "xraft 39, Xline 870", StaleReads, null, options => new LeaderLocalRead(options)),
        new("readindex-before-own-commit", Group,
            "A leader takes its commitIndex for the read index before an entry of its term is committed, and changes the cluster then.",
            "etcd 7331", [.. StaleReads, ConfigurationSafety], null, options => new ReadIndexBeforeOwnCommit(options)),
        new("follower-local-read", Group,
            "Any server answers a read from what it has, which is what the seed of this project said.",
            "classic", StaleReads, null, options => new FollowerLocalRead(options)),
        new("readindex-old-round-confirms", Group,
            "A leader takes answers to earlier heartbeats for answers to the round that a read waits for.",
            "ours", StaleReads, null, options => new OldRoundConfirms(options)),
        new("follower-read-ignores-index", Group,
            "A follower asks the leader for the read index, and answers before it has applied so much.",
            "ours", StaleReads, null, options => new FollowerIgnoresIndex(options)),
        new("reads-wait-for-next-election", Group,
            "A leader begins a round for the first reads that wait for one, and none for those that come later.",
            "ours", [NoReadWaitsForEver, PendingWritesCommit], null, options => new OneRoundOnly(options)),
        new("lease-ignores-drift", Group,
            "A lease lasts as long as an election timeout, and the leader's clock may be the slower one.",
            "classic", StaleReads, null, options => new LeaseIgnoresDrift(options)),
        new("lease-counts-from-answer", Group,
            "A lease counts from when the answers came, not from when the round began.",
            "ours", StaleReads, null, options => new LeaseCountsFromAnswer(options)),
        new("lease-without-stickiness", Group,
            "A server that hears a leader votes for another all the same.",
            "classic", StaleReads, null, options => new LeaseWithoutStickiness(options)),
        new("lease-forgotten-by-restart", Group,
            "A server that restarts votes at once, though a leader may hold a lease by what it answered before.",
            "as etcd does", StaleReads, null, options => new LeaseForgottenByRestart(options), Needs: [Need.Crashes]),
        new("lease-survives-transfer", Group,
            "A leader that hands over its leadership goes on to answer on its lease.",
            "dissertation, section 6.4.1", StaleReads, null, options => new LeaseSurvivesTransfer(options)),
    ];

    private sealed class LeaderLocalRead(Options options) : Rules(options)
    {
        protected override bool HasConfirmed(ServerState state, Leader leader) => true;
    }

    private sealed class ReadIndexBeforeOwnCommit(Options options) : Rules(options)
    {
        protected override bool HasCommittedInItsTerm(ServerState state) => true;
    }

    private sealed class FollowerLocalRead(Options options) : Rules(options)
    {
        protected override bool AnswersFromWhatItHas(ServerState state) => true;
    }

    private sealed class OldRoundConfirms(Options options) : Rules(options)
    {
        protected override bool AnswersRound(Leader leader, AppendEntriesReply reply) => leader.Round > 0;
    }

    private sealed class FollowerIgnoresIndex(Options options) : Rules(options)
    {
        protected override bool HasApplied(ServerState state, WaitingRead read) => true;
    }

    private sealed class OneRoundOnly(Options options) : Rules(options)
    {
        protected override bool NeedsRound(ServerState state) => ((Leader)state.Role).Round == 0 && base.NeedsRound(state);
    }

    private sealed class LeaseIgnoresDrift(Options options) : Rules(options)
    {
        protected override Step OnLeaseExpired(ServerState state) => Step.From(state);
    }

    private sealed class LeaseCountsFromAnswer(Options options) : Rules(options)
    {
        protected override Step OnLeaseExpired(ServerState state) => state.Role is Leader leader
            ? Step.From(state with { Role = leader with { LapsedRound = leader.ConfirmedRound } })
            : Step.From(state);
    }

    private sealed class LeaseWithoutStickiness(Options options) : Rules(options)
    {
        protected override bool IsKeptFromVoting(ServerState state, Message message) => false;
    }

    private sealed class LeaseForgottenByRestart(Options options) : Rules(options)
    {
        protected override bool KeepsLeaseAfterRestart => false;
    }

    private sealed class LeaseSurvivesTransfer(Options options) : Rules(options)
    {
        protected override bool IsHandedOver(Leader leader) => false;
    }
}
