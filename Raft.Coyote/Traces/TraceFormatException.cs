namespace Raft.Coyote.Traces;

/// <summary>
/// A file is no trace: where, what was expected there, and what came. Always one line: <c>FILE:LINE: expected ..., came ...</c>
/// </summary>
public sealed class TraceFormatException : Exception
{
    internal TraceFormatException(string file, int line, string problem)
        : base(OnOneLine($"{file}:{line}: {problem}"))
    {
        File = file;
        Line = line;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>What comes from outside, a file's name included, may hold anything; it must not break the line.</summary>
    private static string OnOneLine(string text) =>
        string.Concat(text.Select(character => IsPrintable(character) ? character : '?'));

    private static bool IsPrintable(char character) => !char.IsControl(character) && character is not ('\u2028' or '\u2029');
}
