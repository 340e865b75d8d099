using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// The state that the committed entries up to an index lead to, told from these entries alone: it is what a snapshot must hold.
/// It is worked out only when it is asked for.
/// </summary>
internal sealed class CommittedPrefix
{
    private readonly List<State> states = [];
    private readonly Dictionary<long, Skipped> skipped = [];
    private readonly Dictionary<long, Sessions> sessions = [];

    /// <summary>
    /// What the first server that applied an entry made of it: whether its session let it through, and what sessions there were
    /// then.
    /// </summary>
    public void Observe(Handled handled)
    {
        foreach (var effect in handled.Done)
        {
            _ = effect is Apply apply && skipped.TryAdd(apply.Index, apply.Skipped);
        }

        if (handled.Crash is null)
        {
            sessions.TryAdd(handled.After.LastApplied, handled.After.Sessions);
        }
    }

    /// <summary>
    /// The sessions when the entry at an index had been applied; null where no server stopped to look just then.
    /// </summary>
    public Sessions? SessionsAt(long index) => sessions.TryGetValue(index, out var open) ? open : null;

    /// <summary>What the committed entries up to an index lead to; there must be so many.</summary>
    public State UpTo(long index, History history)
    {
        if (states.Count == 0)
        {
            states.Add(State.AtFirst(history.InitialServers));
        }

        while (states.Count <= index)
        {
            var isApplied = skipped.GetValueOrDefault(states.Count) == Skipped.No;
            states.Add(states[^1].After(history.Committed[states.Count - 1].Entry, isApplied));
        }

        return states[(int)index];
    }

    /// <summary>What some first entries of the log lead to.</summary>
    /// <param name="Term">The term of the last of them.</param>
    /// <param name="StateMachine">The key-value store.</param>
    /// <param name="Configuration">The latest configuration among them.</param>
    public sealed record State(long Term, KeyValueStore StateMachine, Configuration Configuration)
    {
        /// <summary>What no entry leads to.</summary>
        public static State AtFirst(ServerSet servers) => new(0, KeyValueStore.Empty, new Configuration(servers));

        /// <summary>What one more entry leads to, whether or not its session let it through.</summary>
        public State After(Entry entry, bool isApplied) => this with
        {
            Term = entry.Term,
            StateMachine = isApplied
                ? StateMachine.Apply(entry.Command is Numbered numbered ? numbered.Command : entry.Command).Store
                : StateMachine,
            Configuration = entry.Command is ChangeConfiguration change ? change.Configuration : Configuration,
        };
    }
}
