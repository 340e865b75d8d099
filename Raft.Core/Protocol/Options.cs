namespace Raft.Core.Protocol;

/// <summary>
/// What the paper leaves open, or what we keep for comparison. The defaults are Figure 2's. What the later chapters add is
/// off by default; the option for it stands in the file of its chapter, in the folder Extensions.
/// </summary>
/// <param name="BackTracking">How a leader finds where a follower's log parts from its own.</param>
/// <param name="CommitRule">How many servers must hold an entry before it is committed. Only a quorum is Raft.</param>
/// <param name="NoOpAtElection">
/// "Each leader [commits] a blank no-op entry into the log at the start of its term" (section 8).
/// </param>
/// <param name="EmptyHeartbeats">Heartbeats carry no entries, even to a follower that lacks some.</param>
/// <param name="MaxEntriesPerAppend">
/// The most entries that one AppendEntries carries ("may send more than one for efficiency"); at least 1.
/// </param>
public sealed partial record Options(
    BackTracking BackTracking = BackTracking.OneStep,
    CommitRule CommitRule = CommitRule.Quorum,
    bool NoOpAtElection = true,
    bool EmptyHeartbeats = true,
    int MaxEntriesPerAppend = int.MaxValue);

/// <summary>How a leader back-tracks after a refusal.</summary>
public enum BackTracking
{
    /// <summary>"Decrement nextIndex and retry" (Figure 2).</summary>
    OneStep,

    /// <summary>"Bypass all of the conflicting entries in that term" (section 5.3, end).</summary>
    ByConflictTerm,
}

/// <summary>When an entry counts as committed.</summary>
public enum CommitRule
{
    /// <summary>Raft: a majority holds it.</summary>
    Quorum,

    /// <summary>Synchronous replication: all servers hold it. Safe, and blocked by one server that is down.</summary>
    AllServers,

    /// <summary>Asynchronous replication: the leader holds it. Never blocked, and loses what it acknowledged.</summary>
    LeaderAlone,
}
