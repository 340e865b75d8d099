using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration;

/// <summary>Dice that one number determines (SplitMix64): the same seed, the same throws, on every machine.</summary>
internal sealed class WalkDice(ulong seed) : IDice
{
    private ulong state = seed;

    /// <inheritdoc/>
    public int Below(int bound)
    {
        state += 0x9e3779b97f4a7c15;
        return (int)(((Fingerprint.Mix(state) >> 32) * (ulong)bound) >> 32);
    }
}
