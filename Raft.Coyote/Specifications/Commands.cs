using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>What the specifications ask of a command.</summary>
internal static class Commands
{
    /// <summary>What the state machine is asked to do: a command of a session is what it numbers.</summary>
    public static Command Inner(this Command command) => command is Numbered numbered ? numbered.Command : command;

    /// <summary>Whether it changes nothing, and asks for a value.</summary>
    public static bool IsRead(this Command command) => command.Inner() is Get;
}
