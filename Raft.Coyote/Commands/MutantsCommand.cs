using System.CommandLine;

namespace Raft.Coyote.Commands;

/// <summary><c>raft mutants</c>: the catalogue of bugs, and how fast each is caught.</summary>
internal static class MutantsCommand
{
    /// <summary>The command.</summary>
    public static Command Create() =>
        new("mutants", "The bugs that are put in on purpose: list them, or see how fast each is caught.")
            { MutantsListCommand.Create(), MutantsRunCommand.Create() };
}
