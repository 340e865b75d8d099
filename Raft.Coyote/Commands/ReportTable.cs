namespace Raft.Coyote.Commands;

/// <summary>A column of a table.</summary>
/// <param name="Title">What it is headed by.</param>
/// <param name="Width">How many characters it has; longer texts go on in the next line.</param>
/// <param name="IsNumber">Whether it is set against the right.</param>
internal sealed record Column(string Title, int Width, bool IsNumber = false);

/// <summary>A table of fixed widths, so that each row can be put out as soon as it is known.</summary>
internal sealed class ReportTable(params Column[] columns)
{
    private const string Gap = "  ";

    /// <summary>The titles, underlined.</summary>
    public IEnumerable<string> Head() =>
        Row([.. columns.Select(column => column.Title)]).Append(string.Join(Gap, columns.Select(Underline)));

    /// <summary>A row, on as many lines as its longest cell needs.</summary>
    public IEnumerable<string> Row(params string[] cells)
    {
        var wrapped = columns.Zip(cells, (column, cell) => Wrap(cell, column.Width).ToArray()).ToArray();
        for (var line = 0; line < wrapped.Max(cell => cell.Length); line++)
        {
            var number = line;
            yield return string.Join(Gap,
                columns.Zip(wrapped, (column, cell) => Place(column, cell.ElementAtOrDefault(number) ?? ""))).TrimEnd();
        }
    }

    /// <summary>Texts in the last column end where they end.</summary>
    private string Underline(Column column) =>
        new('-', column == columns[^1] && !column.IsNumber ? column.Title.Length : column.Width);

    private static string Place(Column column, string text) =>
        column.IsNumber ? text.PadLeft(column.Width) : text.PadRight(column.Width);

    /// <summary>Cuts a text into lines, after a space or a hyphen where there is one.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            var space = text.LastIndexOf(' ', width);
            var hyphen = text.LastIndexOf('-', width - 1) + 1;
            var cut = Math.Max(space, hyphen) is > 0 and var found ? found : width;
            yield return text[..cut].TrimEnd();
            text = text[cut..].TrimStart();
        }

        yield return text;
    }
}
