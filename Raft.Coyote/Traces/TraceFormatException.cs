namespace Raft.Coyote.Traces;

/// <summary>
/// A file is no trace: where, what was expected there, and what came. Always one line: <c>FILE:LINE: expected ..., came ...</c>
/// </summary>
public sealed class TraceFormatException : Exception
{
    internal TraceFormatException(string file, int line, string problem)
        : this(file, line, "", problem)
    {
    }

    internal TraceFormatException(string file, int line, string field, string problem)
        : base(OnOneLine(field.Length == 0 ? $"{file}:{line}: {problem}" : $"{file}:{line}: {field}: {problem}"))
    {
        File = file;
        Line = line;
        Field = OnOneLine(field);
        Problem = OnOneLine(problem);
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The field of that line, such as <c>after.log[0].term</c>; empty when it is the whole line.</summary>
    public string Field { get; }

    /// <summary>What was expected there, and what came.</summary>
    public string Problem { get; }

    /// <summary>The field and what is wrong with it, where it goes without saying which file and line it is.</summary>
    internal string InLine => Field.Length == 0 ? Problem : $"{Field}: {Problem}";

    /// <summary>What comes from outside, a file's name included, may hold anything; it must not break the line.</summary>
    private static string OnOneLine(string text) =>
        string.Concat(text.Select(character => IsPrintable(character) ? character : '?'));

    private static bool IsPrintable(char character) => !char.IsControl(character) && character is not ('\u2028' or '\u2029');
}
