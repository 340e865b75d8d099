namespace Raft.Coyote.Commands.Reports;

/// <summary>What the reports of a check tell: all that the screen shows, as far as it has come.</summary>
/// <param name="Summary">What was found.</param>
/// <param name="Command">The command that asked for it.</param>
/// <param name="Scenarios">The scenarios that were asked for.</param>
internal sealed record CheckReport(CheckSummary Summary, string Command, IReadOnlyList<string> Scenarios)
{
    /// <summary>Whether all that was asked for is done.</summary>
    public bool IsComplete => !Summary.IsInterrupted && Summary.Rows.Count == Scenarios.Count;

    /// <summary>The violations, told for whoever has the folder of the reports.</summary>
    public IEnumerable<Finding> Findings => Summary.Findings.Select(finding => finding.InItsFolder);

    /// <summary>The scenarios that are still to come.</summary>
    public IEnumerable<string> ToCome => Scenarios.Skip(Summary.Rows.Count);
}
