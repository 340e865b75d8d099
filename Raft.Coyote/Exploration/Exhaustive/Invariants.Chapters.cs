using Raft.Core.Protocol;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>The properties of later chapters.</summary>
public sealed partial class Invariants
{
    private readonly PairTable prefixes = new();

    private ServerState StateOf(ReadOnlySpan<int> state, int server) => book.Locals[state[StateLayout.Locals + server]].State;

    /// <summary>Configuration Safety. While all have one configuration there is nothing to look at.</summary>
    private bool ConfigurationsAreSafe(ReadOnlySpan<int> state)
    {
        var logs = new Log[layout.Servers];
        var configurations = new Configuration[layout.Servers];
        var areAlike = true;
        for (var server = 0; server < layout.Servers; server++)
        {
            var persistent = StateOf(state, server).Persistent;
            (logs[server], configurations[server]) = (persistent.Log, persistent.Configuration(book.Bounds.Cluster));
            areAlike &= configurations[server] == configurations[0];
        }

        return areAlike || ConfigurationSafety.Holds(
            book.Bounds.All, server => logs[server.Number - 1], server => configurations[server.Number - 1]);
    }

    /// <summary>Snapshot Equals Prefix.</summary>
    private bool SnapshotIsPrefix(ReadOnlySpan<int> state, int server) =>
        !Facts(state, server).IsCompacted || SnapshotIsKnownAsPrefix(state, server);

    private bool SnapshotIsKnownAsPrefix(ReadOnlySpan<int> state, int server)
    {
        var (local, committed) = (state[StateLayout.Locals + server], state[StateLayout.Committed]);
        var known = prefixes.Find(local, committed);
        return (known != PairTable.Unknown ? known : prefixes.Add(local, committed, IsPrefix(local, committed) ? 1 : 0)) > 0;
    }

    private bool IsPrefix(int number, int committed)
    {
        var (local, entries) = (book.Locals[number], book.Committed[committed]);
        return SnapshotEqualsPrefix.IsCovered(local.Durable)
            && IsPrefix(local.State.Snapshot, entries) && IsPrefix(local.Durable.Snapshot, entries);
    }

    private bool IsPrefix(Snapshot? snapshot, Sequence<Entry> entries) =>
        snapshot is null || SnapshotEqualsPrefix.Holds(snapshot, entries, book.Bounds.Cluster);
}
