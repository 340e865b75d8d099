namespace Raft.Coyote.Conformance.Guests;

/// <summary>A guest did not answer, or not as specs/STEP.md says.</summary>
internal sealed class GuestException(string message) : Exception(message);
