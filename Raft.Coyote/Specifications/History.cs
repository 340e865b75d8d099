using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>What an omniscient observer knows of a run so far; the properties share it, the servers never see it.</summary>
/// <param name="servers">All servers of the cluster.</param>
/// <param name="options">The options of the rules: some properties hold them to their limits.</param>
public sealed class History(ServerSet servers, Options? options = null)
{
    private readonly PerServer<Disk> disks = new(servers, Environment.Disk.Empty);
    private readonly SortedSet<int> busy = [];
    private readonly PerServer<ServerState?> states = new(servers, null);
    private readonly SortedDictionary<long, Election> elections = [];
    private readonly List<CommittedEntry> committed = [];
    private readonly List<WaitingRequest> waiting = [];
    private bool areFaultsOver;

    /// <summary>All servers that there are, in the cluster or not.</summary>
    public ServerSet Servers { get; } = servers;

    /// <summary>The servers that the cluster began with; all, until the first of them has handled something.</summary>
    public ServerSet InitialServers { get; private set; } = servers;

    /// <summary>The servers that run: neither crashed nor paused, nor refusing to serve.</summary>
    public ServerSet Up { get; private set; } = servers;

    /// <summary>
    /// The server that nothing reaches, though all that it sends arrives, once faults are over and that is how they end; null
    /// when there is none.
    /// </summary>
    public ServerId? Deaf { get; private set; }

    /// <summary>Who became leader first in each term, and with which log.</summary>
    public IReadOnlyDictionary<long, Election> Elections => elections;

    /// <summary>
    /// The election that the last happening decided, whether or not its term had a leader before; null when there was none.
    /// </summary>
    public Election? NewElection { get; private set; }

    /// <summary>The entries that any server ever took for committed, by index from 1: position 0 holds index 1.</summary>
    public IReadOnlyList<CommittedEntry> Committed => committed;

    /// <summary>The requests that a client still waits for, in the order of their calls.</summary>
    public IReadOnlyList<WaitingRequest> Waiting => waiting;

    /// <summary>The options of the rules.</summary>
    public Options Options { get; } = options ?? new Options();

    /// <summary>The clients that were last told that the leader is busy, and have not been served since.</summary>
    public IEnumerable<ClientId> Busy => busy.Select(number => new ClientId(number));

    /// <summary>The disk of a server.</summary>
    public Disk Disk(ServerId server) => disks[server];

    /// <summary>What the disk of a server holds for certain.</summary>
    public PersistentState Durable(ServerId server) => disks[server].Synced;

    /// <summary>The state of a server; null while it is down, and before its first input.</summary>
    public ServerState? State(ServerId server) => states[server];

    /// <summary>The log that a server works with; while it is down, the one that it will come back with.</summary>
    public Log Log(ServerId server) => (states[server]?.Persistent ?? disks[server].Synced).Log;

    /// <summary>The configuration that a server works with; while it is down, the one that it will come back with.</summary>
    public Configuration Configuration(ServerId server) =>
        (states[server]?.Persistent ?? disks[server].Synced).Configuration(InitialServers);

    /// <summary>Takes in one happening, before the properties judge it.</summary>
    public void Observe(int number, Happening happening)
    {
        NewElection = null;
        switch (happening)
        {
            case Handled handled:
                ObserveStep(number, handled);
                break;
            case Called called:
                waiting.Add(new WaitingRequest(called.Request, called.Command, number));
                break;
            case Returned returned:
                waiting.RemoveAll(request => request.Id == returned.Request);
                ObserveAnswer(returned);
                break;
            case GaveUp gaveUp:
                waiting.RemoveAll(request => request.Id == gaveUp.Request);
                break;
            default:
                ObserveServers(happening);
                break;
        }
    }

    private void ObserveAnswer(Returned returned)
    {
        var client = returned.Request.Client.Number;
        if (returned.Answer is Busy)
        {
            busy.Add(client);
        }
        else if (returned.Answer is Applied && busy.Count > 0)
        {
            busy.Remove(client);
        }
    }

