using System.Numerics;
using Raft.Core.Protocol;

namespace Raft.Coyote.Mutants;

/// <summary>Counts servers as the buggy libraries do, with a number where Raft needs a set.</summary>
internal static class CounterInstead
{
    /// <summary>
    /// A set with one member more, whoever it is. Only the size of the set tells in an election or a commit, so the first server
    /// that is not in it stands for the one that was counted again.
    /// </summary>
    public static ServerSet CountOneMore(this ServerSet set) =>
        set.Add(new ServerId(BitOperations.TrailingZeroCount(~set.Bits) + 1));
}
