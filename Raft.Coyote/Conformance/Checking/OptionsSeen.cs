namespace Raft.Coyote.Conformance.Checking;

/// <summary>What the paper leaves open or a later chapter adds, when a trace is seen to do it.</summary>
internal static class OptionsSeen
{
    /// <summary>Section 9.6 of the dissertation.</summary>
    public const string PreVote = "pre-vote";

    /// <summary>Section 4.2.3 of the dissertation.</summary>
    public const string Stickiness = "a server that has heard a leader leaves candidates alone";

    /// <summary>Section 6.2 of the dissertation, or a leader that was removed.</summary>
    public const string StepDown = "a leader steps down on its own (check-quorum, or it was removed)";

    /// <summary>Section 8.</summary>
    public const string NoOp = "a leader begins with an entry of its own";

    /// <summary>Section 4.1 of the dissertation.</summary>
    public const string Changes = "changes of the configuration";

    /// <summary>Section 6.</summary>
    public const string Joint = "joint consensus";

    /// <summary>Section 7.</summary>
    public const string Snapshots = "snapshots are sent";

    /// <summary>A cluster that begins with its first configuration in its logs.</summary>
    public const string Bootstrap = "the first configuration is in the logs from the start";

    /// <summary>Section 5.4.2 forbids it.</summary>
    public const string OlderTerms =
        "entries of older terms are committed by counting, which section 5.4.2 forbids; known of this implementation, and let pass";
}