    private void ObserveServers(Happening happening)
    {
        switch (happening)
        {
            case Crashed crashed:
                disks[crashed.Server] = disks[crashed.Server].Crash(crashed.WritesKept);
                GoDown(crashed.Server);
                break;
            case Corrupted corrupted:
                disks[corrupted.Server] = disks[corrupted.Server].WithCorrupt(corrupted.Index);
                break;
            case Repaired repaired:
                disks[repaired.Server] = disks[repaired.Server].WithCorrupt(null);
                GoDown(repaired.Server);
                break;
            case Paused paused:
                Up = Up.Without(paused.Server);
                break;
            case Resumed resumed:
                Up = Up.Add(resumed.Server);
                break;
            case FaultsOver:
                areFaultsOver = true;
                break;
            case Partitioned { BothWays: false, To.Count: 1 } cut when areFaultsOver:
                Deaf = cut.To.Members.Single();
                break;
        }
    }

    private void ObserveStep(int number, Handled handled)
    {
        InitialServers = handled.Before.Servers;
        Write(handled);
        if (handled.Crash is null)
        {
            states[handled.Server] = handled.After;
            Up = handled.After.Role is Refusing ? Up.Without(handled.Server) : Up.Add(handled.Server);
        }
        else
        {
            GoDown(handled.Server);
        }

        ObserveElection(number, handled);
        ObserveCommit(number, handled);
    }

    private void GoDown(ServerId server)
    {
        states[server] = null;
        Up = Up.Without(server);
    }

    private void Write(Handled handled)
    {
        var disk = disks[handled.Server];
        disk = handled.Input is Written written ? disk.Finish(written) : disk;
        foreach (var effect in handled.Done)
        {
            disk = disk.CarryOut(effect);
        }

        disks[handled.Server] = handled.Crash is { } crash ? disk.Crash(crash.WritesKept) : disk;
    }

    private void ObserveElection(int number, Handled handled)
    {
        if (MakesLeader(handled))
        {
            NewElection = new Election(handled.After.CurrentTerm, handled.Server, handled.After.Log, number);
            elections.TryAdd(NewElection.Term, NewElection);
        }
    }

    /// <summary>Whether a step made a server leader.</summary>
    internal static bool MakesLeader(Handled handled)
    {
        var wasLeader = handled.Before.Role is Leader && handled.Before.CurrentTerm == handled.After.CurrentTerm;
        return !wasLeader && ActsAsLeader(handled);
    }

    /// <summary>A server that crashed in the step that made it leader was one if it sent as one.</summary>
    private static bool ActsAsLeader(Handled handled) =>
        handled.After.Role is Leader && (handled.Crash is null || SentAppendEntries(handled.Done));

    private static bool SentAppendEntries(Sequence<Effect> effects)
    {
        foreach (var effect in effects)
        {
            if (effect is Send { Message: AppendEntries })
            {
                return true;
            }
        }

        return false;
    }

    private void ObserveCommit(int number, Handled handled)
    {
        var last = Math.Min(TakenForCommitted(handled), handled.After.Log.LastIndex);
        for (var index = committed.Count + 1; index <= last && handled.After.Log.Contains(index); index++)
        {
            committed.Add(new CommittedEntry(handled.After.Log[index], handled.After.CurrentTerm, handled.Server, number));
        }
    }

    /// <summary>
    /// The index up to which a server took its log for committed; when it crashed, that is shown by what it applied before.
    /// </summary>
    internal static long TakenForCommitted(Handled handled)
    {
        if (handled.Crash is null)
        {
            return handled.After.CommitIndex;
        }

        var last = 0L;
        foreach (var effect in handled.Done)
        {
            last = effect is Apply apply ? apply.Index : last;
        }

        return last;
    }
}

/// <summary>A leader's election.</summary>
/// <param name="Term">The term that it leads.</param>
/// <param name="Leader">The server.</param>
/// <param name="Log">Its log when it became leader.</param>
/// <param name="Happening">The happening at which it did.</param>
public sealed record Election(long Term, ServerId Leader, Log Log, int Happening);

/// <summary>An entry when it was first taken for committed.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Term">The currentTerm of the server that took it so.</param>
/// <param name="Server">That server.</param>
/// <param name="Happening">The happening at which it did.</param>
public sealed record CommittedEntry(Entry Entry, long Term, ServerId Server, int Happening);

/// <summary>A request that a client waits for.</summary>
/// <param name="Id">The request.</param>
/// <param name="Command">What it asks for.</param>
/// <param name="Happening">The happening at which the client called.</param>
public sealed record WaitingRequest(RequestId Id, Command Command, int Happening);
