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
        meter.Note($"{summary.Rows.Count} of {plan.Request.Scenarios.Count} scenarios done: {row.Scenario}, {seconds} s so far");
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
        var scenario = result.Block.Scenario;
        var before = plan.Request.Scenarios.TakeWhile(each => each != scenario).Sum(each => Checker.Share(plan.Request, each));
        var share = (double)(before + result.Block.FirstSchedule + result.Block.Schedules) / plan.Request.Schedules;
        meter.Move(Math.Max(share, plan.Time?.Used ?? 0), scenario.Name);
    }
}
