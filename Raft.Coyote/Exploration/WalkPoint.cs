using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration;

/// <summary>A point in a walk from which other walks can go on: since a world is a value, to keep it costs nothing.</summary>
/// <param name="Setup">What the walk is made of.</param>
/// <param name="World">The world at that point.</param>
/// <param name="Story">What happened in the walk, until then and perhaps after it.</param>
/// <param name="Happened">How much of the story happened until then.</param>
/// <param name="Swarm">How likely each kind of move was in it.</param>
internal sealed record WalkPoint(Setup Setup, World World, IReadOnlyList<Happening> Story, int Happened, Swarm Swarm);
