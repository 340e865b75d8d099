using System.Globalization;
using System.Text;

namespace Raft.Coyote.Traces.Show;

/// <summary>
/// Text that Mermaid takes as text. Semicolons and line breaks end its statements, a number sign begins one of its entities, two
/// per cent signs a comment or a directive, and an angle bracket a tag: all that is not plain is written as an entity. Spaces
/// stand alone: Mermaid, when it wraps a text, fails on a word without letters.
/// </summary>
internal static class MermaidText
{
    private const string Plain = " .,@()=+-_/'!?";

    /// <summary>The text in Mermaid's spelling.</summary>
    public static string Of(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var next = Escape(rune);
            var isSecondSpace = next == " " && escaped.Length > 0 && escaped[^1] == ' ';
            escaped.Append(isSecondSpace ? "" : next);
        }

        return WithoutStyles(escaped.ToString());
    }

    private static string Escape(Rune rune)
    {
        var isPlain = Rune.IsLetterOrDigit(rune) || (rune.IsAscii && Plain.Contains((char)rune.Value, StringComparison.Ordinal));
        var isSeen = !Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
        return (isPlain, isSeen) switch
        {
            (true, _) => rune.ToString(),
            (_, true) => $"#{rune.Value};",
            _ => " ",
        };
    }

    /// <summary>Mermaid takes the semicolon from a line in which one of these words stands before an entity.</summary>
    private static string WithoutStyles(string text) => text
        .Replace("style", "#115;tyle", StringComparison.Ordinal)
        .Replace("classDef", "#99;lassDef", StringComparison.Ordinal);
}
