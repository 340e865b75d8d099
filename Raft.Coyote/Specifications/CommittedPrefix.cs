using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>
/// The state that the committed entries up to an index lead to, told from these entries alone: it is what a snapshot must hold.
/// It is worked out only when it is asked for.
/// </summary>
internal sealed class CommittedPrefix
{
    private readonly List<State> states = [];

    /// <summary>What the committed entries up to an index lead to; there must be so many.</summary>
    public State UpTo(long index, History history)
    {
        if (states.Count == 0)
        {
            states.Add(new State(0, KeyValueStore.Empty, default, new Configuration(history.InitialServers)));
        }

        while (states.Count <= index)
        {
            states.Add(After(states[^1], history.Committed[states.Count - 1].Entry));
        }

        return states[(int)index];
    }

    private static State After(State before, Entry entry) => before with
    {
        Term = entry.Term,
        StateMachine = before.StateMachine.Apply(entry.Command).Store,
        Configuration = entry.Command is ChangeConfiguration change ? change.Configuration : before.Configuration,
    };

    /// <summary>What some first entries of the log lead to.</summary>
    /// <param name="Term">The term of the last of them.</param>
    /// <param name="StateMachine">The key-value store.</param>
    /// <param name="Sessions">What they say of the clients.</param>
    /// <param name="Configuration">The latest configuration among them.</param>
    public sealed record State(long Term, KeyValueStore StateMachine, Sessions Sessions, Configuration Configuration);
}
