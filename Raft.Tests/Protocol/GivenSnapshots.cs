using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Servers with snapshots; keys a, b, c... are its contents.</summary>
internal static class GivenSnapshots
{
    public static readonly Configuration Three = new(ServerSet.FirstServers(3));

    /// <summary>A snapshot with these keys, each with the value 1.</summary>
    public static Snapshot Snapshot(long index, long term, params string[] keys) =>
        new(index, term, Three, StoreOf(keys), default);

    public static KeyValueStore StoreOf(params string[] keys) =>
        keys.Aggregate(KeyValueStore.Empty, (store, key) => store.Apply(new Put(key, "1")).Store);

    /// <summary>This server when it has that snapshot, and its log begins after it.</summary>
    public static ServerState Has(this ServerState state, Snapshot snapshot) =>
        state.WithSnapshot(snapshot)
            .WithLog(state.Log.DiscardUpTo(snapshot.LastIncludedIndex, snapshot.LastIncludedTerm)).ResetTo(snapshot);

    /// <summary>What s2, leader of a term, sends of a snapshot.</summary>
    public static InstallSnapshot Install(Snapshot chunk, long term = 3, int offset = 0, bool done = true) =>
        new(S2, S1, term, chunk, offset, done);
}
