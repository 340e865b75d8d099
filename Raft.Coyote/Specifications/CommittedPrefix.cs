using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>
/// The state that the committed entries up to an index lead to, told from these entries alone: it is what a snapshot must hold.
/// It is worked out only when it is asked for.
/// </summary>
/// <param name="servers">The servers that the cluster begins with.</param>
internal sealed class CommittedPrefix(ServerSet servers)
{
    private readonly List<State> states = [new(0, KeyValueStore.Empty, default, new Configuration(servers))];

    /// <summary>What the committed entries up to an index lead to; there must be so many.</summary>
    public State UpTo(long index, IReadOnlyList<CommittedEntry> committed)
    {
        while (states.Count <= index)
        {
            states.Add(After(states[^1], committed[states.Count - 1].Entry));
        }

        return states[(int)index];
    }

    private static State After(State before, Entry entry) =>
        before with { Term = entry.Term, StateMachine = before.StateMachine.Apply(entry.Command).Store };

    /// <summary>What some first entries of the log lead to.</summary>
    /// <param name="Term">The term of the last of them.</param>
    /// <param name="StateMachine">The key-value store.</param>
    /// <param name="Sessions">What they say of the clients.</param>
    /// <param name="Configuration">The latest configuration among them.</param>
    public sealed record State(long Term, KeyValueStore StateMachine, Sessions Sessions, Configuration Configuration);
}
