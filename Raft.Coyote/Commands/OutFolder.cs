using System.Globalization;
using Raft.Coyote.Traces;

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

    /// <summary>Writes the trace of a violation.</summary>
    public Finding Write(Trace trace)
    {
        Directory.CreateDirectory(Path);
        var file = System.IO.Path.Combine(Path, NameOf(trace.Header));
        TraceWriter.Write(trace, file);
        return new Finding(trace, file);
    }

    private static string NameOf(Header header)
    {
        var mutant = header.Mutant is null ? "" : $"-{header.Mutant}";
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
        System.IO.Path.Exists(folder) || System.IO.Path.GetDirectoryName(folder) is not { } around
            ? folder
            : NearestThatExists(around);
}

/// <summary>A violation, with its trace on disk.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="File">Its file.</param>
internal sealed record Finding(Trace Trace, string File)
{
    /// <summary>How the user starts us.</summary>
    public string Command { get; init; } = Ourselves.Command;

    /// <summary>The command that replays it.</summary>
    public string ReplayCommand => $"{Command} replay {Shell.Quote(File)}";

    /// <summary>
    /// The violation as the files beside its trace tell it: whoever gets the folder does not know where it was made.
    /// </summary>
    public Finding InItsFolder => this with { File = Path.GetFileName(File), Command = "raft" };
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
