using Raft.Core.Protocol;
using Raft.Coyote.Commands;
using Raft.Coyote.Exploration;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;

namespace Raft.Coyote;

/// <summary>
/// Checks rules of Raft from a test of your own, whatever framework it is written in: what <c>raft check</c> does, as a call that
/// returns when nothing is wrong and otherwise throws an exception that tells the story.
/// </summary>
public static class RaftCheck
{
    /// <summary>Runs a scenario.</summary>
    /// <param name="scenario">Its name, as <c>raft check --help</c> lists them.</param>
    /// <param name="rules">Makes the rules for some options; the rules of this product when null.</param>
    /// <exception cref="RaftViolationException">A property fell.</exception>
    /// <exception cref="RaftCheckException">The check itself was not what it should be.</exception>
    public static Task<RaftCheckReport> RunAsync(string scenario, Func<Options, Rules>? rules = null) =>
        RunAsync(new RaftCheckOptions { Scenarios = [scenario], Rules = rules ?? RaftCheckOptions.OwnRules });

    /// <summary>Runs scenarios.</summary>
    /// <param name="options">Which, with what rules, and how long.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <exception cref="RaftViolationException">A property fell. The first one ends the check.</exception>
    /// <exception cref="RaftCheckException">The check itself was not what it should be.</exception>
    /// <exception cref="ArgumentException">The options name what there is not.</exception>
    public static Task<RaftCheckReport> RunAsync(RaftCheckOptions options, CancellationToken cancel = default)
    {
        var (request, folder) = (options.ToRequest(), options.ToFolder());
        return Task.Run(() => Run(request, options.Workers, folder, cancel), cancel);
    }

    /// <summary>Runs a trace again, with the rules that it was found with as they are now.</summary>
    /// <param name="trace">The trace's file.</param>
    /// <param name="rules">Makes the rules for some options.</param>
    /// <returns>
    /// Gone: it ran to its end. Or NoLongerFits: rules that are mended often do something else than what was recorded.
    /// </returns>
    /// <exception cref="RaftViolationException">A property fell again.</exception>
    /// <exception cref="TraceFormatException">The file is no trace.</exception>
    public static Task<ReplayOutcome> ReplayAsync(string trace, Func<Options, Rules> rules) => Task.Run(() =>
    {
        var recorded = TraceReader.Read(trace);
        var report = Replay(recorded, rules);
        if (report.Violation is { } violation)
        {
            var now = recorded with { Header = recorded.Header with { Violation = violation }, Happenings = [.. report.Story] };
            throw new RaftViolationException(new Finding(now, trace), isOfOwnRules: recorded.Header.Mutant is null);
        }

        return report.Outcome;
    });

    /// <summary>Coyote's schedule first, where there is one; where it does not fit, the events on the rules alone.</summary>
    private static ReplayReport Replay(Trace trace, Func<Options, Rules> rules)
    {
        var scenario = RaftCheckOptions.Find(trace.Header.Scenario);
        var ofSchedule = trace.Schedule.Length == 0 ? null : Replayer.Replay(trace, scenario, rules);
        return ofSchedule is null or { Outcome: ReplayOutcome.NoLongerFits } ? Replayer.ReplayEvents(trace, rules) : ofSchedule;
    }

    private static RaftCheckReport Run(CheckRequest request, int workers, OutFolder folder, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var summary = new CheckSummary(request.Subject);
        Checker.Run(request, workers, _ => { }, Take, stop.Token);
        RefuseFailed(summary);
        cancel.ThrowIfCancellationRequested();
        return new RaftCheckReport(
            summary.Rows.Sum(row => row.Schedules),
            summary.Rows.Sum(row => row.Events),
            summary.Properties.ToDictionary(property => property.Name, property => property.Exercised));

        void Take(ScenarioReport report)
        {
            var finding = report.Found is null ? null : folder.Write(report.Found, request.Subject.Rules);
            if (summary.Add(report, finding).Verdict > CheckVerdict.NotRun)
            {
                stop.Cancel();
            }
        }
    }

