using System.Diagnostics;
using System.Globalization;
using Raft.Coyote.Commands.Progress;
using Raft.Coyote.Commands.Reports;
using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands;

/// <summary>One run of <c>raft check</c>.</summary>
internal sealed class CheckRun(CheckPlan plan, Surroundings surroundings)
{
    private readonly CheckSummary summary = new(plan.Request.Subject);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private ProgressWriter? progress;
    private Finding? found;

    private CheckReport Report => new(summary, plan.Command, [.. plan.Request.Legs.Select(Text.NameOf)]);

    /// <summary>Runs it and reports.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        using (progress = OpenProgress())
        {
            Meter.Watch(surroundings, Check);
        }

        summary.IsInterrupted = surroundings.Interrupt.IsCancellationRequested;
        KeepReports();
        var lines = plan.Json
            ? [ReportCheckJson.Write(summary, plan.Command, Report.IsComplete, summary.Findings)]
            : ReportCheck.AfterRows(summary).Concat(GitHub.Annotations(surroundings, Report));
        foreach (var line in lines)
        {
            surroundings.Output.WriteLine(line);
        }

        GitHub.AppendSummary(surroundings, Report);
        foreach (var (scenario, fault) in summary.Faults)
        {
            RaftCommand.TellFault(surroundings, $"in the scenario {scenario}: {fault}");
        }

        return summary.ExitCode;
    }

    private ProgressWriter? OpenProgress() => (plan.KeepsProgress, plan.Past) switch
    {
        (false, _) => null,
        (true, ResumedPast past) => ProgressWriter.GoOn(past.Record),
        _ => ProgressWriter.Begin(plan.Folder.Path, plan.Words),
    };

    private void Check(Meter meter)
    {
        Rows(meter, ReportCheck.Head());
        Checker.Run(
            plan.Request, plan.Workers, block => Take(meter, block), report => Take(meter, report), surroundings.Interrupt,
            plan.Past);
    }

    /// <summary>What is found is on the disk, and noted, before anybody is told.</summary>
    private void Take(Meter meter, BlockResult result)
    {
        found = result.Found is null ? null : plan.Folder.Write(result.Found, plan.Request.Subject.Rules);
        progress?.Add(result, found);
        Move(meter, result);
    }

    private void Take(Meter meter, ScenarioReport report)
    {
        var row = summary.Add(report, report.Found is null ? null : found);
        if (!surroundings.Interrupt.IsCancellationRequested)
        {
            progress?.End(report.Leg);
        }

        KeepReports();
        Rows(meter, ReportCheck.Row(row));
        var seconds = clock.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
        var done = $"{summary.Rows.Count} of {plan.Request.Legs.Count} rows done";
        meter.Note($"{done}: {row.Scenario}, {row.Driver}, {seconds} s so far");
    }

    private void KeepReports()
    {
        if (plan.KeepsReports)
        {
            ReportFolder.Write(plan.Folder.Path, Report);
        }
    }

    private void Rows(Meter meter, IEnumerable<string> lines)
    {
        foreach (var line in plan.Json ? [] : lines)
        {
            meter.Row(line);
        }
    }

    private void Move(Meter meter, BlockResult result)
    {
        var (block, legs) = (result.Block, plan.Request.Legs);
        var leg = new Leg(block.Scenario, block.Driver);
        var ofLeg = (double)(block.FirstSchedule + block.Schedules) / Math.Max(1, Checker.Share(plan.Request, leg));
        var before = legs.TakeWhile(each => each != leg).Sum(each => each.Scenario.Weight);
        var share = (before + (ofLeg * leg.Scenario.Weight)) / legs.Sum(each => each.Scenario.Weight);
        meter.Move(Math.Max(share, plan.Time?.Used ?? 0), leg.Scenario.Name);
    }
}
