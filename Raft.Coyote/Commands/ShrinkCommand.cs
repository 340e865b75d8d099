using System.CommandLine;
using Raft.Coyote.Exploration.Shrinking;
using Raft.Coyote.Traces;
using Command = System.CommandLine.Command;

namespace Raft.Coyote.Commands;

/// <summary><c>raft shrink</c>: the shortest trace that still breaks the same property.</summary>
internal sealed class ShrinkCommand
{
    private readonly Argument<string[]> file = new("TRACE")
    {
        Description = "a trace in which a property fell",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = Names.Files,
    };

    private readonly Option<string?> target = new("--out")
    {
        HelpName = "F",
        Description = "the file for the short trace (default: NAME.shrunk.trace.jsonl beside the trace)",
    };

    private readonly GuestOptions guests = new();
    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create() => new ShrinkCommand().Build();

    private Command Build()
    {
        var command = new Command("shrink", "Take from a trace all that its violation does not need, and look for a shorter story.") { file, target, json };
        guests.AddTo(command);
        command.SetAction(parse =>
        {
            using var those = guests.ReadIntroduced(parse);
            var input = TraceInput.Read(parse.GetValue(file)![0], those);
            return Run(input, parse.GetValue(target), parse.GetValue(json), Surroundings.Of(parse));
        });
        return command;
    }

    private static int Run(TraceInput input, string? target, bool json, Surroundings surroundings)
    {
        var file = input.File;
        var violation = input.Trace.Header.Violation
            ?? throw new BadUsageException($"{file}:1: expected a trace in which a property fell, came one in which none did");
        var report = input.With(() => Shrinker.Shrink(input.Trace, input.Rules));
        if (report.Outcome == ShrinkOutcome.DoesNotFit)
        {
            throw new BadUsageException($"{file}: {report.Detail}");
        }

        var shrunk = report.Shrunk is null ? null : Write(report.Shrunk, target ?? OutFolder.ShrunkName(file));
        var finding = new Finding(input.Trace, file) { Shrunk = shrunk };
        var lines = json ? [ReportShrink.Document(finding, report)] : ReportShrink.Lines(finding, violation.Property, report);
        foreach (var line in lines)
        {
            surroundings.Output.WriteLine(line);
        }

        return report.Outcome == ShrinkOutcome.Minimal ? ExitCode.Clean : ExitCode.Found;
    }

    private static Finding Write(Trace trace, string target)
    {
        try
        {
            TraceWriter.Write(trace, target);
            return new Finding(trace, target);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new BadUsageException($"--out expects a file that can be written, came \"{target}\"");
        }
    }
}
