using Raft.Coyote.Commands;
using Raft.Coyote.Commands.Reports;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands.Reports;

/// <summary>Folders that checks leave, to compare and to break.</summary>
internal static class Checked
{
    /// <summary>What all checks here ask for: a bug that falls in some scenarios, soon in one and later in another.</summary>
    public static readonly string[] Words =
        ["first-election-3", "partitions", "lossy-network", "--mutant", "commit-own-last-index", "--iterations", "1870"];

    public static Invocation Run(this TraceFile.Folder folder, string name, params string[] more) =>
        Invocation.Of(["check", .. Words, .. more, "--out", folder[name]]);

    public static Invocation Resume(this TraceFile.Folder folder, string name, params string[] more) =>
        Invocation.Of(["check", "--resume", folder[name], .. more]);

    public static Invocation Merge(this TraceFile.Folder folder, string into, params string[] names) =>
        Invocation.Of(["merge", .. names.Select(name => folder[name]), "--out", folder[into]]);

    /// <summary>All files of a folder but the record of its progress.</summary>
    public static (string Name, string Text)[] Reports(this TraceFile.Folder folder, string name) =>
    [
        .. Directory.GetFiles(folder[name]).Order(StringComparer.Ordinal)
            .Where(file => Path.GetFileName(file) != "progress.jsonl")
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file))),
    ];

    public static string Report(this TraceFile.Folder folder, string name, string report) =>
        File.ReadAllText(Path.Combine(folder[name], report));

    public static string ProgressOf(this TraceFile.Folder folder, string name) => Path.Combine(folder[name], "progress.jsonl");

    public static string[] TracesOf(this TraceFile.Folder folder, string name) =>
        [.. Directory.GetFiles(folder[name], "*index.trace.jsonl").Order(StringComparer.Ordinal)];

    /// <summary>The screen, with the one folder called as the other.</summary>
    public static string OutputAs(this Invocation invocation, string folder, string other) =>
        invocation.Output.Replace(folder, other, StringComparison.Ordinal);

    /// <summary>A report of one scenario that ended in this way.</summary>
    public static CheckReport Of(ScenarioRow row)
    {
        var summary = new CheckSummary(Exploration.Runs.Request(1).Subject);
        summary.Add(row);
        return new CheckReport(summary, "raft check", [row.Leg]);
    }
}
