using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands.Progress;

/// <summary>
/// All that the shards of a check did. Taken in the order of the blocks it is what one run would have done: the earliest
/// violation of a scenario ends it, and what a shard that did not know of it did after that does not count.
/// </summary>
internal sealed class MergedPast(IReadOnlyList<ProgressFile> shards) : IPast
{
    /// <inheritdoc/>
    public IEnumerable<Block> Blocks(Leg leg, IEnumerable<Block> all, Func<bool> isTimeUp) =>
        shards.SelectMany(shard => shard.Of(leg).Blocks).OrderBy(block => block.Number);

    /// <inheritdoc/>
    public BlockResult? Find(Block block) => shards.Select(shard => shard.Find(block)).First(result => result is not null);
}
