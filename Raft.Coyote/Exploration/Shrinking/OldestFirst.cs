using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>
/// Dice that always show the first: the oldest message arrives first, election timeouts are all as short as they may be. So a
/// <see cref="FairRun"/> goes the same way each time.
/// </summary>
internal sealed class OldestFirst : IDice
{
    /// <inheritdoc/>
    public int Below(int bound) => 0;
}
