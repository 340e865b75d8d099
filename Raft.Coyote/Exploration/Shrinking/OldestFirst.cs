using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>
/// Dice that show the first of a few things, so the oldest message arrives first, and the middle of a length of time, so nobody
/// asks again in no time at all. A <see cref="FairRun"/> goes the same way each time.
/// </summary>
internal sealed class OldestFirst : IDice
{
    /// <inheritdoc/>
    public int Below(int bound) => bound < LeastTime ? 0 : bound / 2;

    /// <summary>There are never so many things to choose from.</summary>
    private const int LeastTime = 50;
}
