namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// The properties that the explorer judges, in the order in which the judge of all runs names them: of several that fall at once
/// the first one counts. Each is called as its class.
/// </summary>
[Flags]
public enum Broken
{
    /// <summary>All hold.</summary>
    None = 0,

    /// <summary>See <see cref="Specifications.ElectionSafety"/>.</summary>
    ElectionSafety = 1,

    /// <summary>See <see cref="Specifications.LogMatching"/>.</summary>
    LogMatching = 1 << 1,

    /// <summary>See <see cref="Specifications.LeaderCompleteness"/>.</summary>
    LeaderCompleteness = 1 << 2,

    /// <summary>See <see cref="Specifications.StateMachineSafety"/>.</summary>
    StateMachineSafety = 1 << 3,

    /// <summary>See <see cref="Specifications.CommittedNeverLost"/>.</summary>
    CommittedNeverLost = 1 << 4,

    /// <summary>See <see cref="Specifications.LeaderAppendOnly"/>.</summary>
    LeaderAppendOnly = 1 << 5,

    /// <summary>See <see cref="Specifications.VoteOnce"/>.</summary>
    VoteOnce = 1 << 6,

    /// <summary>See <see cref="Specifications.DurableBeforeReply"/>.</summary>
    DurableBeforeReply = 1 << 7,

    /// <summary>See <see cref="Specifications.MonotonicTerm"/>.</summary>
    MonotonicTerm = 1 << 8,

    /// <summary>See <see cref="Specifications.MonotonicCommit"/>.</summary>
    MonotonicCommit = 1 << 9,

    /// <summary>See <see cref="Specifications.MonotonicApplied"/>.</summary>
    MonotonicApplied = 1 << 10,

    /// <summary>See <see cref="Specifications.MonotonicMatch"/>.</summary>
    MonotonicMatch = 1 << 11,

    /// <summary>See <see cref="Specifications.CommitWithinLog"/>.</summary>
    CommitWithinLog = 1 << 12,

    /// <summary>See <see cref="Specifications.ConfigurationSafety"/>.</summary>
    ConfigurationSafety = 1 << 13,

    /// <summary>See <see cref="Specifications.PreVoteChangesNothing"/>.</summary>
    PreVoteChangesNothing = 1 << 14,

    /// <summary>See <see cref="Specifications.SnapshotEqualsPrefix"/>.</summary>
    SnapshotEqualsPrefix = 1 << 15,
}
