using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft check</c> was asked to do.</summary>
/// <param name="Request">What is to be checked.</param>
/// <param name="Workers">How many engines run side by side.</param>
/// <param name="Time">The time that the scenarios share; null when only schedules count.</param>
/// <param name="Folder">Where traces go.</param>
/// <param name="Json">Whether a program reads what comes out.</param>
internal sealed record CheckPlan(CheckRequest Request, int Workers, TimeBudget? Time, OutFolder Folder, bool Json);
