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
            states.Add(new State(0, KeyValueStore.Empty, new Configuration(history.InitialServers)));
        }

        while (states.Count <= index)
        {
            states.Add(After(states[^1], states.Count, history.Committed[states.Count - 1].Entry));
        }

        return states[(int)index];
    }

    private State After(State before, long index, Entry entry) => before with
    {
        Term = entry.Term,
        StateMachine = skipped.GetValueOrDefault(index) == Skipped.No
            ? before.StateMachine.Apply(entry.Command is Numbered numbered ? numbered.Command : entry.Command).Store
            : before.StateMachine,
        Configuration = entry.Command is ChangeConfiguration change ? change.Configuration : before.Configuration,
    };

    /// <summary>What some first entries of the log lead to.</summary>
    /// <param name="Term">The term of the last of them.</param>
    /// <param name="StateMachine">The key-value store.</param>
    /// <param name="Configuration">The latest configuration among them.</param>
    public sealed record State(long Term, KeyValueStore StateMachine, Configuration Configuration);
}
