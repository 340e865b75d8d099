using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands.Progress;

/// <summary>The part of a check that ran before it was interrupted. What was not told then is still to run.</summary>
internal sealed class ResumedPast(ProgressFile record) : IPast
{
    /// <summary>The record.</summary>
    public ProgressFile Record => record;

    /// <inheritdoc/>
    public IEnumerable<Block> Blocks(Leg leg, IEnumerable<Block> all, Func<bool> isTimeUp)
    {
        var recorded = record.Of(leg);
        return all.TakeWhile(block => record.Has(block) || !(recorded.IsOver || isTimeUp()));
    }

    /// <inheritdoc/>
    public BlockResult? Find(Block block) => record.Find(block);
}
