using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>All properties of specs/PROPERTIES.md, in a fixed order.</summary>
public static class Properties
{
    /// <summary>The names of all properties: safety first, then liveness.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Safety(ServerSet.Empty).Select(property => property.Name), .. Liveness().Select(property => property.Name)];

    /// <summary>
    /// Fresh instances of the safety properties, to judge one run. What goes wrong for others (two leaders, lost entries, wrong
    /// answers) comes before how it goes wrong inside a server, so that it gives its name to a happening that violates both.
    /// </summary>
    public static IReadOnlyList<Property> Safety(ServerSet servers) =>
    [
        new ElectionSafety(),
        new LogMatching(servers),
        new LeaderCompleteness(),
        new StateMachineSafety(servers),
        new CommittedNeverLost(servers),
        new Linearizability(),
        new LeaderAppendOnly(),
        new VoteOnce(),
        new DurableBeforeReply(servers),
        new MonotonicTerm(servers),
        new MonotonicCommit(),
        new MonotonicApplied(),
        new MonotonicMatch(),
        new CommitWithinLog(),
        new PreVoteChangesNothing(),
        new PreVoteMajority(),
        new LeaderStickiness(),
        new QuorumCheck(),
        new SingleTransfer(),
        new TransferUpToDate(),
        new FreshReads(),
        new ExactlyOnce(),
    ];

    /// <summary>Fresh instances of the liveness properties, to judge one run.</summary>
    public static IReadOnlyList<LivenessProperty> Liveness() =>
    [
        new ALeaderIsElected(), new PendingWritesCommit(), new LogsConverge(), new ALeaderStays(), new TransfersEnd(),
        new NoReadWaitsForEver(),
    ];
}
