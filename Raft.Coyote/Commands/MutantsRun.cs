using Raft.Coyote.Exploration;
using Raft.Coyote.Mutants;

namespace Raft.Coyote.Commands;

/// <summary>One run of <c>raft mutants run</c>.</summary>
internal sealed class MutantsRun(MutantsPlan plan, Surroundings surroundings)
{
    private readonly List<MutantRow> rows = [];

    private int Expected => plan.Mutants.Count * plan.Seeds.Count;

    /// <summary>Runs it and reports.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        Meter.Watch(surroundings, RunAll);
        foreach (var line in plan.Json ? [ReportMutants.Document(rows, Expected)] : ReportMutants.AfterRows(rows, Expected))
        {
            surroundings.Output.WriteLine(line);
        }

        foreach (var row in rows.Where(row => row.Report.Fault is not null))
        {
            RaftCommand.TellFault(surroundings, $"with the mutant {row.Report.Mutant}: {row.Report.Fault}");
        }

        return ExitCodeOf();
    }

    private int ExitCodeOf() =>
        rows.Any(row => row.Report.Fault is not null) ? ExitCode.Fault
        : rows.Count == Expected && rows.All(row => row.IsAsExpected) ? ExitCode.Clean
        : ExitCode.Found;

    private void RunAll(Meter meter)
    {
        Rows(meter, ReportMutants.Head());
        foreach (var seed in plan.Seeds)
        {
            Rows(meter, plan.Seeds.Count == 1 ? [] : [$"seed {seed}:"]);
            foreach (var mutant in plan.Mutants.TakeWhile(_ => !surroundings.Interrupt.IsCancellationRequested))
            {
                Take(meter, RunOne(meter, mutant, seed));
            }
        }
    }

    private MutantReport RunOne(Meter meter, Mutant mutant, long seed)
    {
        var request = plan.Request with { Subject = plan.Request.Subject with { Seed = seed } };
        var schedules = 0L;
        return MutantRun.Run(mutant, request, plan.Workers, Move, surroundings.Interrupt);

        void Move(BlockResult result)
        {
            schedules += result.Tally.Schedules;
            var most = request.Legs.Select(leg => leg.Driver).Distinct().Sum(request.SchedulesOf);
            var done = rows.Count + ((double)schedules / most);
            meter.Move(done / Expected, $"{rows.Count + 1} of {Expected}: {mutant}, {Text.Count(schedules, "schedule")}");
        }
    }

    private void Take(Meter meter, MutantReport report)
    {
        var finding = report.Found is null ? null : plan.Folder.Write(report.Found, report.Mutant.Rules);
        var wasInterrupted = surroundings.Interrupt.IsCancellationRequested && finding is null && report.Fault is null;
        var row = new MutantRow(report, finding, wasInterrupted);
        rows.Add(row);
        Rows(meter, ReportMutants.Row(row));
        meter.Note($"{rows.Count} of {Expected} mutants done: {report.Mutant}");
    }

    private void Rows(Meter meter, IEnumerable<string> lines)
    {
        foreach (var line in plan.Json ? [] : lines)
        {
            meter.Row(line);
        }
    }
}

/// <summary>What came of one mutant, and where its trace is.</summary>
internal sealed record MutantRow(MutantReport Report, Finding? Finding, bool WasInterrupted)
{
    /// <summary>Whether it is as it should be.</summary>
    public bool IsAsExpected => Report.IsAsExpected && !WasInterrupted;

    /// <summary>How it ended, in words.</summary>
    public string Verdict => (Report, Finding) switch
    {
        ({ Fault: not null }, _) => "fault",
        _ when WasInterrupted => "interrupted",
        ({ Mutant.IsControl: true }, null) => "control left alone",
        ({ Mutant.IsControl: true }, _) => "control REPORTED",
        (_, null) => "NOT CAUGHT",
        _ => IsAsExpected ? "caught" : "caught by another property",
    };
}
