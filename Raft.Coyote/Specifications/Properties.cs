using Raft.Core.Protocol;
using Raft.Coyote.Specifications.Claims;

namespace Raft.Coyote.Specifications;

/// <summary>All properties of specs/PROPERTIES.md, in a fixed order.</summary>
public static class Properties
{
    /// <summary>The names of all properties: safety first, then liveness.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Safety(ServerSet.Empty).Select(property => property.Name), .. Liveness().Select(property => property.Name)];

    /// <summary>
    /// The claims of specs/CLAIMS.md that sound like properties and that Raft does not keep. They judge only where they are asked
    /// for.
    /// </summary>
    public static IReadOnlyList<string> FalseClaims { get; } = [.. Claims(ServerSet.Empty).Select(claim => claim.Name)];

    /// <summary>What is judged only of servers that are processes of somebody else's.</summary>
    public static IReadOnlyList<string> OfGuests { get; } = [new AnswersInProtocol().Name];

    /// <summary>All that may be asked for by name.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Names, .. FalseClaims, .. OfGuests];

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
        new ConfigurationSafety(servers),
        new PreVoteChangesNothing(),
        new PreVoteMajority(),
        new LeaderStickiness(),
        new QuorumCheck(),
        new SingleTransfer(),
        new TransferUpToDate(),
        new SnapshotEqualsPrefix(servers),
        new FreshReads(),
        new ExactlyOnce(),
        new LimitInFlight(servers),
        new BatchWithinLimit(),
        new BackPressure(),
        new CorruptNeverServed(),
    ];

    /// <summary>Fresh instances of the liveness properties, to judge one run.</summary>
    public static IReadOnlyList<LivenessProperty> Liveness() =>
    [
        new ALeaderIsElected(), new PendingWritesCommit(), new LogsConverge(), new AChangeEnds(), new ALeaderStays(),
        new TransfersEnd(), new NoReadWaitsForEver(), new BusyClientsAreServed(),
    ];

    /// <summary>Fresh instances of the false claims, to judge one run.</summary>
    public static IReadOnlyList<Property> Claims(ServerSet servers) =>
        [new LongerLogExtendsShorter(servers), new AQuorumCommits(servers)];
}
