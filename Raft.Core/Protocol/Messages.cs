namespace Raft.Core.Protocol;

/// <summary>
/// What one server sends to another. The paper's RPCs pair an answer with its request; our network carries
/// them as two messages, which may be lost, late, doubled and out of order. So each reply says what it answers.
/// </summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="Term">The sender's currentTerm, "for receiver to update itself".</param>
public abstract record Message(ServerId From, ServerId To, long Term);

/// <summary>"Invoked by candidates to gather votes (section 5.2)." <c>From</c> is the paper's candidateId.</summary>
/// <param name="From">The candidate requesting the vote.</param>
/// <param name="To">The server asked.</param>
/// <param name="Term">The candidate's term.</param>
/// <param name="LastLogIndex">Index of the candidate's last log entry (section 5.4).</param>
/// <param name="LastLogTerm">Term of the candidate's last log entry (section 5.4).</param>
public sealed partial record RequestVote(ServerId From, ServerId To, long Term, long LastLogIndex, long LastLogTerm)
    : Message(From, To, Term);

/// <summary>The result of a RequestVote.</summary>
/// <param name="From">The server that was asked.</param>
/// <param name="To">The candidate.</param>
/// <param name="Term">currentTerm, for the candidate to update itself.</param>
/// <param name="VoteGranted">True means that the candidate received the vote.</param>
public sealed record RequestVoteReply(ServerId From, ServerId To, long Term, bool VoteGranted) : Message(From, To, Term);

/// <summary>
/// "Invoked by leader to replicate log entries (section 5.3); also used as heartbeat (section 5.2)." <c>From</c> is the
/// paper's leaderId, "so follower can redirect clients".
/// </summary>
/// <param name="From">The leader.</param>
/// <param name="To">The follower.</param>
/// <param name="Term">The leader's term.</param>
/// <param name="PrevLogIndex">Index of the log entry immediately preceding the new ones.</param>
/// <param name="PrevLogTerm">Term of that entry.</param>
/// <param name="Entries">Log entries to store (empty for a heartbeat).</param>
/// <param name="LeaderCommit">The leader's commitIndex.</param>
public sealed partial record AppendEntries(
    ServerId From, ServerId To, long Term, long PrevLogIndex, long PrevLogTerm, Sequence<Entry> Entries, long LeaderCommit)
    : Message(From, To, Term)
{
    /// <summary>Index of the last new entry; with no entries, the one that precedes them.</summary>
    public long LastNewIndex => PrevLogIndex + Entries.Count;
}

/// <summary>The result of an AppendEntries.</summary>
/// <param name="From">The follower.</param>
/// <param name="To">The leader.</param>
/// <param name="Term">currentTerm, for the leader to update itself.</param>
/// <param name="Success">True if the follower contained an entry matching prevLogIndex and prevLogTerm.</param>
/// <param name="PrevLogIndex">Added: the prevLogIndex of the request that this answers.</param>
/// <param name="MatchIndex">Added: on success, the index up to which the follower's log is now known to match; else 0.</param>
/// <param name="Conflict">On a refusal for the log, where the logs part (section 5.3, end), when back-tracking uses it.</param>
public sealed partial record AppendEntriesReply(
    ServerId From, ServerId To, long Term, bool Success, long PrevLogIndex, long MatchIndex, Conflict? Conflict = null)
    : Message(From, To, Term);

/// <summary>
/// "The follower can include the term of the conflicting entry and the first index it stores for that term" (section 5.3).
/// </summary>
/// <param name="Term">Term of the conflicting entry; null when the follower's log is too short to have one.</param>
/// <param name="FirstIndex">The first index that the follower stores for that term; else the one after its last.</param>
public sealed record Conflict(long? Term, long FirstIndex);
