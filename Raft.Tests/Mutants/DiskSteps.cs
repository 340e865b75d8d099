using Raft.Core.Protocol;
using static Raft.Tests.Mutants.Given;

namespace Raft.Tests.Mutants;

internal static class DiskSteps
{
    private static readonly Options Parallel = Given.Options with { ParallelWrites = true };
    private static readonly PersistentState Corrupt = new(2, S2, LogOf(1, 2)) { CorruptAt = 1 };

    public static readonly MutantStep[] All =
    [
        new("counts-itself-before-durable", Given.Leader(1, LogOf(1)), Ack(1, 1), (real, mutant) =>
            Assert.Equal((0, 1), (real.State.CommitIndex, mutant.State.CommitIndex))) { Options = Parallel },
        new("write-of-older-term-counted", Given.Leader(3, LogOf(1, 3)), new Written(2, 1), (real, mutant) =>
            Assert.Equal((0, 2), (real.LeaderRole().Durable, mutant.LeaderRole().Durable))) { Options = Parallel },
        new("corrupt-as-torn", Given.Follower(2), new Restart(Corrupt), (real, mutant) =>
        {
            Assert.Equal(new Refusing(), real.State.Role);
            Assert.Equal(new PersistentState(2, S2, Log.Empty), mutant.State.Persistent);
        }),
        new("checksum-unchecked", Given.Follower(2), new Restart(Corrupt), (real, mutant) =>
        {
            Assert.Equal(new Refusing(), real.State.Role);
            Assert.Equal(Corrupt with { CorruptAt = null }, mutant.State.Persistent);
        }),
    ];
}
