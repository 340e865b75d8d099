using Raft.Core.Protocol;

namespace Raft.Coyote.Mutants;

/// <summary>The names of the properties that the catalogue speaks of, and which of them fall together.</summary>
internal static class PropertyName
{
    public const string ElectionSafety = "Election Safety";
    public const string LeaderAppendOnly = "Leader Append-Only";
    public const string LogMatching = "Log Matching";
    public const string LeaderCompleteness = "Leader Completeness";
    public const string StateMachineSafety = "State Machine Safety";
    public const string CommittedNeverLost = "Committed Never Lost";
    public const string VoteOnce = "Vote Once";
    public const string DurableBeforeReply = "Durable Before Reply";
    public const string MonotonicTerm = "Monotonic Term";
    public const string MonotonicCommit = "Monotonic Commit";
    public const string MonotonicApplied = "Monotonic Applied";
    public const string MonotonicMatch = "Monotonic Match";
    public const string CommitWithinLog = "Commit Within Log";
    public const string FreshReads = "Fresh Reads";
    public const string ExactlyOnce = "Exactly Once";
    public const string Linearizability = "Linearizability";
    public const string PreVoteChangesNothing = "Pre-Vote Changes Nothing";
    public const string PreVoteMajority = "Pre-Vote Majority";
    public const string LeaderStickiness = "Leader Stickiness";
    public const string QuorumCheck = "Quorum Check";
    public const string SingleTransfer = "Single Transfer";
    public const string TransferUpToDate = "Transfer Up To Date";
    public const string ALeaderStays = "A Leader Stays";
    public const string TransfersEnd = "Transfers End";
    public const string ALeaderIsElected = "A Leader Is Elected";
    public const string PendingWritesCommit = "Pending Writes Commit";
    public const string LogsConverge = "Logs Converge";
    public const string NoReadWaitsForEver = "No Read Waits For Ever";

    /// <summary>A committed entry is lost: a leader without it is elected, others apply another in its place.</summary>
    public static readonly Sequence<string> LostEntries =
        [LeaderCompleteness, CommittedNeverLost, StateMachineSafety, CommitWithinLog, Linearizability];

    /// <summary>A leader believes that a follower has what it lacks: it commits too early, and never sends it.</summary>
    public static readonly Sequence<string> FalseProgress = [.. LostEntries, PendingWritesCommit, LogsConverge];

    /// <summary>Two leaders in a term: each fills the same indices, and what one commits the other overwrites.</summary>
    public static readonly Sequence<string> TwoLeaders = [ElectionSafety, LogMatching, .. LostEntries];

    /// <summary>A server votes for two candidates in a term, so that both may win.</summary>
    public static readonly Sequence<string> TwoVotes = [VoteOnce, .. TwoLeaders];

    /// <summary>Nothing moves any more.</summary>
    public static readonly Sequence<string> NoProgress = [ALeaderIsElected, PendingWritesCommit, LogsConverge, NoReadWaitsForEver];

    /// <summary>A read is answered from a state that is past.</summary>
    public static readonly Sequence<string> StaleReads = [FreshReads, Linearizability];
}
