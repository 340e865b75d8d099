using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Sections 5.3 and 5.4.2: what is committed, applied and answered.</summary>
internal static class Commit
{
    private const string Figure = "paper, Figure 2";
    private const string Exists =
        "If there exists an N such that N > commitIndex, a majority of matchIndex[i] ≥ N, and log[N].term == currentTerm: "
        + "set commitIndex = N";

    private const string OwnTerm = "only log entries from the leader's current term are committed by counting replicas";
    private const string LeaderCommit =
        "If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new entry)";

    private const string ApplyNext =
        "If commitIndex > lastApplied: increment lastApplied, apply log[lastApplied] to state machine";
    private const string Respond = "respond after entry applied to state machine";

    private static readonly Log Asked = Core.Protocol.Log.Empty.Append(
        new Entry(1, new Append("x", "a"), new RequestId(new ClientId(1), 1)));

    private static readonly Options AllServers = Figure2 with { CommitRule = CommitRule.AllServers };
    private static readonly Options LeaderAlone = Figure2 with { CommitRule = CommitRule.LeaderAlone };

    public static readonly Chapter Chapter = new("commit", "Committing and applying (sections 5.3 and 5.4.2 of the paper)",
        V("a-majority-holds-it", Figure, Exists, Leader(1, Log(1)), Success(1, 0, 1),
            "AdvanceCommitIndex", "MayCommit: true", "IsStoredOnEnough: true", "HoldersOf", "ApplyCommitted"),
        V("two-of-five-do-not", Figure, Exists, Leader(1, Log(1), servers: 5), Success(1, 0, 1), "IsStoredOnEnough: false"),
        V("two-of-four-do-not", Figure, Exists, Leader(1, Log(1), servers: 4), Success(1, 0, 1), "IsStoredOnEnough: false"),
        V("the-greatest-that-a-majority-holds", Figure, Exists, Leader(1, Log(1, 1, 1), next: [1, 1, 1]), Success(1, 0, 2),
            "IsStoredOnEnough: false", "IsStoredOnEnough: true"),
        V("an-entry-of-an-older-term-is-not-counted", "paper, 5.4.2", OwnTerm, Leader(2, Log(1)), Success(2, 0, 1),
            "IsOfCurrentTerm: false", "MayCommit: false"),
        V("an-entry-of-an-older-term-commits-with-a-later-one", "paper, 5.4.2",
            "once an entry from the current term has been committed "
            + "in this way, then all prior entries are committed indirectly because of the Log Matching Property",
            Leader(2, Log(1, 2)), Success(2, 0, 2), "IsOfCurrentTerm: true"),
        V("a-request-alone-commits-nothing", Figure, Exists, Leader(1), Ask(), "MayCommit: false", "IsStoredOnEnough: false"),
        V("alone-the-leader-commits-at-once-and-answers", Figure, Respond, Leader(1, servers: 1), Ask(), "OwesAnswer: true"),
        V("the-answer-comes-when-it-is-applied", Figure, Respond, Leader(1, Asked), Success(1, 0, 1), "OwesAnswer: true"),
        V("a-leader-does-not-answer-for-another-term", "ours", "who received the command answers, in the term in which it did",
            Leader(2, Asked.Append(Entry(2, 2))), Success(2, 0, 2), "OwesAnswer: false"),
        V("a-follower-does-not-answer", "ours", "who received the command answers", Follower(1, Asked, leader: S2),
            Append(1, 1, 1, 1),
            "OwesAnswer: false"),
        V("synchronous-replication-waits-for-all", "ours", "kept for comparison: safe, and blocked by one server that is down",
            Leader(1, Log(1)), Success(1, 0, 1), "IsStoredOnEnough: false").Under(AllServers),
        V("synchronous-replication-when-all-have-it", "ours", "kept for comparison: safe, and blocked by one server that is down",
            Leader(1, Log(1), match: [0, 0, 1]), Success(1, 0, 1), "IsStoredOnEnough: true").Under(AllServers),
        V("asynchronous-replication-waits-for-nobody", "ours", "kept for comparison: it loses what it acknowledged",
            Leader(1), Ask(), "IsStoredOnEnough: true").Under(LeaderAlone),
        V("a-follower-commits-what-the-leader-has", Figure, LeaderCommit, Follower(1, Log(1, 1)), Append(1, 2, 1, 1),
            "FollowerCommitIndex", "ApplyCommitted"),
        V("a-follower-commits-no-further-than-it-was-sent", Figure, LeaderCommit, Follower(1), Append(1, 0, 0, 2, Entry(1, 1)),
            "FollowerCommitIndex"),
        V("a-follower-commits-nothing-that-was-not-compared", Figure, LeaderCommit, Follower(2, Log(1)), Append(2, 0, 0, 1),
            "FollowerCommitIndex"),
        V("commitIndex-never-falls", Figure, "commitIndex: initialized to 0, increases monotonically",
            Follower(1, Log(1, 1), commit: 2),
            Append(1, 2, 1, 1), "FollowerCommitIndex"),
        V("commitIndex-does-not-fall-for-an-older-message", Figure, "commitIndex: initialized to 0, increases monotonically",
            Follower(1, Log(1, 1, 1), commit: 2), Append(1, 0, 0, 3, Entry(1, 1)), "FollowerCommitIndex"),
        V("entries-are-applied-in-their-order", Figure, ApplyNext, Follower(1, Log(1, 1)), Append(1, 2, 1, 2), "ApplyCommitted"),
        V("what-is-applied-stays-when-a-leader-steps-down", Figure, "lastApplied: increases monotonically",
            Leader(1, Log(1), commit: 1), AskVote(2, 1, 1), "AdoptTerm"));
}
