using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>What an omniscient observer knows of a run so far; the properties share it, the servers never see it.</summary>
public sealed class History(ServerSet servers)
{
    private readonly Dictionary<ServerId, PersistentState> durable = [];
    private readonly Dictionary<ServerId, ServerState> states = [];
    private readonly SortedDictionary<long, Election> elections = [];
    private readonly List<CommittedEntry> committed = [];

    /// <summary>All servers of the cluster.</summary>
    public ServerSet Servers => servers;

    /// <summary>Who became leader first in each term, and with which log.</summary>
    public IReadOnlyDictionary<long, Election> Elections => elections;

    /// <summary>The entries that any server ever took for committed, by index from 1: position 0 holds index 1.</summary>
    public IReadOnlyList<CommittedEntry> Committed => committed;

    /// <summary>What the disk of a server holds.</summary>
    public PersistentState Durable(ServerId server) => durable.GetValueOrDefault(server, PersistentState.FirstBoot);

    /// <summary>The state of a server; null while it is down, and before its first input.</summary>
    public ServerState? State(ServerId server) => states.GetValueOrDefault(server);

    /// <summary>Takes in one happening, before the properties judge it.</summary>
    public void Observe(int number, Happening happening)
    {
        if (happening is Crashed crashed)
        {
            states.Remove(crashed.Server);
        }
        else if (happening is Handled handled)
        {
            ObserveStep(number, handled);
        }
    }

    private void ObserveStep(int number, Handled handled)
    {
        foreach (var effect in handled.Done)
        {
            Write(handled.Server, effect);
        }

        if (handled.Crash is not null)
        {
            states.Remove(handled.Server);
            return;
        }

        states[handled.Server] = handled.After;
        if (handled.After.Role is Leader && handled.Before.Role is not Leader)
        {
            elections.TryAdd(handled.After.CurrentTerm, new Election(handled.Server, handled.After.Log, number));
        }

        var last = Math.Min(handled.After.CommitIndex, handled.After.Log.LastIndex);
        for (var index = committed.Count + 1; index <= last; index++)
        {
            committed.Add(new CommittedEntry(handled.After.Log[index], handled.After.CurrentTerm, handled.Server, number));
        }
    }

    private void Write(ServerId server, Effect effect)
    {
        if (effect is Persist persist)
        {
            foreach (var record in persist.Records)
            {
                durable[server] = Durable(server).With(record);
            }
        }
    }
}

/// <summary>A leader's election.</summary>
/// <param name="Leader">The server.</param>
/// <param name="Log">Its log when it became leader.</param>
/// <param name="Happening">The happening at which it did.</param>
public sealed record Election(ServerId Leader, Log Log, int Happening);

/// <summary>An entry when it was first taken for committed.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Term">The currentTerm of the server that took it so.</param>
/// <param name="Server">That server.</param>
/// <param name="Happening">The happening at which it did.</param>
public sealed record CommittedEntry(Entry Entry, long Term, ServerId Server, int Happening);
