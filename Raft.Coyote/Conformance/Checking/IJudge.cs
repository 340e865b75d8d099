namespace Raft.Coyote.Conformance.Checking;

/// <summary>Judges what servers logged, one observation after the other.</summary>
internal interface IJudge
{
    /// <summary>Judges one observation.</summary>
    /// <returns>Why no execution of Raft explains it; null when one does.</returns>
    Refusal? Judge(Observation seen);
}
