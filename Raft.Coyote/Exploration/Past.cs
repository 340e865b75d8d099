namespace Raft.Coyote.Exploration;

/// <summary>What ran before, or on other machines. A block depends on no other, so its result is as good as a new one.</summary>
public interface IPast
{
    /// <summary>The blocks of a leg that count, in order: those that ran, and those that are still to run.</summary>
    /// <param name="leg">The scenario, and the driver that runs it.</param>
    /// <param name="all">All blocks that the request asks for.</param>
    /// <param name="isTimeUp">Whether the time of the leg is used up.</param>
    IEnumerable<Block> Blocks(Leg leg, IEnumerable<Block> all, Func<bool> isTimeUp);

    /// <summary>What came of a block; null when it did not run.</summary>
    BlockResult? Find(Block block);
}
