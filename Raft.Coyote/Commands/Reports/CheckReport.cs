namespace Raft.Coyote.Commands.Reports;

/// <summary>What the reports of a check tell: all that the screen shows, as far as it has come.</summary>
/// <param name="Summary">What was found.</param>
/// <param name="Command">The command that asked for it.</param>
/// <param name="Legs">What was asked for: a scenario and a driver each.</param>
internal sealed record CheckReport(CheckSummary Summary, string Command, IReadOnlyList<string> Legs)
{
    /// <summary>Whether all that was asked for is done.</summary>
    public bool IsComplete => !Summary.IsInterrupted && Summary.Rows.Count == Legs.Count;

    /// <summary>The violations, told for whoever has the folder of the reports.</summary>
    public IEnumerable<Finding> Findings => Summary.Findings.Select(finding => finding.InItsFolder);

    /// <summary>What is still to come.</summary>
    public IEnumerable<string> ToCome => Legs.Skip(Summary.Rows.Count);
}
