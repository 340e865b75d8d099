using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands;

/// <summary>How a scenario, or a whole check, ended.</summary>
internal enum CheckVerdict
{
    /// <summary>Nothing is wrong.</summary>
    Clean,

    /// <summary>No schedule ran: it had no share of them, or none of the strategies suits it.</summary>
    NotRun,

    /// <summary>A property that it should exercise was never exercised.</summary>
    NeverExercised,

    /// <summary>A property fell.</summary>
    Violation,

    /// <summary>The checker itself failed.</summary>
    Fault,
}

/// <summary>What came of one scenario with one driver, in figures.</summary>
internal sealed record ScenarioRow(
    string Scenario, string Driver, long Schedules, long Events, long States,
    IReadOnlyList<string> Missed, Finding? Finding, string? Fault)
{
    /// <summary>Whether the rules driver ran it, so that its schedules are walks.</summary>
    public bool IsWalked => Driver == Text.NameOf(Traces.Driver.Rules);

    /// <summary>What it is called where both are told in one.</summary>
    public string Leg => Text.NameOf(Scenario, Driver);

    /// <summary>Whether the states were counted, and not estimated from a sample.</summary>
    public bool AreStatesExact { get; init; } = true;

    /// <summary>How many states there were, in three digits where it is an estimate.</summary>
    public string StatesText => AreStatesExact ? Text.Of(States) : Text.About(States);

    /// <summary>How often each property was exercised in it.</summary>
    public IReadOnlyDictionary<string, long> Exercised { get; init; } = new Dictionary<string, long>();

    /// <summary>How it ended; the gravest counts.</summary>
    public CheckVerdict Verdict =>
        Fault is not null ? CheckVerdict.Fault
        : Finding is not null ? CheckVerdict.Violation
        : Missed.Count > 0 ? CheckVerdict.NeverExercised
        : Schedules == 0 ? CheckVerdict.NotRun
        : CheckVerdict.Clean;
}

/// <summary>What a check has found so far.</summary>
internal sealed class CheckSummary(Subject subject)
{
    private readonly List<ScenarioRow> rows = [];
    private readonly Dictionary<string, long> exercised = [];

    /// <summary>What was checked.</summary>
    public Subject Subject { get; } = subject;

    /// <summary>The legs that are done.</summary>
    public IReadOnlyList<ScenarioRow> Rows => rows;

    /// <summary>Which role handled which input.</summary>
    public Coverage Coverage { get; } = new();

    /// <summary>How many schedules were replayed as events on the rules alone, and ended in the same states.</summary>
    public long Replayed { get; private set; }

    /// <summary>Whether somebody ended it early.</summary>
    public bool IsInterrupted { get; set; }

    /// <summary>The properties that judged, each with the number of times that it was exercised.</summary>
    public IEnumerable<(string Name, long Exercised)> Properties =>
        Specifications.Properties.Known
            .Where(Judges)
            .Select(name => (name, exercised.GetValueOrDefault(name)));

    /// <summary>The violations.</summary>
    public IEnumerable<Finding> Findings => rows.Select(row => row.Finding).OfType<Finding>();

    /// <summary>What went wrong in the checker itself, and in which scenario.</summary>
    public IEnumerable<(string Scenario, string Fault)> Faults =>
        from row in rows where row.Fault is not null select (row.Scenario, row.Fault);

    /// <summary>How it all ended; the gravest counts.</summary>
    public CheckVerdict Verdict =>
        rows.Select(row => row.Verdict).Where(verdict => verdict != CheckVerdict.NotRun).DefaultIfEmpty(CheckVerdict.Clean).Max();

    /// <summary>The exit code.</summary>
    public int ExitCode => Verdict switch
    {
        CheckVerdict.Fault => Commands.ExitCode.Fault,
        CheckVerdict.Violation or CheckVerdict.NeverExercised => Commands.ExitCode.Found,
        _ => Commands.ExitCode.Clean,
    };

    private bool Judges(string name) => Specifications.Properties.OfGuests.Contains(name)
        ? exercised.ContainsKey(name) && exercised[name] > 0
        : Subject.Judged?.Contains(name) ?? !Specifications.Properties.FalseClaims.Contains(name);

    /// <summary>Adds what came of one leg.</summary>
    public ScenarioRow Add(ScenarioReport report, Finding? finding)
    {
        var tally = report.Tally;
        var row = new ScenarioRow(
            report.Scenario.Name, Text.NameOf(report.Driver), tally.Schedules, tally.Events, tally.States.Count,
            report.Missed, finding, report.Fault)
        {
            AreStatesExact = tally.States.IsExact,
            Exercised = tally.Exercised,
        };
        Replayed += tally.Replayed;
        Coverage.Add(tally.Coverage);
        return Add(row);
    }

    /// <summary>Adds the row of a scenario.</summary>
    public ScenarioRow Add(ScenarioRow row)
    {
        rows.Add(row);
        foreach (var (property, count) in row.Exercised)
        {
            exercised[property] = exercised.GetValueOrDefault(property) + count;
        }

        return row;
    }

    /// <summary>Whether a property fell somewhere.</summary>
    public bool Fell(string property) => Findings.Any(finding => finding.Trace.Header.Violation!.Property == property);
}
