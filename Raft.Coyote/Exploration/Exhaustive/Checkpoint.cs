using System.Runtime.InteropServices;
using System.Text.Json;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>How far an exploration had come when a level was whole.</summary>
/// <param name="Words">What was asked for.</param>
/// <param name="Levels">How many numbers each level has in the file of the states.</param>
/// <param name="Asked">How many numbers there are in the file of what the rules were asked.</param>
/// <param name="Expanded">How many states were expanded.</param>
/// <param name="Generated">How many successors they had.</param>
/// <param name="Ends">How many had none within the bounds.</param>
/// <param name="Deadlocks">How many had none at all.</param>
/// <param name="Done">How often each kind of deed changed something.</param>
/// <param name="Idle">How often each changed nothing.</param>
public sealed record Milestone(
    IReadOnlyList<string> Words, IReadOnlyList<long> Levels, long Asked, long Expanded, long Generated, long Ends, long Deadlocks,
    IReadOnlyList<long> Done, IReadOnlyList<long> Idle);

/// <summary>
/// A folder from which an exploration goes on: the states of all whole levels, and what the rules were asked, in order, so that
/// asking it again gives every state and message the number that it had. The milestone counts; what lies beyond it in the other
/// files was not finished.
/// </summary>
/// <param name="folder">The folder.</param>
public sealed class Checkpoint(string folder)
{
    private const int Together = 1 << 16;

    /// <summary>The folder.</summary>
    public string Folder => folder;

    private string MilestoneFile => Path.Combine(folder, "explore.json");

    private string StatesFile => Path.Combine(folder, "states.bin");

    private string AskedFile => Path.Combine(folder, "asked.bin");

    /// <summary>The milestone; null when there is none that can be read.</summary>
    public Milestone? Read()
    {
        try
        {
            var milestone = JsonSerializer.Deserialize<Milestone>(File.ReadAllText(MilestoneFile));
            return milestone is { Words: not null, Levels: not null } && IsThere(milestone) ? milestone : null;
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What the rules were asked.</summary>
    public int[] ReadAsked(Milestone milestone)
    {
        using var file = File.OpenRead(AskedFile);
        var asked = new int[milestone.Asked];
        file.ReadExactly(MemoryMarshal.AsBytes(asked.AsSpan()));
        return asked;
    }

    /// <summary>Reads all states, level by level, some at a time.</summary>
    public void ReadStates(Milestone milestone, int width, System.Action begin, Action<int[]> take)
    {
        using var file = File.OpenRead(StatesFile);
        foreach (var length in milestone.Levels)
        {
            begin();
            for (var left = length; left > 0;)
            {
                var states = new int[Math.Min(left, Together / width * width)];
                file.ReadExactly(MemoryMarshal.AsBytes(states.AsSpan()));
                take(states);
                left -= states.Length;
            }
        }
    }

    /// <summary>Writes a level and what was asked since the last one; then the milestone, which makes them count.</summary>
    public void Write(Milestone milestone, Levels levels, ReadOnlySpan<int> askedSince)
    {
        Directory.CreateDirectory(folder);
        var buffer = Array.Empty<int>();
        using (var file = Open(StatesFile, milestone.Levels.SkipLast(1).Sum()))
        {
            foreach (var segment in levels[milestone.Levels.Count - 1])
            {
                file.Write(MemoryMarshal.AsBytes(levels.Read(segment, ref buffer)));
            }
        }

        using (var file = Open(AskedFile, milestone.Asked - askedSince.Length))
        {
            file.Write(MemoryMarshal.AsBytes(askedSince));
        }

        WholeFile.Write(MilestoneFile, stream => JsonSerializer.Serialize(stream, milestone));
    }

    private bool IsThere(Milestone milestone) =>
        new FileInfo(StatesFile).Length >= milestone.Levels.Sum() * sizeof(int)
        && new FileInfo(AskedFile).Length >= milestone.Asked * sizeof(int);

    private static FileStream Open(string path, long numbers)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
        file.SetLength(numbers * sizeof(int));
        file.Seek(0, SeekOrigin.End);
        return file;
    }
}
