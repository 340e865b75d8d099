using Raft.Core.Protocol;
using static Raft.Coyote.Mutants.PropertyName;

namespace Raft.Coyote.Mutants;

/// <summary>Bugs in what is on stable storage when, and in what a server makes of it when it comes back.</summary>
internal static class PersistenceMutants
{
    private const string Group = "Persistence";

    public static readonly Sequence<Mutant> All =
    [
        new("vote-not-durable", Group,
            "A server grants its vote before the vote is on its disk.",
            "akka-raft 62, seaweedfs/raft 9", [DurableBeforeReply, .. TwoVotes], null,
            options => new VoteNotDurable(options), Needs: [Need.Crashes]),
        new("term-not-durable", Group,
            "A candidate does not write its new term and its own vote to its disk.",
            "raft-java 57", [DurableBeforeReply, MonotonicTerm, .. TwoVotes], null, options => new TermNotDurable(options),
            Needs: [Need.Crashes]),
        new("ack-before-sync", Group,
            "A follower acknowledges entries before they are on its disk.",
            "tikv 994, camunda 4160", [DurableBeforeReply, .. FalseProgress], null,
            options => new AckBeforeSync(options), Needs: [Need.Crashes]),
        new("term-vote-torn", Group,
            "Term and vote are two writes, the term first; a crash between them leaves the old vote in the new term.",
            "hashicorp 661", [],
            "Nobody was told of a vote in the new term; the one left there is for a candidate that must still ask, up to date.",
            options => new TermVoteTorn(options), Needs: [Need.Crashes]),
        new("missing-file-as-empty", Group,
            "A server that cannot open its files takes itself for a new one; here it never can.",
            "verdi-raft 52", [MonotonicTerm, .. TwoVotes, PendingWritesCommit, LogsConverge], null,
            options => new MissingFileAsEmpty(options), Needs: [Need.Crashes]),
        new("vote-term-torn", Group,
            "Term and vote are two writes, the vote first; a crash between them leaves the new vote in the old term.",
            "ours, after hashicorp 661", TwoVotes, null, options => new VoteTermTorn(options), Needs: [Need.Crashes]),
        new("torn-vote-unchecked", Group,
            "As term-vote-torn; and a candidate that seems to have the server's vote gets it again without a look at the logs.",
            "hashicorp 661", LostEntries, null,
            options => new TornVoteUnchecked(options), MinServers: 5, Needs: [Need.Crashes]),
        new("restart-forgets-term", Group,
            "A server that comes back has its log, and neither its term nor its vote.",
            "ours", [MonotonicTerm, .. TwoVotes], null, options => new RestartForgetsTerm(options), Needs: [Need.Crashes]),
    ];

    private sealed class VoteNotDurable(Options options) : Rules(options)
    {
        protected override bool MustWaitForDisk(Effect effect) =>
            effect is not Send { Message: RequestVoteReply { VoteGranted: true } } && base.MustWaitForDisk(effect);
    }

    private sealed class TermNotDurable(Options options) : Rules(options)
    {
        protected override Step PersistFirst(PersistentState durable, Step step)
        {
            var startsElection = step.State.Role is Candidate && step.State.CurrentTerm > durable.CurrentTerm;
            return startsElection ? step : base.PersistFirst(durable, step);
        }
    }

    private sealed class AckBeforeSync(Options options) : Rules(options)
    {
        protected override bool MustWaitForDisk(Effect effect) =>
            effect is not Send { Message: AppendEntriesReply { Success: true } } && base.MustWaitForDisk(effect);
    }

    private class TermVoteTorn(Options options) : Rules(options)
    {
        protected override Sequence<DiskRecord> RecordsOf(PersistentState before, PersistentState after) =>
            before.CurrentTerm == after.CurrentTerm
                ? base.RecordsOf(before, after)
                : [new TermAndVote(after.CurrentTerm, before.VotedFor), .. base.RecordsOf(before, after)];
    }

    private sealed class TornVoteUnchecked(Options options) : TermVoteTorn(options)
    {
        protected override bool MayGrantVote(ServerState state, RequestVote request) =>
            state.VotedFor == request.From || base.MayGrantVote(state, request);
    }

    private sealed class MissingFileAsEmpty(Options options) : Rules(options)
    {
        protected override Step OnRestart(ServerState state, Restart restart) =>
            base.OnRestart(state, new Restart(PersistentState.FirstBoot));
    }

    private sealed class VoteTermTorn(Options options) : Rules(options)
    {
        protected override Sequence<DiskRecord> RecordsOf(PersistentState before, PersistentState after) =>
            before.CurrentTerm == after.CurrentTerm
                ? base.RecordsOf(before, after)
                : [new TermAndVote(before.CurrentTerm, after.VotedFor), .. base.RecordsOf(before, after)];
    }

    private sealed class RestartForgetsTerm(Options options) : Rules(options)
    {
        protected override Step OnRestart(ServerState state, Restart restart) =>
            base.OnRestart(state, new Restart(restart.Durable with { CurrentTerm = 0, VotedFor = null }));
    }
}
