using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// All states, level by level, in the order in which they were found: in memory while they are few, then in a temporary file.
/// They are written once and read one after another.
/// </summary>
/// <param name="folder">Where the file is made, once there is one.</param>
public sealed class Levels(string folder) : IDisposable
{
    private const long MostInMemory = 4L << 20;
    private readonly Lock gate = new();
    private readonly List<List<Segment>> levels = [];
    private SafeFileHandle? file;
    private long inMemory;
    private long inFile;

    /// <summary>How many levels there are.</summary>
    public int Count => levels.Count;

    /// <summary>The parts of a level.</summary>
    public IReadOnlyList<Segment> this[int level] => levels[level];

    /// <summary>How many numbers a level has.</summary>
    public long LengthOf(int level) => levels[level].Sum(segment => (long)segment.Length);

    /// <summary>Begins the next level.</summary>
    public void Begin() => levels.Add([]);

    /// <summary>Adds states to the last level.</summary>
    public void Add(ReadOnlySpan<int> states)
    {
        if (states.Length == 0)
        {
            return;
        }

        var segment = Place(states.Length);
        if (segment.Memory is { } memory)
        {
            states.CopyTo(memory);
        }
        else
        {
            RandomAccess.Write(file!, MemoryMarshal.AsBytes(states), segment.Offset);
        }
    }

    /// <summary>Reads a part of a level.</summary>
    /// <returns>Its numbers, perhaps in the buffer.</returns>
    public ReadOnlySpan<int> Read(Segment segment, ref int[] buffer)
    {
        if (segment.Memory is { } memory)
        {
            return memory;
        }

        buffer = buffer.Length >= segment.Length ? buffer : new int[segment.Length];
        var bytes = MemoryMarshal.AsBytes(buffer.AsSpan(0, segment.Length));
        for (var read = 0; read < bytes.Length;)
        {
            var more = RandomAccess.Read(file!, bytes[read..], segment.Offset + read);
            read += more > 0 ? more : throw new EndOfStreamException("the file of the states that wait is shorter than it was");
        }

        return buffer.AsSpan(0, segment.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private Segment Place(int length)
    {
        lock (gate)
        {
            var fits = inMemory + length <= MostInMemory;
            var segment = fits ? new Segment(new int[length], 0, length) : new Segment(null, inFile, length);
            inMemory += fits ? length : 0;
            inFile += fits ? 0 : length * sizeof(int);
            file ??= fits ? null : Open();
            levels[^1].Add(segment);
            return segment;
        }
    }

    private SafeFileHandle Open()
    {
        Directory.CreateDirectory(folder);
        return File.OpenHandle(
            Path.Combine(folder, $"raft-explore-{Path.GetRandomFileName()}"), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.None, FileOptions.DeleteOnClose);
    }
}

/// <summary>States that were added together.</summary>
/// <param name="Memory">The states; null when they are in the file.</param>
/// <param name="Offset">Where they are there, in bytes.</param>
/// <param name="Length">How many numbers they have.</param>
public sealed record Segment(int[]? Memory, long Offset, int Length);
