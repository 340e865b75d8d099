namespace Raft.Coyote.Commands.Progress;

/// <summary>Reads the lines of a file whose last one may be torn, because whoever wrote it was killed.</summary>
internal static class WholeLines
{
    /// <summary>The lines that end in a line feed, without it.</summary>
    public static IEnumerable<byte[]> In(Stream stream)
    {
        using var line = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            var start = 0;
            int feed;
            while ((feed = Array.IndexOf(buffer, (byte)'\n', start, count - start)) >= 0)
            {
                line.Write(buffer, start, feed - start);
                yield return line.ToArray();
                line.SetLength(0);
                start = feed + 1;
            }

            line.Write(buffer, start, count - start);
        }
    }
}
