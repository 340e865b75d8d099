using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft check</c> was asked to do.</summary>
/// <param name="Request">What is to be checked.</param>
/// <param name="Workers">How many engines run side by side.</param>
/// <param name="Time">The time that the scenarios share; null when only schedules count.</param>
/// <param name="Folder">Where traces go.</param>
/// <param name="Json">Whether a program reads what comes out.</param>
/// <param name="Words">The words of the command that say what is to be checked.</param>
/// <param name="KeepsReports">Whether the reports go to the folder as well.</param>
/// <param name="KeepsProgress">Whether the folder is to hold what it takes to go on, or to merge.</param>
/// <param name="Past">What ran before, or on other machines; null when nothing did.</param>
/// <param name="Guests">The servers that stand in the place of ours; null when ours do.</param>
internal sealed record CheckPlan(
    CheckRequest Request,
    int Workers,
    TimeBudget? Time,
    OutFolder Folder,
    bool Json,
    IReadOnlyList<string> Words,
    bool KeepsReports = false,
    bool KeepsProgress = false,
    IPast? Past = null,
    Guests? Guests = null) : IDisposable
{
    /// <summary>The command that asks for it.</summary>
    public string Command => string.Join(' ', Words.Select(Shell.Quote).Prepend("raft check"));

    /// <summary>Ends the processes that it started.</summary>
    public void Dispose() => Guests?.Dispose();
}
