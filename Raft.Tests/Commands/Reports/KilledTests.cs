using System.Diagnostics;
using System.Text.Json;
using Raft.Coyote.Traces;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands.Reports;

using Raft.Tests.Exploration;

/// <summary>The process itself is killed, in the hardest way, as soon as it has told of a finding.</summary>
[Collection(nameof(CoyoteAlone))]
public sealed class KilledTests : IDisposable
{
    private const int Kills = 3;

    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("term-not-durable")]
    [InlineData("ignores-voted-for")]
    public void No_finding_is_lost_and_the_rest_is_found_when_it_goes_on(string mutant)
    {
        string[] words =
        [
            "check", "first-election-3", "first-election-5", "contested-elections", "lagging-followers",
            "--mutant", mutant, "--iterations", "400", "--workers", "1", "--no-shrink",
        ];
        Invocation.Of([.. words, "--out", folder["whole"]]);
        var all = Findings("whole");
        Assert.True(all.Length >= Kills);
        for (var count = 1; count <= Kills; count++)
        {
            KillAfter(count, [.. words, "--out", folder["killed"]]);
            AssertFound("killed", all[..count]);
        }

        Invocation.Of("check", "--resume", folder["killed"]);
        var (whole, killed) = (folder.Reports("whole"), Without(folder.Reports("killed"), ".unfinished"));
        Assert.Equal(whole.Select(file => file.Name), killed.Select(file => file.Name));
        Assert.All(whole.Zip(killed), pair => Assert.Equal(pair.First.Text, pair.Second.Text));
    }

    /// <summary>At least these are in each report, and their traces are whole.</summary>
    private void AssertFound(string name, string[] traces)
    {
        Assert.Equal(traces, Findings(name)[..traces.Length]);
        Assert.All(traces, trace => Assert.NotNull(TraceReader.Read(Path.Combine(folder[name], trace))));
        Assert.Empty(Published.ProblemsOfJUnit(folder.Report(name, "junit.xml")));
        Assert.All(new[] { "junit.xml", "results.sarif", "summary.md" }, report =>
            Assert.All(traces, trace => Assert.Contains(trace, folder.Report(name, report), StringComparison.Ordinal)));
    }

    private string[] Findings(string name)
    {
        using var document = JsonDocument.Parse(folder.Report(name, "report.json"));
        var findings = document.RootElement.GetProperty("findings").EnumerateArray();
        return [.. findings.Select(finding => finding.GetProperty("trace").GetString()!)];
    }

    private static void KillAfter(int findings, string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "raft.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        for (var found = 0; found < findings && process.StandardOutput.ReadLine() is { } line;)
        {
            found += line.EndsWith(" FELL", StringComparison.Ordinal) ? 1 : 0;
        }

        process.Kill();
        process.WaitForExit();
        Assert.NotEqual(0, process.ExitCode);
    }

    private static (string Name, string Text)[] Without((string Name, string Text)[] files, string ending) =>
        [.. files.Where(file => !file.Name.EndsWith(ending, StringComparison.Ordinal))];
}
