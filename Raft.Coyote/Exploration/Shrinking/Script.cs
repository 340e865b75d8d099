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
    /// <summary>The servers that the cluster begins with.</summary>
    public required ServerSet InitialServers { get; init; }

    /// <summary>The server that hears nobody once faults are over; null when all do.</summary>
    public ServerId? StaysDeaf { get; init; }

    /// <summary>
    /// Whether clients ask for nothing any more once all was done, neither again nor anew: logs need not converge while one waits.
    /// </summary>
    public bool AsksNoMore { get; init; }

    /// <summary>
    /// Whether there are servers enough: those that do not stay down, or deaf, must be able to go on. Only with both pre-vote and
    /// check-quorum a cluster bears a server that is deaf for good.
    /// </summary>
    public bool IsSensible =>
        Servers >= (StaysDown is null && StaysDeaf is null ? 1 : 3)
        && (StaysDeaf is null || Options is { PreVote: true, CheckQuorum: true })
        && InitialServers.Count > 0;

    /// <summary>What clients call for, and come to want; a command that is sent again in its session counts once.</summary>
    public IEnumerable<Command> Commands
    {
        get
        {
            var commands = new List<Command>();
            SelectCommands(command =>
            {
                commands.Add(command);
                return command;
            });
            return commands;
        }
    }

    /// <summary>
    /// This script with other commands: each is changed. One of a session keeps its serial number, and is changed alike
    /// wherever it
    /// is sent again; to open a session is nothing that a client could do otherwise.
    /// </summary>
    public Script SelectCommands(Func<Command, Command> change)
    {
        var changed = new Dictionary<Numbered, Numbered>();
        Command Change(Command command)
        {
            if (command is not Numbered numbered)
            {
                return command is OpenSession ? command : change(command);
            }

            var name = numbered with { Session = 0 };
            if (!changed.ContainsKey(name))
            {
                changed[name] = numbered with { Command = change(numbered.Command) };
            }

            return changed[name] with { Session = numbered.Session };
        }

        var acts = Acts.Items.Select(act => act.Command is { } command ? act with { Command = Change(command) } : act).ToArray();
        return this with { Acts = [.. acts], Wants = [.. Wants.Items.Select(want => want with { Command = Change(want.Command) })] };
    }

    /// <summary>This script with each act changed, or left out where the change is null.</summary>
    public Script Select(Func<Act, Act?> change) =>
        this with { Acts = [.. Acts.Items.Select(change).OfType<Act>()] };
}

/// <summary>A client comes to want something.</summary>
internal sealed record Want(ClientId Client, Command Command);
