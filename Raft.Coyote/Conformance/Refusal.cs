namespace Raft.Coyote.Conformance;

/// <summary>How a trace is judged.</summary>
internal enum Level
{
    /// <summary>
    /// By what holds of Raft whatever a server does in between: terms, votes, logs and commits as they were seen.
    /// </summary>
    Properties,

    /// <summary>By each step: it must be one that the reference allows from the state before.</summary>
    Steps,
}

/// <summary>An event that no execution of Raft explains.</summary>
/// <param name="Name">What broke, in a word or three.</param>
/// <param name="Expected">What the reference would have allowed there.</param>
/// <param name="Came">What the trace says.</param>
/// <param name="Rule">The rule of the paper that forbids it.</param>
/// <param name="State">The state that the reference was in for that server.</param>
internal sealed record Refusal(string Name, string Expected, string Came, PaperRule Rule, string State);

/// <summary>A refusal, and where in the trace it stands.</summary>
/// <param name="Level">The level that refuses.</param>
/// <param name="Line">The number of the line, from 1.</param>
/// <param name="Text">What the line says, shortened.</param>
/// <param name="Refusal">Why.</param>
internal sealed record Refused(Level Level, int Line, string Text, Refusal Refusal);
