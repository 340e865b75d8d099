namespace Raft.Coyote.Traces;

/// <summary>A line that somebody may complain of.</summary>
internal interface ILine
{
    /// <summary>The line without its line feed.</summary>
    ReadOnlyMemory<byte> Line { get; }

    /// <summary>What is wrong with the line.</summary>
    TraceFormatException Problem(string problem);

    /// <summary>What is wrong with a field of the line.</summary>
    TraceFormatException Problem(string field, string problem);
}

/// <summary>A line that came alone, and not in a file.</summary>
internal sealed class OneLine(byte[] line) : ILine
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Line => line;

    /// <inheritdoc/>
    public TraceFormatException Problem(string problem) => Problem("", problem);

    /// <inheritdoc/>
    public TraceFormatException Problem(string field, string problem) => new("answer", 1, field, problem);
}
