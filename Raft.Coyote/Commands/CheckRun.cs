using System.Diagnostics;
using System.Globalization;
using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands;

/// <summary>One run of <c>raft check</c>.</summary>
internal sealed class CheckRun(CheckPlan plan, Surroundings surroundings)
{
    private readonly CheckSummary summary = new(plan.Request.Subject);
    private readonly Stopwatch clock = Stopwatch.StartNew();

    /// <summary>Runs it and reports.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        Meter.Watch(surroundings, Check);
        summary.IsInterrupted = surroundings.Interrupt.IsCancellationRequested;
        var report = plan.Json ? [ReportCheckJson.Write(summary)] : ReportCheck.AfterRows(summary);
        foreach (var line in report)
        {
            surroundings.Output.WriteLine(line);
        }

        foreach (var (scenario, fault) in summary.Faults)
        {
            RaftCommand.TellFault(surroundings, $"in the scenario {scenario}: {fault}");
        }

        return summary.ExitCode;
    }

    private void Check(Meter meter)
    {
        Rows(meter, ReportCheck.Head());
        Checker.Run(
            plan.Request, plan.Workers, block => Move(meter, block), report => Take(meter, report), surroundings.Interrupt);
    }

    private void Take(Meter meter, ScenarioReport report)
    {
        var row = summary.Add(report, report.Found is null ? null : plan.Folder.Write(report.Found));
        Rows(meter, ReportCheck.Row(row));
        var seconds = clock.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
        var done = $"{summary.Rows.Count} of {plan.Request.Legs.Count} rows done";
        meter.Note($"{done}: {row.Scenario}, {row.Driver}, {seconds} s so far");
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
