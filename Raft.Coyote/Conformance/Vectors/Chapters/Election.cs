using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Sections 5.1, 5.2 and 5.4.1: terms, elections, who votes for whom.</summary>
internal static class Election
{
    private const string Figure = "paper, Figure 2";
    private const string Stand =
        "If election timeout elapses without receiving AppendEntries RPC from current leader or granting vote to candidate: "
        + "convert to candidate";

    private const string Grant =
        "If votedFor is null or candidateId, and candidate's log is at least as up-to-date as receiver's log, grant vote";

    private const string UpToDate =
        "If the logs have last entries with different terms, then the log with the later term is more up-to-date. "
        + "If the logs end with the same term, then whichever log is longer is more up-to-date.";

    private const string Majority = "If votes received from majority of servers: become leader";
    private const string Older = "Reply false if term < currentTerm";
    private const string Newer =
        "If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to follower";

    public static readonly Chapter Chapter = new("election", "Leader election (sections 5.1, 5.2 and 5.4.1 of the paper)",
        V("a-follower-stands", Figure, Stand, Follower(1), new ElectionTimeout(),
            "OnElectionTimeout", "MayStandForElection: true", "AsksFirst: false", "ConvertToCandidate", "IsElected: false"),
        V("a-candidate-tells-its-last-entry", Figure, "lastLogIndex: index of candidate's last log entry",
            Follower(2, Log(1, 2), commit: 1), new ElectionTimeout(), "VoteRequest", "ServersToAsk"),
        V("a-candidate-stands-again", Figure, "If election timeout elapses: start new election",
            Candidate(2, votes: [S3], servers: 5), new ElectionTimeout(), "ConvertToCandidate"),
        V("a-candidate-that-stands-again-has-one-vote", Figure, "On conversion to candidate, start election: ... vote for self",
            Candidate(1), new ElectionTimeout(), "ConvertToCandidate", "IsElected: false"),
        V("a-leader-has-no-election-timeout", Figure, Stand, Leader(1), new ElectionTimeout(), "MustStepDown: false"),
        V("alone-it-is-elected-at-once", Figure, Majority, Follower(1, Log(1), servers: 1), new ElectionTimeout(),
            "IsElected: true", "MayCommit: true"),
        V("vote-granted", Figure, Grant, Follower(1), AskVote(2, 0, 0),
            "MayGrantVote: true", "HasNotVotedForAnother: true", "GrantVote", "IsOfNewerTerm: true", "AdoptTerm"),
        V("vote-granted-in-its-own-term", Figure, Grant, Follower(2), AskVote(2, 0, 0), "MayGrantVote: true",
            "IsOfNewerTerm: false"),
        V("the-same-vote-again", Figure, Grant, Follower(2, votedFor: S2), AskVote(2, 0, 0), "HasNotVotedForAnother: true"),
        V("vote-refused-it-voted-for-another", Figure, Grant, Follower(1, votedFor: S3), AskVote(1, 0, 0),
            "MayGrantVote: false", "HasNotVotedForAnother: false"),
        V("a-vote-of-the-term-before-does-not-bind", "paper, 5.2",
            "Each server will vote for at most one candidate in a given term",
            Follower(1, votedFor: S3), AskVote(2, 0, 0), "AdoptTerm", "GrantVote"),
        V("vote-refused-older-term", Figure, Older, Follower(3), AskVote(2, 5, 2), "IsOfOlderTerm: true", "RefuseOlderTerm"),
        V("vote-refused-longer-log-of-an-older-term", "paper, 5.4.1", UpToDate, Follower(2, Log(1, 2)), AskVote(3, 3, 1),
            "IsUpToDate: false", "AdoptTerm"),
        V("vote-refused-shorter-log-of-the-same-term", "paper, 5.4.1", UpToDate, Follower(1, Log(1, 1), commit: 1),
            AskVote(2, 1, 1),
            "IsUpToDate: false"),
        V("vote-granted-shorter-log-of-a-later-term", "paper, 5.4.1", UpToDate, Follower(2, Log(1, 1)), AskVote(3, 1, 2),
            "IsUpToDate: true"),
        V("vote-granted-equal-log", "paper, 5.4.1", UpToDate, Follower(2, Log(1, 2)), AskVote(3, 2, 2), "IsUpToDate: true"),
        V("vote-granted-longer-log-of-the-same-term", "paper, 5.4.1", UpToDate, Follower(2, Log(1, 2)), AskVote(3, 3, 2),
            "IsUpToDate: true"),
        V("vote-refused-older-log-though-asked-again", Figure, Grant, Follower(2, Log(1), votedFor: S2), AskVote(2, 0, 0),
            "HasNotVotedForAnother: true", "IsUpToDate: false"),
        V("a-leader-refuses-a-rival-of-its-term", Figure, Grant, Leader(1), AskVote(1, 0, 0), "HasNotVotedForAnother: false"),
        V("a-candidate-refuses-a-rival-of-its-term", Figure, Grant, Candidate(1), AskVote(1, 0, 0),
            "HasNotVotedForAnother: false"),
        V("a-leader-steps-down-for-a-newer-term-and-refuses", "paper, 5.1", Newer, Leader(1, Log(1), commit: 1), AskVote(2, 0, 0),
            "AdoptTerm", "ConvertToFollower", "IsUpToDate: false"),
        V("elected-by-a-majority", Figure, Majority, Candidate(1), Vote(1),
            "CountVote", "IsElected: true", "HasQuorum: true", "InitialProgress", "SendAppendEntriesToAll"),
        V("elected-with-a-log", Figure, "nextIndex[]: initialized to leader last log index + 1; matchIndex[]: initialized to 0",
            Candidate(3, Log(1, 2)), Vote(3), "InitialProgress", "AppendRequest"),
        V("elected-without-a-no-op", Figure, "Upon election: send initial empty AppendEntries RPCs (heartbeat) to each server",
            Candidate(3, Log(1, 2)), Vote(3), "SendAppendEntriesToAll").Under(Figure2 with { NoOpAtElection = false }),
        V("two-of-five-are-no-majority", Figure, Majority, Candidate(1, servers: 5), Vote(1), "IsElected: false",
            "HasQuorum: false"),
        V("half-of-four-is-no-majority", Figure, Majority, Candidate(1, servers: 4), Vote(1), "IsElected: false",
            "HasQuorum: false"),
        V("a-vote-that-comes-twice-counts-once", "ours", "a vote is a server's, not a message's",
            Candidate(1, votes: [S2], servers: 5), Vote(1), "CountVote", "IsElected: false"),
        V("a-vote-refused-does-not-count", Figure, "voteGranted: true means candidate received vote", Candidate(1),
            Vote(1, granted: false)),
        V("a-vote-of-an-older-term-does-not-count", "paper, 5.1",
            "If a server receives a request with a stale term number, it rejects the request", Candidate(2), Vote(1),
            "IsOfOlderTerm: true"),
        V("a-refusal-of-a-newer-term-ends-the-candidacy", "paper, 5.1", Newer, Candidate(1), Vote(2, granted: false),
            "AdoptTerm"),
        V("a-vote-too-late-changes-nothing-at-the-leader", "ours", "the election is over", Leader(1), Vote(1, from: S3)),
        V("a-vote-too-late-changes-nothing-at-a-follower", "ours", "the election is over", Follower(1, votedFor: S1), Vote(1)),
        V("a-candidate-follows-the-leader-of-its-term", Figure,
            "If AppendEntries RPC received from new leader: convert to follower",
            Candidate(1), Append(1, 0, 0), "ConvertToFollower", "OnAppendEntries"),
        V("a-vote-is-kept-when-the-leader-is-heard", "paper, 5.2",
            "Each server will vote for at most one candidate in a given term",
            Follower(1, votedFor: S2), Append(1, 0, 0), "ConvertToFollower"));
}
