namespace Raft.Coyote.Conformance.Readers;

/// <summary>
/// Reads one format: turns a line into an observation, and knows the facts of its format, what is logged before a change and what
/// after it. What is no line of it is refused with a <see cref="Traces.TraceFormatException"/>.
/// </summary>
internal interface IReader
{
    /// <summary>Whether the trace shows what is on disk; if not, all that a server shows is taken to be.</summary>
    bool ShowsPersistence { get; }

    /// <summary>What traces of this format do not show.</summary>
    IReadOnlyList<string> NotShown { get; }

    /// <summary>What the trace calls a server.</summary>
    string NameOf(int server);

    /// <summary>Reads the current line.</summary>
    /// <returns>False if the line says nothing about a server.</returns>
    bool Read(LogLines lines, Observation into);
}
