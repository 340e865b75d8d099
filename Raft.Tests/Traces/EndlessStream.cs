namespace Raft.Tests.Traces;

/// <summary>A stream that says the same for ever.</summary>
/// <param name="again">What it says again and again.</param>
/// <param name="first">What it says before that.</param>
internal sealed class EndlessStream(byte[] again, byte[]? first = null) : Stream
{
    private byte[] current = first ?? again;
    private int position;

    public long Taken { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        for (var filled = 0; filled < count;)
        {
            var piece = Math.Min(count - filled, current.Length - position);
            current.AsSpan(position, piece).CopyTo(buffer.AsSpan(offset + filled));
            (filled, position) = (filled + piece, position + piece);
            (current, position) = position == current.Length ? (again, 0) : (current, position);
        }

        Taken += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
