namespace Raft.Coyote.Conformance.Steps;

/// <summary>Why no server can be in a state, or be sent an input.</summary>
/// <param name="Field">Where.</param>
/// <param name="Problem">What was expected there, and what came.</param>
internal sealed record Impossibility(string Field, string Problem)
{
    /// <summary>That a number is too small.</summary>
    public static Impossibility? AtLeast(long least, string field, long came, string why) =>
        came >= least ? null : new(field, $"expected at least {least}, {why}, came {came}");

    /// <summary>That a number is too great.</summary>
    public static Impossibility? AtMost(long most, string field, long came, string why) =>
        came <= most ? null : new(field, $"expected at most {most}, {why}, came {came}");
}
