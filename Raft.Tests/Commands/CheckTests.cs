using System.Text.Json;
using System.Text.RegularExpressions;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands;

using Raft.Tests.Exploration;

[Collection(nameof(CoyoteAlone))]
public sealed class CheckTests : IDisposable
{
    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_clean_run_ends_with_its_tables_and_no_trace()
    {
        var check = Check("first-election-3", "--iterations", "60");
        Assert.Equal(0, check.ExitCode);
        Assert.Matches("^first-election-3 +coyote +60 +[0-9,]+ +[0-9,]+ +no violation$", check.OutputLines[2]);
        Assert.Matches("^first-election-3 +rules +60 +[0-9,]+ +[0-9,]+ +no violation$", check.OutputLines[3]);
        Assert.Contains(check.OutputLines, Row("Election Safety ", " holds").IsMatch);
        Assert.Contains(check.OutputLines, Row("AppendEntries, same term ", " -").IsMatch);
        Assert.Contains("Leader on Restart", string.Join(' ', check.OutputLines), StringComparison.Ordinal);
        Assert.Matches("^No violation in 60 schedules and 60 walks, [0-9,]+ protocol events, seed 1\\.$", check.OutputLines[^1]);
        Assert.Empty(Traces());
    }

    [Fact]
    public void Its_tables_fit_on_a_page() =>
        Assert.All(Check("first-election-3", "healing", "--iterations", "60").OutputLines,
            line => Assert.InRange(line.Length, 0, 120));

