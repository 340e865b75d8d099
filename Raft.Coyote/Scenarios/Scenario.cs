using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>A story: who takes part, what they do, what may go wrong. Each run draws its own setup.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Story">What it is about, in a sentence.</param>
/// <param name="Servers">The cluster sizes that it draws from when none is asked for.</param>
/// <param name="Exercises">The properties that a run of it must exercise; never to do so is a failure.</param>
/// <param name="Draw">Draws the setup of a run for a cluster of a size.</param>
/// <param name="Heals">Whether its faults end and all must then end well. Such scenarios need fair strategies.</param>
/// <param name="Weight">Its share of the schedules.</param>
/// <param name="MinServers">The fewest servers with which it makes sense.</param>
public sealed record Scenario(
    string Name,
    string Story,
    IReadOnlyList<int> Servers,
    IReadOnlyList<string> Exercises,
    Func<IDice, int, Setup> Draw,
    bool Heals = false,
    int Weight = 1,
    int MinServers = 1)
{
    /// <summary>Whether it makes sense with as many servers as the user asked for; null is no wish.</summary>
    public bool Suits(int? servers) => servers is null || servers >= MinServers;


    /// <summary>Draws the setup of a run, with what the user asked for instead of what would be drawn.</summary>
    public Setup DrawSetup(IDice dice, Wishes wishes)
    {
        var servers = wishes.Servers ?? dice.Pick(Servers);
        var setup = Draw(dice, servers) with { Heals = Heals };
        var options = setup.Options with { CommitRule = wishes.CommitRule ?? setup.Options.CommitRule };
        return setup with { Options = options, MaxEvents = wishes.MaxEvents ?? setup.MaxEvents };
    }
}

/// <summary>What the user asked for instead of what a scenario draws; null is no wish.</summary>
/// <param name="Servers">The size of the cluster.</param>
/// <param name="CommitRule">When an entry counts as committed.</param>
/// <param name="MaxEvents">How many protocol events a run has at most (before it heals, in a scenario that does).</param>
public sealed record Wishes(int? Servers = null, CommitRule? CommitRule = null, int? MaxEvents = null);
