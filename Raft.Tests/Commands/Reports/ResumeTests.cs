using Raft.Tests.Traces;

namespace Raft.Tests.Commands.Reports;

using Raft.Tests.Exploration;

/// <summary>A check that was interrupted goes on, and ends as if it had not been.</summary>
[Collection(nameof(CoyoteAlone))]
public sealed class ResumeTests : IClassFixture<ResumeTests.Whole>, IDisposable
{
    private readonly Whole whole;
    private readonly TraceFile.Folder folder = new();

    public ResumeTests(Whole whole) => this.whole = whole;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(int.MaxValue)]
    public void From_any_line_it_goes_on_to_the_same_end(int lines)
    {
        Begin(whole.Progress.Take(lines));
        var resumed = folder.Resume("a", "--workers", "2");
        Assert.Equal(whole.Check.OutputAs(whole.Files["a"], folder["a"]), resumed.Output);
        Assert.Equal(whole.Check.ExitCode, resumed.ExitCode);
        Assert.Equal(whole.Files.Reports("a"), folder.Reports("a"));
        Assert.Equal(whole.Progress, File.ReadAllLines(folder.ProgressOf("a")));
    }

    [Fact]
    public void A_torn_last_line_is_as_good_as_none()
    {
        Begin(whole.Progress.Take(5), torn: whole.Progress[5][..100]);
        folder.Resume("a");
        Assert.Equal(whole.Files.Reports("a"), folder.Reports("a"));
        Assert.Equal(whole.Progress, File.ReadAllLines(folder.ProgressOf("a")));
    }

    [Fact]
    public void What_ran_is_not_run_again()
    {
        var counted = whole.Progress[1].Replace("\"events\":", "\"events\":1000000", StringComparison.Ordinal);
        Begin([whole.Progress[0], counted]);
        Assert.Matches("\nfirst-election-3 +coyote +[0-9]+ +[0-9,]{13}", folder.Resume("a").Output);
    }

    [Fact]
    public void With_a_time_a_scenario_that_was_over_stays_over()
    {
        folder.Run("a", "--time", "0.001");
        var reports = folder.Reports("a");
        folder.Resume("a");
        Assert.Equal(reports, folder.Reports("a"));
    }

    [Theory]
    [InlineData("--seed 2", "\"--seed 2\" contradicts", "raft check first-election-3")]
    [InlineData("healing", "\"healing\" contradicts")]
    [InlineData("--shard 1/2", "\"--shard 1/2\" contradicts")]
    [InlineData("--out elsewhere", "--out elsewhere")]
    public void Other_wishes_are_refused(string line, params string[] named)
    {
        Begin(whole.Progress);
        folder.Resume("a", line.Split(' ')).AssertBadUsage(named);
    }

    [Fact]
    public void The_same_wishes_may_be_said_again()
    {
        Begin(whole.Progress);
        var resumed = Invocation.Of(["check", .. Checked.Words, "--resume", folder["a"], "--out", folder["a"]]);
        Assert.Equal(1, resumed.ExitCode);
    }

    [Theory]
    [InlineData(1, "\"kind\":\"request\"", "\"kind\":\"wish\"", "expected a request, a block or the end")]
    [InlineData(1, "\"format\":1", "\"format\":2", "in format 2")]
    [InlineData(1, "raft 0.1.0", "raft 9.9.9", "came one of raft 9.9.9")]
    [InlineData(1, "partitions", "peace", "unknown scenario \"peace\"")]
    [InlineData(1, "\"1870\"", "\"0\"", "--iterations")]
    [InlineData(2, "\"block\":0", "\"block\":1", "expected block 0 of first-election-3 (coyote), came block 1")]
    [InlineData(2, "first-election-3", "healing", "came \"healing\", \"coyote\"")]
    [InlineData(2, "\"driver\":\"coyote\"", "\"driver\":\"crowd\"", "came \"first-election-3\", \"crowd\"")]
    [InlineData(2, "\"schedules\":50", "\"schedules\":51", "at most 50 schedules")]
    [InlineData(2, "\"schedules\":50", "\"schedules\":-1", "at most 50 schedules")]
    [InlineData(2, "\"Election Safety\":", "\"Selection Safety\":", "properties that there are")]
    [InlineData(2, "\"coverage\":[", "\"coverage\":[0,", "counts of coverage")]
    [InlineData(2, "\"states\":\"", "\"states\":\"!", "base64")]
    [InlineData(2, "\"level\":0", "\"level\":64", "level from 0 to 63")]
    [InlineData(2, "\"fault\":null", "\"fault\":null,\"more\":1", "expected a request, a block or the end")]
    [InlineData(2, "\"fault\":null", "\"fault\":\"out of paper\"", "expected no more blocks of first-election-3 (coyote), came block 1")]
    [InlineData(3, "{", "", "expected a request, a block or the end")]
    public void A_bad_line_is_refused_with_its_place(int line, string good, string bad, string named)
    {
        var lines = whole.Progress.ToArray();
        Assert.Contains(good, lines[line - 1], StringComparison.Ordinal);
        var place = lines[line - 1].IndexOf(good, StringComparison.Ordinal);
        lines[line - 1] = lines[line - 1].Remove(place, good.Length).Insert(place, bad);
        Begin(lines);
        var refusedAt = named.StartsWith("expected no more", StringComparison.Ordinal) ? line + 1 : line;
        folder.Resume("a").AssertBadUsage($"{folder.ProgressOf("a")}:{refusedAt}: ", named);
    }

    [Fact]
    public void A_folder_without_a_record_is_refused()
    {
        folder.Resume("nothing").AssertBadUsage($"{folder.ProgressOf("nothing")}:1: ");
        Begin([], torn: whole.Progress[0]);
        folder.Resume("a").AssertBadUsage($"{folder.ProgressOf("a")}:1: ");
        Begin(whole.Progress.Take(1).Concat(whole.Progress.Take(1)));
        folder.Resume("a").AssertBadUsage($"{folder.ProgressOf("a")}:2: ");
    }

    [Fact]
    public void A_trace_that_is_gone_is_refused()
    {
        Begin(whole.Progress);
        var trace = folder.TracesOf("a")[0];
        File.Delete(trace);
        folder.Resume("a").AssertBadUsage($"{trace}:1: ");
    }

    private void Begin(IEnumerable<string> lines, string torn = "")
    {
        Directory.CreateDirectory(folder["a"]);
        foreach (var file in whole.Files.TracesOf("a"))
        {
            File.Copy(file, Path.Combine(folder["a"], Path.GetFileName(file)), overwrite: true);
        }

        File.WriteAllText(folder.ProgressOf("a"), string.Concat(lines.Select(line => $"{line}\n")) + torn);
    }

    /// <summary>The check that nobody interrupted.</summary>
    public sealed class Whole : IDisposable
    {
        public Whole() => Check = Files.Run("a");

        internal TraceFile.Folder Files { get; } = new();

        internal Invocation Check { get; }

        internal string[] Progress => File.ReadAllLines(Files.ProgressOf("a"));

        public void Dispose() => Files.Dispose();
    }
}
