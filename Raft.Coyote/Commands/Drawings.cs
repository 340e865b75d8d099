using System.Text;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>
/// The drawings of a trace that the user asked for, each with the file that it goes to. All are made before the first is written;
/// they are written beside their files and renamed at the end, so a drawing is there wholly or not at all.
/// </summary>
/// <param name="source">The trace's file, which is not to be overwritten.</param>
/// <param name="isJson">Whether standard output is kept for one document.</param>
internal sealed class Drawings(string source, bool isJson)
{
    private const string StandardOutput = "-";

    private readonly List<Drawing> all = [];

    /// <summary>Whether nothing is drawn.</summary>
    public bool IsNone => all.Count == 0;

    /// <summary>Whether one of the drawings goes to standard output.</summary>
    public bool UseOutput => all.Any(drawing => drawing.IsToOutput);

    /// <summary>What is drawn into a file, and which one.</summary>
    public IEnumerable<(string What, string File)> Files =>
        all.Where(drawing => !drawing.IsToOutput).Select(drawing => (drawing.What, drawing.File));

    /// <summary>Asks for a drawing, unless no file is given.</summary>
    public void Add(string what, string option, string? file, Func<Trace, string> draw)
    {
        if (file is not null)
        {
            var drawing = new Drawing(what, option, file, draw);
            RefuseUseless(drawing);
            all.Add(drawing);
        }
    }

    /// <summary>Draws, and writes what was drawn.</summary>
    public void Write(Trace trace, TextWriter output)
    {
        var drawn = all.Select(drawing => (drawing, text: drawing.Draw(trace))).ToList();
        WriteFiles([.. drawn.Where(each => !each.drawing.IsToOutput)]);
        foreach (var (_, text) in drawn.Where(each => each.drawing.IsToOutput))
        {
            output.Write(text);
        }
    }

    private void RefuseUseless(Drawing drawing)
    {
        if (drawing.File.Length == 0 || Directory.Exists(drawing.File))
        {
            throw Unwritable(drawing);
        }

        if (drawing.IsToOutput && isJson)
        {
            throw new BadUsageException($"{drawing.Option} - and --json both want standard output; name a file");
        }

        if (all.Find(other => IsSame(other.File, drawing.File)) is { } taken)
        {
            throw new BadUsageException($"{taken.Option} and {drawing.Option} both go to \"{drawing.File}\"; name two files");
        }

        if (!drawing.IsToOutput && IsSame(drawing.File, source))
        {
            throw new BadUsageException($"{drawing.Option} would overwrite the trace \"{drawing.File}\"; name another file");
        }
    }

    private static bool IsSame(string one, string other) =>
        one == other || (one.Length > 0 && other.Length > 0 && Path.GetFullPath(one) == Path.GetFullPath(other));

    private static void WriteFiles(List<(Drawing Drawing, string Text)> drawn)
    {
        var unfinished = new List<(Drawing Drawing, string File)>();
        try
        {
            foreach (var (drawing, text) in drawn)
            {
                unfinished.Add((drawing, $"{drawing.File}.{Path.GetRandomFileName()}.unfinished"));
                InFolder(drawing, () => WriteNew(unfinished[^1].File, text));
            }

            unfinished.ForEach(each => InFolder(each.Drawing, () => File.Move(each.File, each.Drawing.File, overwrite: true)));
        }
        finally
        {
            unfinished.ForEach(each => DeleteIfThere(each.File));
        }
    }

    private static void WriteNew(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private static void InFolder(Drawing drawing, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(drawing);
        }
    }

    private static BadUsageException Unwritable(Drawing drawing) =>
        new($"{drawing.Option} expects a file that can be written, came \"{drawing.File}\"");

    private static void DeleteIfThere(string file)
    {
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    private sealed record Drawing(string What, string Option, string File, Func<Trace, string> Draw)
    {
        public bool IsToOutput => File == StandardOutput;
    }
}