    private static void RefuseFailed(CheckSummary summary)
    {
        foreach (var (scenario, fault) in summary.Faults)
        {
            throw new RaftCheckException($"the checker itself failed in {scenario}: {fault}");
        }

        foreach (var finding in summary.Findings)
        {
            throw new RaftViolationException(finding, isOfOwnRules: summary.Subject.Mutant is null);
        }

        foreach (var line in ReportCheck.NeverExercised(summary))
        {
            throw new RaftCheckException(line);
        }
    }
}

/// <summary>What to check, and how long.</summary>
public sealed record RaftCheckOptions
{
    /// <summary>The scenarios, by name; all when there are none.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } = [];

    /// <summary>Makes the rules for some options, which each schedule draws: <c>options => new MyRules(options)</c>.</summary>
    public Func<Options, Rules> Rules { get; init; } = OwnRules;

    /// <summary>How many schedules run in all, with each of the two drivers.</summary>
    public long Iterations { get; init; } = 500;

    /// <summary>The same seed gives the same result.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many servers there are; each scenario draws its own number when null.</summary>
    public int? Servers { get; init; }

    /// <summary>The properties that judge, by name; all when there are none.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>How many engines run side by side. It changes nothing but the time.</summary>
    public int Workers { get; init; } = System.Environment.ProcessorCount;

    /// <summary>The folder for the trace of a violation.</summary>
    public string Folder { get; init; } = "out";

    /// <summary>The rules of this product.</summary>
    internal static Rules OwnRules(Options options) => new(options);

    /// <summary>The scenario of a name.</summary>
    internal static Scenario Find(string name) =>
        AllScenarios.Find(name) ?? throw Unknown("scenario", name, AllScenarios.InOrder.Select(each => each.Name));

    /// <summary>Where traces go.</summary>
    internal OutFolder ToFolder()
    {
        try
        {
            return new OutFolder(Folder);
        }
        catch (BadUsageException)
        {
            throw new ArgumentException($"expected a folder that can be written to, came \"{Folder}\"", nameof(Folder));
        }
    }

    /// <summary>What is asked for.</summary>
    internal CheckRequest ToRequest()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Iterations, 1, nameof(Iterations));
        ArgumentOutOfRangeException.ThrowIfLessThan(Workers, 1, nameof(Workers));
        ArgumentOutOfRangeException.ThrowIfNegative(Seed, nameof(Seed));
        if (Servers is < 1 or > TraceFormat.MostServers)
        {
            throw new ArgumentOutOfRangeException(nameof(Servers), Servers, $"expected 1 to {TraceFormat.MostServers} servers");
        }

        var judged = Properties.Select(FindProperty).ToHashSet();
        var subject = new Subject(Seed, new Wishes(Servers), NameOfRules(), Rules, judged.Count == 0 ? null : judged);
        var scenarios = Scenarios.Count == 0 ? AllScenarios.InOrder : [.. Scenarios.Select(Find).Distinct()];
        var request = new CheckRequest(subject, scenarios, Strategy.OfBothDrivers, Iterations);
        return request.Scenarios.FirstOrDefault(scenario => !scenario.Suits(Servers)) is not { } unsuitable
            ? request
            : throw new ArgumentException(
                $"scenario \"{unsuitable.Name}\" needs {unsuitable.MinServers} servers or more, came {Servers}", nameof(Servers));
    }

    /// <summary>A trace says whose rules ran, so that nobody replays it with others; ours need no name.</summary>
    private string? NameOfRules() => Rules(new Options()).GetType() is var type && type == typeof(Rules) ? null : type.Name;

    private static string FindProperty(string name) => Specifications.Properties.Known.Contains(name)
        ? name
        : throw Unknown("property", name, Specifications.Properties.Known);

    private static ArgumentException Unknown(string kind, string name, IEnumerable<string> known) =>
        new(BadUsageException.Unknown(kind, name, known).Message);
}

/// <summary>What a check did that found nothing.</summary>
/// <param name="Schedules">How many schedules ran.</param>
/// <param name="Events">How many protocol events they had.</param>
/// <param name="Exercised">How often each property could have fallen.</param>
public sealed record RaftCheckReport(long Schedules, long Events, IReadOnlyDictionary<string, long> Exercised);
