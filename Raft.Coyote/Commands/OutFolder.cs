using System.Globalization;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>The folder that traces are written to. It is not made before there is one.</summary>
internal sealed class OutFolder
{
    private readonly string path;

    /// <summary>The folder of a path.</summary>
    /// <exception cref="BadUsageException">It cannot be written to.</exception>
    public OutFolder(string path)
    {
        this.path = path;
        RefuseUnwritable();
    }

    /// <summary>Writes the trace of a violation.</summary>
    public Finding Write(Trace trace)
    {
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, NameOf(trace.Header));
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
            var probe = Path.Combine(NearestThatExists(Path.GetFullPath(path)), Path.GetRandomFileName());
            using var file = new FileStream(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BadUsageException($"--out expects a folder that can be written to, came \"{path}\"");
        }
    }

    private static string NearestThatExists(string folder) =>
        Path.Exists(folder) || Path.GetDirectoryName(folder) is not { } around ? folder : NearestThatExists(around);
}

/// <summary>A violation, with its trace on disk.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="File">Its file.</param>
internal sealed record Finding(Trace Trace, string File)
{
    /// <summary>The command that replays it.</summary>
    public string ReplayCommand => $"{Ourselves.Command} replay {Shell.Quote(File)}";
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