    [Fact]
    public void Each_row_that_ends_is_told_on_the_side()
    {
        var lines = Check("first-election-3", "first-election-5", "--iterations", "40").Error.TrimEnd().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("1 of 4 rows done: first-election-3, coyote", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("2 of 4 rows done: first-election-3, rules", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first-election-3 lost-writes --iterations 240")]
    [InlineData("first-election-3 partitions --iterations 400 --mutant stale-vote-counted")]
    public void The_number_of_workers_changes_not_one_byte(string line)
    {
        var one = Check([.. line.Split(' '), "--workers", "1"]);
        var files = Files();
        Directory.CreateDirectory(folder["out"]).Delete(recursive: true);
        var two = Check([.. line.Split(' '), "--workers", "2"]);
        Assert.Equal((one.ExitCode, one.Output), (two.ExitCode, two.Output));
        Assert.Equal(files, Files());
    }

    [Fact]
    public void Shares_together_are_the_whole()
    {
        var whole = SchedulesOf(Check("first-election-3", "--iterations", "150", "--json"));
        var shares = Enumerable.Range(1, 2)
            .Select(share => SchedulesOf(Check("first-election-3", "--iterations", "150", "--json", "--shard", $"{share}/2")));
        Assert.Equal([150, 150], whole);
        Assert.Equal([[100, 150], [50, 0]], shares);
    }

    [Fact]
    public void A_violation_is_told_written_and_can_be_replayed()
    {
        var check = Check("first-election-3", "--mutant", "ignores-voted-for", "--iterations", "60", "--driver", "coyote");
        Assert.Equal(1, check.ExitCode);
        var files = Traces().Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, files.Count);
        Assert.Matches("^first-election-3-1-[0-9]+-ignores-voted-for\\.shrunk\\.trace\\.jsonl$", Path.GetFileName(files[0]));
        Assert.Matches("^first-election-3-1-[0-9]+-ignores-voted-for\\.trace\\.jsonl$", Path.GetFileName(files[1]));
        Assert.All(files, TraceSchema.AssertHolds);
        Assert.Contains($"The whole run is in {files[1]}, the short one in {files[0]}; this runs it again:", check.OutputLines);
        Assert.Contains($"raft replay {files[0]}", check.OutputLines);
        Assert.Contains(check.OutputLines, line => Regex.IsMatch(line, "^All that happened, shrunk from [0-9]+ events to 3:$"));
        Assert.Contains("Vote Once fell at event", check.Output, StringComparison.Ordinal);
        Assert.StartsWith("Found 1 violation in", check.OutputLines[^1], StringComparison.Ordinal);

        var replay = Invocation.Of("replay", files[1]);
        Assert.Equal((1, ""), (replay.ExitCode, replay.Error));
        Assert.Matches("^Still there: Vote Once fell again at event [0-9]+, as recorded\\.$", replay.OutputLines[^1]);
    }

    [Fact]
    public void A_violation_that_a_walk_found_is_told_and_written_too()
    {
        var check = Check("first-election-3", "--mutant", "ignores-voted-for", "--iterations", "60", "--driver", "rules", "--no-shrink");
        Assert.Equal(1, check.ExitCode);
        var file = Assert.Single(Traces());
        Assert.Matches("^first-election-3-rules-1-[0-9]+-ignores-voted-for\\.trace\\.jsonl$", Path.GetFileName(file));
        TraceSchema.AssertHolds(file);
        Assert.Contains("strategy walk", check.Output, StringComparison.Ordinal);
        Assert.Matches("^Found 1 violation in [0-9]+ walks?,", check.OutputLines[^1]);
        var trace = Raft.Coyote.Traces.TraceReader.Read(file);
        Assert.Equal((Raft.Coyote.Traces.Driver.Rules, ""), (trace.Header.Driver, trace.Schedule));
    }

    [Fact]
    public void Who_wants_traces_as_they_were_found_gets_them()
    {
        var check = Check(
            "first-election-3", "--mutant", "ignores-voted-for", "--iterations", "60", "--driver", "coyote", "--no-shrink");
        var file = Assert.Single(Traces());
        Assert.Contains($"The whole run is in {file}; this runs it again:", check.OutputLines);
    }

    [Fact]
    public void Schedules_are_replayed_as_events_and_counted()
    {
        var check = Check("first-election-3", "--iterations", "60", "--driver", "coyote");
        Assert.Equal("60 schedules of Coyote's replayed as events on the rules alone: all end in the same states.", check.OutputLines[^2]);
    }

    [Fact]
    public void Only_the_properties_that_were_asked_for_judge_in_the_check_and_in_the_replay()
    {
        var check = Check("first-election-3", "--mutant",
            "ignores-voted-for", "--iterations", "600", "--property", "election-safety", "--driver", "coyote");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("Election Safety FELL", check.OutputLines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("Vote Once", check.Output, StringComparison.Ordinal);
        Assert.All(Traces(), file => Assert.StartsWith(
            "Still there: Election Safety", Invocation.Of("replay", file).OutputLines[^1], StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_gets_one_document()
    {
        var check = Check("first-election-3", "--mutant", "ignores-voted-for", "--iterations", "60", "--json", "--driver", "coyote");
        Assert.Equal(1, check.ExitCode);
        using var document = JsonDocument.Parse(check.Output);
        var root = document.RootElement;
        Assert.Equal("raft 0.1.0", root.GetProperty("product").GetString());
        Assert.Equal(1, root.GetProperty("seed").GetInt32());
        Assert.Equal("violation", root.GetProperty("verdict").GetString());
        Assert.Equal(1, root.GetProperty("scenarios").GetArrayLength());
        Assert.Equal(Coyote.Specifications.Properties.Names.Count, root.GetProperty("properties").GetArrayLength());
        Assert.Equal(48, root.GetProperty("coverage").GetArrayLength());
        var finding = Assert.Single(root.GetProperty("findings").EnumerateArray());
        Assert.Equal("Vote Once", finding.GetProperty("property").GetString());
        Assert.True(File.Exists(finding.GetProperty("trace").GetString()));
        Assert.Equal($"raft replay {finding.GetProperty("trace").GetString()}", finding.GetProperty("replay").GetString());
    }

    [Fact]
    public void Who_is_interrupted_reports_what_was_found_so_far()
    {
        var check = Invocation.Of(new CancellationToken(canceled: true), "check", "--out", folder["out"]);
        Assert.Equal((0, "Interrupted. No violation in 0 schedules, 0 protocol events, seed 1."),
            (check.ExitCode, check.OutputLines[^1]));
    }

    [Fact]
    public void When_the_time_is_up_each_scenario_has_had_a_turn()
    {
        var check = Check("first-election-3", "first-election-5", "--time", "0.001", "--workers", "1");
        Assert.Equal(0, check.ExitCode);
        Assert.All(check.OutputLines[2..6], row => Assert.Matches("^first-election-[35] +(coyote|rules) +[1-9]", row));
    }

    private Invocation Check(params string[] words) => Invocation.Of(["check", .. words, "--out", folder["out"]]);

    private string[] Traces() => Directory.GetFiles(folder["out"], "*.trace.jsonl");

    private (string, string)[] Files() => Directory.Exists(folder["out"])
        ? [.. Traces().Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file)))]
        : [];

    private static Regex Row(string start, string end) => new($"^{start}.*{end}$");

    /// <summary>How many schedules each row counts.</summary>
    private static int[] SchedulesOf(Invocation check)
    {
        using var document = JsonDocument.Parse(check.Output);
        var rows = document.RootElement.GetProperty("scenarios").EnumerateArray();
        return [.. rows.Select(row => row.GetProperty("schedules").GetInt32())];
    }
}
