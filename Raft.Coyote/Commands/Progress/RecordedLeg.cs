using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands.Progress;

/// <summary>What a progress record has of a leg: its first blocks, in order and without a gap.</summary>
/// <param name="name">What it is called in messages.</param>
/// <param name="asked">All blocks that were asked for.</param>
internal sealed class RecordedLeg(string name, IEnumerable<Block> asked)
{
    private readonly IEnumerator<Block> rest = asked.GetEnumerator();
    private readonly Dictionary<int, Place> places = [];
    private readonly List<Block> blocks = [];

    /// <summary>The blocks.</summary>
    public IReadOnlyList<Block> Blocks => blocks;

    /// <summary>Whether no other block of it was to come.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The number of the block that ended it, with a violation or a fault; null when none did.</summary>
    public int? EndedBy { get; private set; }

    /// <summary>Where the line of a block is; null when there is none.</summary>
    public Place? PlaceOf(int block) => places.TryGetValue(block, out var place) ? place : null;

    /// <summary>Adds the next block.</summary>
    /// <exception cref="FormatException">It is not the one that comes next, or makes no sense.</exception>
    public void Add(BlockLine line, Place place)
    {
        var next = !IsOver && EndedBy is null && rest.MoveNext() ? rest.Current : null;
        if (next?.Number != line.Block)
        {
            var expected = next is null ? $"no more blocks of {name}" : $"block {next.Number} of {name}";
            throw new FormatException($"expected {expected}, came block {line.Block}");
        }

        _ = line.Problem(next) is { } problem ? throw new FormatException(problem) : 0;
        places[line.Block] = place;
        blocks.Add(next);
        EndedBy = line.EndsLeg ? line.Block : null;
    }

    /// <summary>No other block comes.</summary>
    public void End() => IsOver = IsOver ? throw new FormatException($"expected one end of {name}, came another") : true;
}
