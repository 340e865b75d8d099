using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Section 5.3, the leader: requests, heartbeats, answers of followers, back-tracking.</summary>
internal static class Leading
{
    private const string Figure = "paper, Figure 2";
    private const string Heartbeat = "Repeat during idle periods to prevent election timeouts";
    private const string Command =
        "If command received from client: append entry to local log, respond after entry applied to state machine";

    private const string Lagging =
        "If last log index ≥ nextIndex for a follower: send AppendEntries RPC with log entries starting at nextIndex";

    private const string Successful = "If successful: update nextIndex and matchIndex for follower";
    private const string Fails = "If AppendEntries fails because of log inconsistency: decrement nextIndex and retry";
    private const string Bypass =
        "With this information, the leader can decrement nextIndex to bypass all of the conflicting entries in that term.";

    private const string Monotonic = "matchIndex[]: initialized to 0, increases monotonically";
    private const string NotTheLeader =
        "If the client's first choice is not the leader, that server will reject the client's request and supply "
        + "information about the most recent leader it has heard from";

    private static readonly Options OneByOne = Figure2 with { EmptyHeartbeats = false, MaxEntriesPerAppend = 1 };
    private static readonly Options ByTerm = Figure2 with { BackTracking = BackTracking.ByConflictTerm };
    private static readonly Conflict TooShort = new(null, 2);

    public static readonly Chapter Chapter = new("leader", "Log replication at the leader (section 5.3 of the paper)",
        V("heartbeats-are-empty", Figure, Heartbeat, Leader(1, Log(1, 1), next: [3, 1, 3]), new HeartbeatDue(),
            "OnHeartbeatDue", "SendAppendEntriesToAll", "SendAppendEntries"),
        V("heartbeats-that-carry-entries", Figure, Heartbeat, Leader(1, Log(1, 1), next: [3, 1, 3]), new HeartbeatDue(),
            "OnHeartbeatDue").Under(OneByOne),
        V("a-follower-sends-no-heartbeats", Figure, Heartbeat, Follower(1), new HeartbeatDue(), "OnHeartbeatDue"),
        V("a-request-is-appended-and-sent", Figure, Command, Leader(1, Log(1), commit: 1), Ask(),
            "OnClientRequest", "AcceptsRequests: true", "IsBusy: false", "AppendRequest"),
        V("a-request-goes-with-all-that-a-follower-lacks", Figure, Lagging, Leader(1, Log(1, 1), next: [1, 1, 3]), Ask(),
            "SendAppendEntries"),
        V("a-request-goes-in-small-batches", Figure, Lagging, Leader(1, Log(1, 1), next: [1, 1, 3]), Ask(), "SendAppendEntries")
            .Under(OneByOne),
        V("a-follower-names-the-leader", "paper, 8", NotTheLeader, Follower(1, leader: S2), Ask(), "AcceptsRequests: false"),
        V("a-follower-that-knows-no-leader", "paper, 8", NotTheLeader, Follower(1), Ask(), "AcceptsRequests: false"),
        V("a-candidate-takes-no-request", "paper, 8", NotTheLeader, Candidate(1), Ask(), "AcceptsRequests: false"),
        V("a-success-and-there-is-more-to-send", Figure, Successful, Leader(1, Log(1, 1), next: [1, 1, 1]), Success(1, 0, 1),
            "NewMatchIndex", "CallsForMore: true"),
        V("a-success-up-to-the-end", Figure, Successful, Leader(1, Log(1, 1), next: [1, 1, 1]), Success(1, 0, 2),
            "NewMatchIndex"),
        V("a-success-credits-no-more-than-it-says", Figure, Successful, Leader(1, Log(1, 1, 1), next: [1, 1, 1]),
            Success(1, 0, 1),
            "NewMatchIndex", "MayCommit: false"),
        V("a-success-that-comes-twice-sends-nothing", "ours",
            "each success that came twice would keep a stream of requests alive",
            Leader(1, Log(1, 1), next: [1, 2, 1], match: [0, 1, 0], commit: 1), Success(1, 0, 1), "CallsForMore: false"),
        V("a-heartbeat-answered-by-one-who-lags", Figure, Lagging,
            Leader(1, Log(1, 1), next: [1, 2, 1], match: [0, 1, 0], commit: 1),
            Success(1, 1, 1), "CallsForMore: true"),
        V("a-late-success-takes-nothing-back", Figure, Monotonic,
            Leader(1, Log(1, 1), next: [1, 3, 1], match: [0, 2, 0], commit: 2),
            Success(1, 0, 1), "NewMatchIndex"),
        V("a-success-of-an-older-term-is-for-nobody", "paper, 5.1",
            "If a server receives a request with a stale term number, it rejects the request", Leader(3, Log(1, 3)),
            Success(1, 0, 2),
            "IsOfOlderTerm: true"),
        V("a-reply-of-a-newer-term-ends-the-leadership", "paper, 5.1",
            "If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to follower",
            Leader(1, Log(1)), Refusal(3, 0), "AdoptTerm", "ConvertToFollower"),
        V("a-reply-to-who-leads-no-more", "ours", "only a leader has a nextIndex", Follower(2), Success(2, 0, 1)),
        V("a-reply-of-a-stranger", "ours", "a server that this leader has never known has no matchIndex",
            Leader(1, Log(1)), Success(1, 0, 1, from: S4)).Among(4),
        V("a-refusal-steps-back-by-one", Figure, Fails, Leader(1, Log(1, 1, 1)), Refusal(1, 3), "RefusesNextIndex: true",
            "SteppedBack"),
        V("a-refusal-that-comes-twice-steps-back-once", "ours", "only a refusal of what nextIndex stands for now moves it",
            Leader(1, Log(1, 1, 1), next: [4, 3, 4]), Refusal(1, 3), "RefusesNextIndex: false"),
        V("a-refusal-never-steps-back-behind-matchIndex", Figure, Monotonic,
            Leader(1, Log(1, 1, 1), next: [4, 2, 4], match: [0, 1, 0]), Refusal(1, 1), "SteppedBack"),
        V("by-conflict-term-that-the-leader-has", "paper, 5.3", Bypass, Leader(5, Log(1, 2, 2, 3)),
            Refusal(5, 4, new Conflict(2, 2)),
            "SteppedBack").Under(ByTerm),
        V("by-conflict-term-at-the-very-place", "paper, 5.3", Bypass, Leader(5, Log(1, 2, 2)), Refusal(5, 3, new Conflict(2, 2)),
            "SteppedBack").Under(ByTerm),
        V("by-conflict-term-that-the-leader-lacks", "paper, 5.3", Bypass, Leader(5, Log(1, 1, 4, 4)),
            Refusal(5, 4, new Conflict(3, 3)),
            "SteppedBack").Under(ByTerm),
        V("by-conflict-term-where-the-log-is-too-short", "paper, 5.3", Bypass, Leader(5, Log(1, 1, 4, 4)),
            Refusal(5, 4, TooShort),
            "SteppedBack").Under(ByTerm));
}
