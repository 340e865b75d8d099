namespace Raft.Coyote.Scenarios;

/// <summary>All scenarios, in the order in which they run.</summary>
public static class AllScenarios
{
    /// <summary>The scenarios.</summary>
    public static IReadOnlyList<Scenario> InOrder { get; } =
    [
        FirstElectionAmong3.Scenario,
        FirstElectionAmong5.Scenario,
        ContestedElections.Scenario,
        LaggingFollowers.Scenario,
        LossyNetwork.Scenario,
        Partitions.Scenario,
        CrashAndRestart.Scenario,
        LostWrites.Scenario,
        ConcurrentClients.Scenario,
        ManyTerms.Scenario,
        TornVotes.Scenario,
        OldAcknowledgements.Scenario,
        Everything.Scenario,
        Healing.Scenario,
        OneServerDown.Scenario,
        SingleServerChanges.Scenario,
        JointChanges.Scenario,
        ChangesThatEnd.Scenario,
        ChangesOfLeadership.Scenario,
        ContestedPreVotes.Scenario,
        DisturbedLeader.Scenario,
        Snapshots.Scenario,
        Snapshots.OfSplits,
        SnapshotsHealing.Scenario,
        ReadsWithoutLog.Scenario,
        Leases.Scenario,
        Leases.Transfers,
        Leases.Restarts,
        SessionsAndRetries.Scenario,
        HealingReads.Scenario,
        Pipelining.Scenario,
        SlowDisks.Scenario,
        SlowDisks.OldWrites,
        FailingDisks.Scenario,
        FlowAndDisksHeal.Scenario,
        AllChapters.Scenario,
        AllChapters.Healing,
    ];

    /// <summary>Those of Figure 2 alone, with no option, order or fault of a later chapter.</summary>
    public static IReadOnlyList<Scenario> OfFigure2 { get; } =
        [.. InOrder.TakeWhile(scenario => scenario != SingleServerChanges.Scenario)];

    /// <summary>Scenarios that show what goes wrong where Raft is not kept to: they run only when they are asked for.</summary>
    public static IReadOnlyList<Scenario> OnlyByName { get; } = [LocalReads.Scenario, ClockSkew.Scenario];

    /// <summary>The scenario of a name; null when there is none.</summary>
    public static Scenario? Find(string name) => InOrder.Concat(OnlyByName).FirstOrDefault(scenario => scenario.Name == name);
}
