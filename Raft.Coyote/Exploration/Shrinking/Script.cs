using Raft.Core.Protocol;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>
/// What is to be done, from a cluster's first boot on. What cannot be done, for its cause was left out, is passed over.
/// </summary>
/// <param name="Servers">How many servers there are.</param>
/// <param name="Clients">How many clients there are.</param>
/// <param name="Options">The options of the rules.</param>
/// <param name="Acts">The acts, in their order.</param>
/// <param name="Wants">What clients come to want once faults are over.</param>
/// <param name="StaysDown">The server that is down for good once faults are over; null when all come back.</param>
internal sealed record Script(
    int Servers, int Clients, Options Options, Sequence<Act> Acts, Sequence<Want> Wants = default, ServerId? StaysDown = null)
{
    /// <summary>Whether there are servers enough: those that do not stay down must be able to go on.</summary>
    public bool IsSensible => Servers >= (StaysDown is null ? 1 : 3);

    /// <summary>What clients call for, and come to want.</summary>
    public IEnumerable<Command> Commands =>
        [.. Acts.Items.Select(act => act.Command).OfType<Command>().Concat(Wants.Items.Select(want => want.Command)).SelectMany(Told)];

    private static IEnumerable<Command> Told(Command command) => command switch
    {
        Numbered numbered => [numbered.Command],
        OpenSession => [],
        _ => [command],
    };

    /// <summary>This script with other commands: each is changed.</summary>
    public Script SelectCommands(Func<Command, Command> change) => this with
    {
        Acts = [.. Acts.Items.Select(act => act.Command is { } command ? act with { Command = Inside(command, change) } : act)],
        Wants = [.. Wants.Items.Select(want => want with { Command = Inside(want.Command, change) })],
    };

    /// <summary>A command keeps its serial number, and to open a session is what it is: clients do not choose that.</summary>
    private static Command Inside(Command command, Func<Command, Command> change) => command switch
    {
        Numbered numbered => numbered with { Command = change(numbered.Command) },
        OpenSession => command,
        _ => change(command),
    };

    /// <summary>This script with each act changed, or left out where the change is null.</summary>
    public Script Select(Func<Act, Act?> change) =>
        this with { Acts = [.. Acts.Items.Select(change).OfType<Act>()] };
}

/// <summary>A client comes to want something.</summary>
internal sealed record Want(ClientId Client, Command Command);
