using Raft.Core.Protocol;
using static Raft.Tests.Mutants.Given;

namespace Raft.Tests.Mutants;

internal static class SnapshotSteps
{
    private static readonly ServerState Applied = Given.Follower(2, LogOf(1, 1, 2), commit: 2) with { StateMachine = StoreOf("a") };
    private static readonly Snapshot UpTo2 = SnapshotOf(2, 1, "a", "b");
    private static readonly Sessions OneSession = new([new Session(1, 1, new Result(true, null))]);

    public static readonly MutantStep[] All =
    [
        new("snapshot-boundary", Has(UpTo2, LogOf(1, 1, 2)), Append(3, 2, 1, 0, EntryAt(3, 3)), (real, mutant) =>
            Assert.Equal([3L, 2], [real.State.Log.LastTerm, mutant.State.Log.LastTerm])),
        new("stale-snapshot-installs", Given.Follower(2, LogOf(1, 1, 2), commit: 3), Install(UpTo2), (real, mutant) =>
            Assert.Equal([3L, 2], [real.State.CommitIndex, mutant.State.CommitIndex])),
        new("keeps-conflicting-suffix", Given.Follower(3, LogOf(1, 2, 2)), Install(UpTo2), (real, mutant) =>
            Assert.Equal([2L, 3], [real.State.Log.LastIndex, mutant.State.Log.LastIndex])),
        new("snapshot-sets-term", Given.Follower(3), Install(UpTo2), (real, mutant) =>
            Assert.Equal([3L, 1], [real.State.CurrentTerm, mutant.State.CurrentTerm])),
        new("snapshot-of-uncommitted", Applied, new TakeSnapshot(), (real, mutant) =>
            Assert.Equal([2L, 3], [Taken(real).LastIncludedIndex, Taken(mutant).LastIncludedIndex])),
        new("snapshot-drops-config", Applied, new TakeSnapshot(), (real, mutant) =>
            Assert.Equal([3, 0], [Taken(real).Configuration.Members.Count, Taken(mutant).Configuration.Members.Count])),
        new("snapshot-drops-sessions", Applied with { Sessions = OneSession }, new TakeSnapshot(), (real, mutant) =>
            Assert.Equal([OneSession, default], [Taken(real).Sessions, Taken(mutant).Sessions])),
        new("install-not-atomic", Given.Follower(3), Install(UpTo2), (real, mutant) =>
        {
            Assert.Equal([new SaveSnapshot(UpTo2), new DiscardUpTo(2, 1)], real.Written());
            Assert.Equal([new DiscardUpTo(2, 1), new SaveSnapshot(UpTo2)], mutant.Written());
        }),
        new("restart-ignores-snapshot", Applied, new Restart(Has(UpTo2, LogOf(1, 1)).Persistent), (real, mutant) =>
            Assert.Equal([2, 0], [real.State.StateMachine.Count, mutant.State.StateMachine.Count])),
        new("install-keeps-state", Given.Follower(3, LogOf(1, 1, 2)), Install(UpTo2), (real, mutant) =>
            Assert.Equal([2, 0], [real.State.StateMachine.Count, mutant.State.StateMachine.Count])),
        new("chunks-of-two-snapshots", Given.Follower(3), Install(UpTo2.Chunk(1, 1), offset: 1), (real, mutant) =>
        {
            Assert.Null(real.State.Snapshot);
            Assert.Equal(SnapshotOf(2, 1, "b", "c"), mutant.State.Snapshot);
        },
            Install(SnapshotOf(1, 1, "c"), done: false)),
        new("chunk-taken-for-whole", Given.Follower(3), Install(UpTo2.Chunk(0, 1), done: false), (real, mutant) =>
        {
            Assert.Null(real.State.Snapshot);
            Assert.Equal(SnapshotOf(2, 1, "a"), mutant.State.Snapshot);
        }),
        new("kept-entry-boundary", Given.Follower(2, LogOf(1, 2), commit: 2), new TakeSnapshot(), (real, mutant) =>
            Assert.Equal([1L, 2], [real.State.Log.PrevTerm, mutant.State.Log.PrevTerm]))
        {
            Options = Given.Options with { KeptBehindSnapshot = 1 },
        },
    ];

    private static Snapshot Taken(Step step) => step.State.Snapshot!;

    private static KeyValueStore StoreOf(params string[] keys) =>
        keys.Aggregate(KeyValueStore.Empty, (store, key) => store.Apply(new Put(key, "1")).Store);

    private static Snapshot SnapshotOf(long index, long term, params string[] keys) =>
        new(index, term, new Configuration(ServerSet.FirstServers(3)), StoreOf(keys), default);

    private static ServerState Has(Snapshot snapshot, Log log)
    {
        var server = Given.Follower(3, log.DiscardUpTo(snapshot.LastIncludedIndex, snapshot.LastIncludedTerm));
        return server.WithSnapshot(snapshot).ResetTo(snapshot);
    }

    private static Receive Install(Snapshot chunk, int offset = 0, bool done = true) =>
        new(new InstallSnapshot(S2, S1, 3, chunk, offset, done));
}
