namespace Raft.Coyote.Traces;

/// <summary>Files that are there whole, or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file under another name beside it, and gives it its name when all is on the disk.</summary>
    /// <param name="path">The file. If there is one, it stays as it is until the new one takes its place.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <param name="check">Is given the unfinished file before it takes its name; throws if it is not to.</param>
    public static void Write(string path, Action<Stream> write, Action<string>? check = null)
    {
        var unfinished = $"{path}.{Path.GetRandomFileName()}.unfinished";
        try
        {
            using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            check?.Invoke(unfinished);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
