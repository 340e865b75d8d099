using Raft.Coyote.Commands;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Coyote;

/// <summary>A check says nothing of the rules: it failed itself, or looked at less than it should.</summary>
public class RaftCheckException : Exception
{
    internal RaftCheckException(string message)
        : base(message)
    {
    }
}

/// <summary>A property of Raft fell. The message tells the story; the trace of the whole run is in a file.</summary>
public sealed class RaftViolationException : RaftCheckException
{
    internal RaftViolationException(Finding finding, bool isOfOwnRules)
        : base(Tell(finding, ReplayOf(finding, isOfOwnRules)))
    {
        Trace = finding.Shortest.Trace;
        TraceFile = Path.GetFullPath(finding.Shortest.File);
        WholeTraceFile = Path.GetFullPath(finding.File);
        Replay = ReplayOf(finding, isOfOwnRules);
        var told = Trace.Happenings.Items.Select(Narration.Tell);
        Story = [.. told.Select((line, position) => $"#{position + 1} {line}")];
    }

    /// <summary>The property that fell, and why.</summary>
    public Violation Violation => Trace.Header.Violation!;

    /// <summary>The shortest run that shows it.</summary>
    public Trace Trace { get; }

    /// <summary>The file that this run is in.</summary>
    public string TraceFile { get; }

    /// <summary>The file of the run in which it was found.</summary>
    public string WholeTraceFile { get; }

    /// <summary>What runs it again: a command, or for rules of your own a line of C#.</summary>
    public string Replay { get; }

    /// <summary>All that happened, an event a line.</summary>
    public IReadOnlyList<string> Story { get; }

    /// <summary>The command line knows no rules but ours.</summary>
    private static string ReplayOf(Finding finding, bool isOfOwnRules) => isOfOwnRules
        ? finding.Shortest.ReplayCommand
        : $"await RaftCheck.ReplayAsync(@\"{finding.Shortest.File}\", options => new {finding.Trace.Header.Mutant}(options));";

    private static string Tell(Finding finding, string replay) =>
        string.Join('\n', ReportFinding.Lines(finding).SkipLast(1).Append(replay));
}
