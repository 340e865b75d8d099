using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Vectors;

/// <summary>A scenario: inputs of several servers, one after another, and what must be seen after each.</summary>
/// <param name="Name">Its name, and that of its file.</param>
/// <param name="Section">Where the sentence stands.</param>
/// <param name="Sentence">The sentence that it tests.</param>
/// <param name="Options">The options of all its servers.</param>
/// <param name="Servers">How many servers there are in all.</param>
/// <param name="Initial">Those that the cluster began with.</param>
/// <param name="Start">The servers that have run before it begins; the others never ran.</param>
/// <param name="Scenes">What happens.</param>
internal sealed record Story(
    string Name, string Section, string Sentence, Options Options, int Servers, ServerSet Initial,
    IReadOnlyList<ServerState> Start, IReadOnlyList<Scene> Scenes)
{
    /// <summary>Plays it with other rules, each server from where its scene before left it.</summary>
    public IEnumerable<Step> Under(Func<Options, Rules> rules)
    {
        var (running, states) = (rules(Options), Start.ToDictionary(state => state.Id));
        foreach (var scene in Scenes)
        {
            var before = states.GetValueOrDefault(scene.Server, NeverRan(scene.Server));
            var step = running.Receive(before, scene.Input);
            states[scene.Server] = step.State;
            yield return step;
        }
    }

    /// <summary>A server on its first boot.</summary>
    public ServerState NeverRan(ServerId server) => ServerState.AtStart(server, Initial, PersistentState.FirstBoot);
}

/// <summary>One input of one server.</summary>
/// <param name="Server">The server.</param>
/// <param name="Input">What happens to it.</param>
/// <param name="SentAt">For a message, the scene in which it was sent, from 1; null where it comes from before.</param>
/// <param name="Note">What there is to see.</param>
/// <param name="Then">What the rules do.</param>
internal sealed record Scene(ServerId Server, Input Input, int? SentAt, string Note, Step Then);
