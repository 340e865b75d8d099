using Raft.Core.Protocol;
using Raft.Coyote.Exploration.Exhaustive;

namespace Raft.Tests.Exploration.Exhaustive;

/// <summary>All states within bounds, met with a set of values and the rules, as slowly and plainly as can be.</summary>
internal sealed class NaiveExploration(Bounds bounds, Rules rules)
{
    /// <summary>All states that can be reached.</summary>
    public HashSet<NaiveState> Run()
    {
        var start = NaiveState.Start(bounds.Servers);
        var (met, queue) = (new HashSet<NaiveState> { start }, new Queue<NaiveState>([start]));
        while (queue.TryDequeue(out var state))
        {
            foreach (var next in Successors(state).Where(IsWithin).Where(met.Add))
            {
                queue.Enqueue(next);
            }
        }

        return met;
    }

    /// <summary>How many states there are when those count as one that differ in the servers' names only.</summary>
    public static int Orbits(IEnumerable<NaiveState> states, int servers)
    {
        var names = Orders([.. Enumerable.Range(1, servers)]).ToList();
        string Least(NaiveState state) => names.Select(each => $"{state.Renamed(each)}").Min(StringComparer.Ordinal)!;
        return states.Select(Least).Distinct().Count();
    }

    private static IEnumerable<int[]> Orders(int[] numbers) => numbers.Length == 0
        ? [[]]
        : numbers.SelectMany(first => Orders([.. numbers.Except([first])]).Select(rest => (int[])[first, .. rest]));

    private bool IsWithin(NaiveState state) =>
        state.Messages.Count <= bounds.MaxMessages
        && state.Servers.Items.All(server => server.State.Log.LastIndex <= bounds.MaxLog);

    private IEnumerable<NaiveState> Successors(NaiveState state) =>
    [
        .. Enumerable.Range(0, bounds.Servers).SelectMany(server => ServerMoves(state, server)),
        .. state.Messages.Items.SelectMany((message, position) => MessageMoves(state, message, position)),
    ];

    private IEnumerable<NaiveState> ServerMoves(NaiveState state, int number)
    {
        var ((server, isUp), made) = (state.Servers[number], state.Made);
        var leads = isUp && server.Role is Leader;
        if (!isUp)
        {
            yield return Step(state, number, new Restart(server.Persistent));
        }

        if (isUp && !leads && server.CurrentTerm < bounds.MaxTerm)
        {
            yield return Step(state, number, new ElectionTimeout());
        }

        if (leads && bounds.Heartbeats)
        {
            yield return Step(state, number, new HeartbeatDue());
        }

        if (leads && made.Requests < bounds.MaxRequests)
        {
            var counted = state with { Made = made with { Requests = made.Requests + 1 } };
            yield return Step(counted, number, Bounds.Request(made.Requests + 1));
        }

        if (isUp && made.Crashes < bounds.MaxCrashes)
        {
            var down = ServerState.AtStart(server.Id, server.Servers, server.Persistent);
            yield return state with
            {
                Servers = state.Servers.SetItem(number, (down, false)),
                Made = made with { Crashes = made.Crashes + 1 },
            };
        }

        if (isUp && made.Orders < bounds.Orders.Count && bounds.Orders[made.Orders].IsFor(server))
        {
            yield return Step(
                state with { Made = made with { Orders = made.Orders + 1 } }, number, bounds.Orders[made.Orders]);
        }
    }

    private IEnumerable<NaiveState> MessageMoves(NaiveState state, Message message, int position)
    {
        var without = state with { Messages = state.Messages.RemoveAt(position) };
        if (state.Servers[message.To.Number - 1].IsUp)
        {
            yield return Step(without, message.To.Number - 1, new Receive(message));
        }

        if (state.Made.Drops < bounds.MaxDrops)
        {
            yield return without with { Made = state.Made with { Drops = state.Made.Drops + 1 } };
        }

        if (state.Made.Duplicates < bounds.MaxDuplicates)
        {
            var counted = state.Made with { Duplicates = state.Made.Duplicates + 1 };
            yield return state.With(state.Messages.Items.Append(message)) with { Made = counted };
        }
    }

    private NaiveState Step(NaiveState state, int server, Input input) =>
        state.After(server, rules.Receive(state.Servers[server].State, input));
}
