using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Recorded;

/// <summary>Which rule of the paper says what a server does with an input.</summary>
internal static class RulesBehind
{
    /// <summary>The rule behind the part of a step that differs.</summary>
    public static PaperRule Of(Input input, string part) => (input, part) switch
    {
        (_, "durable") or (Restart, _) => Paper.Persistent,
        (_, "currentTerm") => input is ElectionTimeout ? Paper.ToCandidate : Paper.AdoptTerm,
        (_, "lastApplied" or "stateMachine") => Paper.Apply,
        (Receive { Message: AppendEntriesReply }, "commitIndex") or (ClientRequest, "commitIndex") => Paper.LeaderCommit,
        (_, "commitIndex") => Paper.FollowerCommit,
        (Receive { Message: RequestVote }, _) => Paper.GrantVote,
        (Receive { Message: RequestVoteReply }, _) => Paper.Elected,
        (Receive { Message: AppendEntries }, "effects") => Paper.ConsistencyCheck,
        (Receive { Message: AppendEntries }, _) => Paper.AppendNew,
        (Receive { Message: AppendEntriesReply }, _) => Paper.MatchIndex,
        (Receive { Message: InstallSnapshot or InstallSnapshotReply } or TakeSnapshot, _) => Paper.InstallSnapshot,
        (ElectionTimeout, _) => Paper.ToCandidate,
        (ClientRequest, _) => Paper.ClientAppend,
        (HeartbeatDue, _) => Paper.SendEntries,
        (ChangeMembers, _) => Paper.SingleChange,
        _ => Paper.LaterChapter,
    };
}
