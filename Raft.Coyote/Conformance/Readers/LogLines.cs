using Raft.Coyote.Traces;

namespace Raft.Coyote.Conformance.Readers;

/// <summary>Reads a file line by line, and never keeps more of it than one line, which has a bound.</summary>
internal sealed class LogLines(Stream stream, string file, int longestLine = LogLines.LongestLine)
{
    /// <summary>A line has at most so many bytes.</summary>
    public const int LongestLine = 1024 * 1024;

    private const byte LineFeed = (byte)'\n';

    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int length;
    private int filled;

    /// <summary>The number of the current line, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Whether the current line ends in a line feed; only the last one may not.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The current line without its line feed; valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Line => buffer.AsSpan(start, length);

    /// <summary>Goes to the next line.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool Next()
    {
        start += length + (IsWhole ? 1 : 0);
        Number++;
        length = 0;
        for (var searched = start; ;)
        {
            var found = buffer.AsSpan(searched, filled - searched).IndexOf(LineFeed);
            if (found >= 0)
            {
                return Found(searched + found - start, isWhole: true);
            }

            MakeRoom();
            searched = filled;
            if (!Fill())
            {
                return filled > 0 && Found(filled, isWhole: false);
            }
        }
    }

    /// <summary>What is wrong with the current line.</summary>
    public TraceFormatException Problem(string problem) => new(file, Number, problem);

    private bool Found(int bytes, bool isWhole)
    {
        (length, IsWhole) = (bytes, isWhole);
        RefuseLongLine(bytes);
        return true;
    }

    /// <summary>Moves the begun line to the front, and doubles the buffer if it is full.</summary>
    private void MakeRoom()
    {
        buffer.AsSpan(start, filled - start).CopyTo(buffer);
        (start, filled) = (0, filled - start);
        RefuseLongLine(filled);
        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, 2 * buffer.Length);
        }
    }

    private void RefuseLongLine(int bytes)
    {
        if (bytes > longestLine)
        {
            throw Problem($"expected a line of at most {longestLine} bytes, it has more");
        }
    }

    private bool Fill()
    {
        var count = stream.Read(buffer.AsSpan(filled));
        filled += count;
        return count > 0;
    }
}
