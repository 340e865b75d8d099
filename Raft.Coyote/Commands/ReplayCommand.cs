using System.CommandLine;
using Raft.Core.Protocol;
using Raft.Coyote.Exploration;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;
using Command = System.CommandLine.Command;

namespace Raft.Coyote.Commands;

/// <summary><c>raft replay</c>: runs the schedule of a trace once more.</summary>
internal sealed class ReplayCommand
{
    private readonly Argument<string> file = new("TRACE") { Description = "a trace that raft check or raft mutants run wrote" };
    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create() => new ReplayCommand().Build();

    private Command Build()
    {
        var command = new Command("replay", "Run the schedule of a trace again: is its violation still there?") { file, json };
        command.SetAction(parse => Run(parse.GetValue(file)!, parse.GetValue(json), Surroundings.Of(parse)));
        return command;
    }

    private static int Run(string file, bool json, Surroundings surroundings)
    {
        var trace = TraceInput.Read(file);
        var report = Replay(file, trace);
        var lines = json ? [Document(file, trace, report)] : ReportReplay.Lines(file, trace, report);
        foreach (var line in lines)
        {
            surroundings.Output.WriteLine(line);
        }

        return report.Violation is null ? ExitCode.Clean : ExitCode.Found;
    }

    private static ReplayReport Replay(string file, Trace trace)
    {
        if (trace.Header.Driver != Driver.Coyote || trace.Schedule.Length == 0)
        {
            var whoRan = trace.Header.Driver == Driver.Coyote ? "one without" : "a run of the rules alone";
            throw new BadUsageException($"{file}:1: expected a trace with a schedule of Coyote's, came {whoRan}");
        }

        var report = Run(file, trace);
        return report.Outcome == ReplayOutcome.NoLongerFits
            ? throw new BadUsageException(
                $"{file}: the schedule no longer fits the code; this searches anew: {SearchCommand.For(trace.Header)}")
            : report;
    }

    private static ReplayReport Run(string file, Trace trace)
    {
        try
        {
            var scenario = Names.Scenario(trace.Header.Scenario);
            Func<Options, Rules> rules =
                trace.Header.Mutant is { } mutant ? Names.Mutant(mutant).Rules : options => new Rules(options);
            return Replayer.Replay(trace, scenario, rules);
        }
        catch (Exception exception) when (exception is BadUsageException or FormatException)
        {
            throw new BadUsageException($"{file}:1: {exception.Message}");
        }
    }

    private static string Document(string file, Trace trace, ReplayReport report) => ReportJson.Write(new ReplayJson(
        file, trace.Header.Scenario, trace.Header.Mutant, trace.Header.Seed, trace.Header.Schedule, report.Outcome,
        FallOf(trace.Header.Violation, trace.Happenings.Count), FallOf(report.Violation, report.Events)));

    private static FallJson? FallOf(Violation? violation, int events) =>
        violation is null ? null : new FallJson(violation.Property, events, violation.Explanation);

    /// <summary>
    /// A replay: "reproduced", "differs" or "gone", with what fell when the trace was recorded and what fell now.
    /// </summary>
    private sealed record ReplayJson(
        string Trace, string Scenario, string? Mutant, long Seed, long Schedule, ReplayOutcome Outcome,
        FallJson? Recorded, FallJson? Now) : DocumentJson;

    private sealed record FallJson(string Property, int Event, string Explanation);
}
