namespace Raft.Coyote.Traces;

/// <summary>Opens a file that the user named.</summary>
internal static class InputFile
{
    /// <summary>Opens it to be read.</summary>
    /// <exception cref="TraceFormatException">It cannot be read.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw Unreadable(path, "it is a directory");
        }

        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable(path, "there is no such file");
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, exception.Message);
        }
    }

    /// <summary>That a file cannot be read, and why.</summary>
    public static TraceFormatException Unreadable(string path, string why) =>
        new(path, 1, $"expected a trace, cannot read it: {why}");
}
