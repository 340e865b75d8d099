using System.Globalization;
using System.Text;
using Raft.Core.Protocol;
using Raft.Coyote.Exploration.Shrinking;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Show;

namespace Raft.Coyote.Commands;

/// <summary>The folder that traces are written to. It is not made before there is one.</summary>
internal sealed class OutFolder
{
    /// <summary>The folder of a path.</summary>
    /// <exception cref="BadUsageException">It cannot be written to.</exception>
    public OutFolder(string path)
    {
        Path = path;
        RefuseUnwritable();
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Whether each trace is shrunk too.</summary>
    public bool Shrinks { get; init; } = true;

    /// <summary>Whether each trace gets a page beside it.</summary>
    public bool Draws { get; init; }

    /// <summary>Writes the trace of a violation, whole and shrunk.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="rules">The rules that ran, for some options.</param>
    public Finding Write(Trace trace, Func<Options, Rules> rules)
    {
        Directory.CreateDirectory(Path);
        var whole = Write(trace, System.IO.Path.Combine(Path, NameOf(trace.Header)));
        return whole with { Shrunk = Shrinks ? Shrink(whole, rules) : null };
    }

    private Finding Write(Trace trace, string file)
    {
        TraceWriter.Write(trace, file);
        if (Draws)
        {
            WholeFile.Write(PageName(file), stream => stream.Write(Encoding.UTF8.GetBytes(HtmlPage.Of(trace))));
        }

        return new Finding(trace, file);
    }

    /// <summary>What cannot be made shorter is told as it is.</summary>
    private Finding? Shrink(Finding whole, Func<Options, Rules> rules) =>
        Shrinker.Shrink(whole.Trace, rules).Shrunk is { } shrunk ? Write(shrunk, ShrunkName(whole.File)) : null;

    /// <summary>The name of the page beside a trace.</summary>
    public static string PageName(string file) => file[..^TraceFormat.FileEnding.Length] + ".html";

    /// <summary>The name of the short trace beside a trace.</summary>
    public static string ShrunkName(string file)
    {
        var isNamed = file.EndsWith(TraceFormat.FileEnding, StringComparison.Ordinal);
        var name = isNamed ? file[..^TraceFormat.FileEnding.Length] : file;
        return name.EndsWith(ShrunkEnding, StringComparison.Ordinal) ? file : $"{name}{ShrunkEnding}{TraceFormat.FileEnding}";
    }

    private const string ShrunkEnding = ".shrunk";

    private static string NameOf(Header header)
    {
        var mutant = header.Mutant is null ? "" : Guests.Ran(header.Mutant) ? "-server" : $"-{header.Mutant}";
        var driver = header.Driver == Driver.Coyote ? "" : $"-{Text.NameOf(header.Driver)}";
        return string.Create(CultureInfo.InvariantCulture,
            $"{header.Scenario}{driver}-{header.Seed}-{header.Schedule}{mutant}{TraceFormat.FileEnding}");
    }

    /// <summary>
    /// Better now than when there is something to lose. What does not exist yet can be made if the folder around it can be
    /// written to.
    /// </summary>
    private void RefuseUnwritable()
    {
        try
        {
            var nearest = NearestThatExists(System.IO.Path.GetFullPath(Path));
            var probe = System.IO.Path.Combine(nearest, System.IO.Path.GetRandomFileName());
            using var file = new FileStream(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BadUsageException($"--out expects a folder that can be written to, came \"{Path}\"");
        }
    }

    private static string NearestThatExists(string folder) =>
        System.IO.Path.Exists(folder) || System.IO.Path.GetDirectoryName(folder) is not { } around ? folder : NearestThatExists(around);
}

/// <summary>A violation, with its trace on disk.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="File">Its file.</param>
internal sealed record Finding(Trace Trace, string File)
{
    /// <summary>The short trace that shows the same; null when there is none.</summary>
    public Finding? Shrunk { get; init; }

    /// <summary>The trace that tells it best: the short one, where there is one.</summary>
    public Finding Shortest => Shrunk ?? this;

    /// <summary>How the user starts us.</summary>
    public string Command { get; init; } = Ourselves.Command;

    /// <summary>The page that shows it, where pages are made.</summary>
    public string Page => OutFolder.PageName(File);

    /// <summary>The command that replays it.</summary>
    public string ReplayCommand =>
        string.Join(' ', (string[])[Command, "replay", .. Guests.WordsFor(Trace.Header.Mutant).Append(File).Select(Shell.Quote)]);

    /// <summary>
    /// The violation as the files beside its trace tell it: whoever gets the folder does not know where it was made.
    /// </summary>
    public Finding InItsFolder => this with { File = Path.GetFileName(File), Command = "raft", Shrunk = Shrunk?.InItsFolder };
}

/// <summary>Commands that can be copied into a shell.</summary>
internal static class Shell
{
    private static bool IsPlain(char character) =>
        char.IsAsciiLetterOrDigit(character) || "-_./".Contains(character, StringComparison.Ordinal);

    /// <summary>A word as a shell takes it.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(IsPlain)
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
