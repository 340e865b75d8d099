using Raft.Core.Protocol;
using static Raft.Coyote.Mutants.PropertyName;

namespace Raft.Coyote.Mutants;

/// <summary>Bugs in sections 5.3 and 5.4.2: when an entry is committed, applied and answered.</summary>
internal static class CommitMutants
{
    private const string Group = "Commit";

    public static readonly Sequence<Mutant> All =
    [
        new("commit-prior-term", Group,
            "A leader commits entries of earlier terms by counting replicas (Figure 8).",
            "logcabin 44, PySyncObj 169, goraft 27", LostEntries, null,
            options => new CommitPriorTerm(options), Needs: [Need.NoNoOp]),
        new("mode-for-median", Group,
            "A leader commits up to the matchIndex that most servers share, not up to the one that a majority reaches.",
            "akka-raft 42", LostEntries, null, options => new ModeForMedian(options)),
        new("leader-counted-twice", Group,
            "A leader counts itself twice among the holders of an entry.",
            "classic", LostEntries, null, options => new LeaderCountedTwice(options)),
        new("match-starts-too-high", Group,
            "A leader begins with a matchIndex of 1: the first entry of the log needs no acknowledgements.",
            "RATIS 1767", FalseProgress, null, options => new MatchStartsTooHigh(options)),
        new("commit-regresses", Group,
            "A follower takes over leaderCommit, also when its own commitIndex is higher.",
            "PySyncObj 166", [MonotonicCommit], null, options => new CommitRegresses(options)),
        new("commit-quorum-half-even", Group,
            "Half of the servers is enough to commit an entry.",
            "classic", [],
            "A leader still needs more than half of the votes, and any such majority meets any half. Not so while the cluster changes.",
            options => new CommitQuorumHalfEven(options), MinServers: 4, Needs: [Need.EvenServers]),
        new("commit-without-min", Group,
            "A follower takes over leaderCommit, also for entries that it does not have.",
            "nebula 681", [CommitWithinLog, LeaderCompleteness, CommittedNeverLost, StateMachineSafety, Linearizability], null,
            options => new CommitWithoutMin(options)),
        new("commit-own-last-index", Group,
            "A follower commits up to leaderCommit all that it has, also what may differ from the leader's log.",
            "copycat 265", LostEntries, null, options => new CommitOwnLastIndex(options)),
        new("stepdown-resets-volatile", Group,
            "A leader or candidate that steps down sets its volatile state back, and applies all entries again.",
            "ours", [MonotonicCommit, MonotonicApplied, StateMachineSafety, Linearizability], null,
            options => new StepdownResetsVolatile(options)),
        new("apply-newest-only", Group,
            "A server to which several entries are committed at once applies only the last of them.",
            "ours", [StateMachineSafety, Linearizability], null, options => new ApplyNewestOnly(options)),
        new("answer-before-commit", Group,
            "A leader answers its client when it has the entry, before anybody else has it.",
            "ours", [Linearizability], null, options => new AnswerBeforeCommit(options)),
        new("never-answers", Group,
            "A leader applies what it committed and forgets to answer the client.",
            "ours", [PendingWritesCommit], null, options => new NeverAnswers(options)),
    ];

    private sealed class CommitPriorTerm(Options options) : Rules(options)
    {
        protected override bool IsOfCurrentTerm(ServerState state, long n) => true;
    }

    private sealed class ModeForMedian(Options options) : Rules(options)
    {
        protected override bool IsStoredOnEnough(ServerState state, long n)
        {
            var followers = state.Others.Members.Select(other => ((Leader)state.Role).MatchIndex[other]);
            var shared = followers.Append(state.Log.LastIndex).GroupBy(index => index);
            return n <= shared.OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First().Key;
        }
    }

    private sealed class LeaderCountedTwice(Options options) : Rules(options)
    {
        protected override ServerSet HoldersOf(ServerState state, long n) => base.HoldersOf(state, n).CountOneMore();
    }

    /// <summary>RATIS counts indices from 0 and began with 0, which is the index of the first entry there.</summary>
    private sealed class MatchStartsTooHigh(Options options) : Rules(options)
    {
        protected override Leader InitialProgress(ServerState state)
        {
            var initial = base.InitialProgress(state);
            var all = ServerSet.FirstServers(initial.MatchIndex.Indexes.Count);
            return initial with { MatchIndex = IndexPerServer.All(all, 1) };
        }
    }

    private sealed class CommitRegresses(Options options) : Rules(options)
    {
        protected override long FollowerCommitIndex(ServerState state, AppendEntries request) =>
            Math.Min(request.LeaderCommit, request.LastNewIndex);
    }

    private sealed class CommitQuorumHalfEven(Options options) : Rules(options)
    {
        protected override bool IsStoredOnEnough(ServerState state, long n) => Options.Membership == Membership.None
            ? HoldersOf(state, n).Count * 2 >= state.Servers.Count
            : base.IsStoredOnEnough(state, n);
    }

    private sealed class CommitWithoutMin(Options options) : Rules(options)
    {
        protected override long FollowerCommitIndex(ServerState state, AppendEntries request) =>
            Math.Max(state.CommitIndex, request.LeaderCommit);
    }

    private sealed class CommitOwnLastIndex(Options options) : Rules(options)
    {
        protected override long FollowerCommitIndex(ServerState state, AppendEntries request) =>
            Math.Max(state.CommitIndex, Math.Min(request.LeaderCommit, state.Log.LastIndex));
    }

    private sealed class StepdownResetsVolatile(Options options) : Rules(options)
    {
        protected override ServerState ConvertToFollower(ServerState state, ServerId? leader)
        {
            var follower = base.ConvertToFollower(state, leader);
            return state.Role is Follower ? follower : follower with { CommitIndex = 0, LastApplied = 0 };
        }
    }

    private sealed class ApplyNewestOnly(Options options) : Rules(options)
    {
        protected override Step ApplyCommitted(ServerState state) =>
            base.ApplyCommitted(state with { LastApplied = Math.Max(state.LastApplied, state.CommitIndex - 1) });
    }

    private sealed class NeverAnswers(Options options) : Rules(options)
    {
        protected override bool OwesAnswer(ServerState state, Entry entry) => false;
    }

    private sealed class AnswerBeforeCommit(Options options) : Rules(options)
    {
        protected override Step OnClientRequest(ServerState state, ClientRequest request)
        {
            var step = base.OnClientRequest(state, request);
            var result = state.StateMachine.Apply(request.Command).Result;
            return state.Role is Leader ? step.Do(new Reply(request.Id, new Applied(result))) : step;
        }

        protected override bool OwesAnswer(ServerState state, Entry entry) => false;
    }
}
