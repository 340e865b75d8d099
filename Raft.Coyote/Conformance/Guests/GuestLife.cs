namespace Raft.Coyote.Conformance.Guests;

/// <summary>
/// All that a guest was asked since it was booted, and what it answered. What is inside its process cannot be copied; but a guest
/// is deterministic, so another process that is asked the same is the same server. That makes a guest a value, as all else in a
/// world is: it can be gone on with from any point, and as often as one likes.
/// </summary>
/// <param name="before">The same without the last line; null when that is the boot.</param>
/// <param name="line">The last line, with its line feed.</param>
/// <param name="answer">The answer to it.</param>
/// <remarks>
/// Two states of a server are equal when all is equal that one can see of them, however they came about: so all lives are.
/// </remarks>
internal sealed class GuestLife(GuestLife? before, byte[] line, byte[] answer)
{
    private GuestLife? last;

    /// <summary>The same without the last line; null when that is the boot.</summary>
    public GuestLife? Before => before;

    /// <summary>The last line, with its line feed.</summary>
    public byte[] Line => line;

    /// <summary>The answer to it.</summary>
    public byte[] Answer => answer;

    /// <summary>The whole life, from the boot on.</summary>
    public IReadOnlyList<GuestLife> FromBoot
    {
        get
        {
            var all = new List<GuestLife>();
            for (var life = this; life is not null; life = life.Before)
            {
                all.Add(life);
            }

            all.Reverse();
            return all;
        }
    }

    /// <summary>This life and one line more, if that was the last one that was asked after it.</summary>
    public GuestLife? Known(byte[] next) => last is { } known && known.Line.AsSpan().SequenceEqual(next) ? known : null;

    /// <summary>This life and one line more.</summary>
    public GuestLife Then(byte[] next, byte[] answered) => last = new GuestLife(this, next, answered);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GuestLife;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;
}
