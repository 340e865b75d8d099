using System.Security.Cryptography;

namespace Raft.Coyote.Traces;

/// <summary>
/// Reads a stream line by line, with a bound on what it keeps, and with the checksum of all lines before the current one.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="file">What it is called in messages.</param>
/// <param name="longest">How many bytes it may have in all.</param>
internal sealed class LineReader(Stream stream, string file, long longest = TraceFormat.LongestFile) : ILine, IDisposable
{
    private const byte LineFeed = (byte)'\n';

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] buffer = new byte[64 * 1024];
    private int lineStart;
    private int lineLength;
    private int filled;
    private long total;

    /// <summary>The number of the current line, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The current line without its line feed; valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlyMemory<byte> Line => buffer.AsMemory(lineStart, lineLength);

    /// <summary>SHA-256 of all bytes before the current line, in lower-case hexadecimal digits.</summary>
    public string ChecksumBefore => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <summary>Goes to the next line.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool Next()
    {
        LeaveLine();
        Number++;
        var unsearched = lineStart;
        int found;
        while ((found = buffer.AsSpan(unsearched, filled - unsearched).IndexOf(LineFeed)) < 0)
        {
            MakeRoom();
            unsearched = filled;
            if (!Fill())
            {
                return filled == 0 ? false : throw CutOff();
            }
        }

        lineLength = unsearched + found - lineStart;
        RefuseLongLine(lineLength);
        return true;
    }

    /// <summary>Leaves a line that <see cref="Next"/> refused; the checksum is none any more.</summary>
    /// <returns>Whether there is anything after it.</returns>
    public bool SkipLine()
    {
        int found;
        while ((found = buffer.AsSpan(lineStart, filled - lineStart).IndexOf(LineFeed)) < 0)
        {
            (lineStart, filled) = (0, 0);
            if (!Fill())
            {
                return false;
            }
        }

        lineLength = found;
        return true;
    }

    /// <summary>What is wrong with the current line.</summary>
    public TraceFormatException Problem(string problem) => new(file, Number, "", problem);

    /// <summary>What is wrong with a field of the current line.</summary>
    public TraceFormatException Problem(string field, string problem) => new(file, Number, field, problem);

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private void LeaveLine()
    {
        var consumed = Number == 0 ? 0 : lineLength + 1;
        hash.AppendData(buffer, lineStart, consumed);
        lineStart += consumed;
        lineLength = 0;
    }

    /// <summary>Moves the begun line to the front, and doubles the buffer if it is full.</summary>
    private void MakeRoom()
    {
        buffer.AsSpan(lineStart, filled - lineStart).CopyTo(buffer);
        (lineStart, filled) = (0, filled - lineStart);
        RefuseLongLine(filled);
        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, 2 * buffer.Length);
        }
    }

    private void RefuseLongLine(int length)
    {
        if (length > TraceFormat.LongestLine)
        {
            throw Problem($"expected a line of at most {TraceFormat.LongestLine} bytes, it has more");
        }
    }

    private TraceFormatException CutOff() =>
        Problem($"expected a line that ends in a line feed, the file ends after {filled} bytes of it: was it cut off?");

    private bool Fill()
    {
        var count = stream.Read(buffer.AsSpan(filled));
        filled += count;
        total += count;
        if (total > longest)
        {
            throw Problem($"expected a file of at most {longest} bytes, it has more");
        }

        return count > 0;
    }
}
