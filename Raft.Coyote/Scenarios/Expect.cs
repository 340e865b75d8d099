namespace Raft.Coyote.Scenarios;

/// <summary>
/// The properties that a run of a scenario must exercise: with none of its occasions met, a property that holds says nothing.
/// </summary>
internal static class Expect
{
    /// <summary>Where leaders are elected.</summary>
    public static readonly IReadOnlyList<string> Elections =
        ["Election Safety", "Vote Once", "Durable Before Reply", "Monotonic Term"];

    /// <summary>Where clients write too.</summary>
    public static readonly IReadOnlyList<string> Replication =
    [
        .. Elections, "Log Matching", "Leader Completeness", "State Machine Safety", "Linearizability", "Leader Append-Only",
        "Monotonic Commit", "Monotonic Applied", "Monotonic Match", "Commit Within Log",
    ];

    /// <summary>Where servers crash as well.</summary>
    public static readonly IReadOnlyList<string> Crashes = [.. Replication, "Committed Never Lost"];

    /// <summary>Where pre-votes are asked for, leaders check whom they hear, and hand over.</summary>
    public static readonly IReadOnlyList<string> Leadership =
    [
        .. Replication, "Pre-Vote Changes Nothing", "Pre-Vote Majority", "Leader Stickiness", "Quorum Check", "Single Transfer",
        "Transfer Up To Date",
    ];

    /// <summary>Where faults end and all must end well.</summary>
    public static readonly IReadOnlyList<string> Liveness = ["A Leader Is Elected", "Pending Writes Commit", "Logs Converge"];

    /// <summary>Where faults end and leaders must stay, and end what they began.</summary>
    public static readonly IReadOnlyList<string> SteadyLeadership = [.. Liveness, "A Leader Stays", "Transfers End"];
}
