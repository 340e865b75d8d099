using Raft.Tests.Traces;

namespace Raft.Tests.Commands;

/// <summary>Bad usage is refused with one line that names what is bad and what there is, and nothing is written.</summary>
public sealed class BadUsageTests : IDisposable
{
    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "check, explore, merge, replay, shrink, show, conform, vectors, step, mutants, elections, bench")]
    [InlineData("elect", "\"elect\"", "check, explore, merge, replay, shrink, show, conform, vectors, step, mutants, elections, bench")]
    [InlineData("mutants", "list, run")]
    [InlineData("mutants show", "\"show\"", "list, run")]
    [InlineData("mutants list all", "\"all\"", "raft mutants list --help")]
    [InlineData("check first-election", "unknown scenario \"first-election\"", "first-election-3, first-election-5")]
    [InlineData("check @first-election-3", "\"@first-election-3\"", "first-election-5")]
    [InlineData("check --fast", "unknown option \"--fast\"", "--servers", "--json")]
    [InlineData("check healing --fast", "unknown option \"--fast\"", "--servers")]
    [InlineData("replay t --fast", "unknown option \"--fast\"", "--json")]
    [InlineData("check --strategy dfs", "unknown strategy \"dfs\"", "random", "partial-order-sampling")]
    [InlineData("check --mutant none", "unknown mutant \"none\"", "ignores-voted-for")]
    [InlineData("check --property Safety", "unknown property \"Safety\"", "Election Safety", "Logs Converge")]
    [InlineData("check --driver none", "unknown driver \"none\"", "coyote", "rules", "both")]
    [InlineData("check --driver rules --strategy random", "\"random\"", "the driver's", "walk")]
    [InlineData("check --commit-rule half", "unknown commit rule \"half\"", "quorum, all-servers, leader-alone")]
    [InlineData("check --servers 0", "--servers", "1 to 7", "\"0\"")]
    [InlineData("check --servers 8", "--servers", "1 to 7", "\"8\"")]
    [InlineData("check --servers 1000000", "--servers", "1 to 7", "\"1000000\"")]
    [InlineData("check --servers x", "--servers", "1 to 7", "\"x\"")]
    [InlineData("check --servers", "--servers")]
    [InlineData("check --workers 0", "--workers", "\"0\"")]
    [InlineData("check --seed abc", "--seed", "\"abc\"")]
    [InlineData("check --seed -1", "--seed", "\"-1\"")]
    [InlineData("check --seed 9223372036854775808", "--seed", "\"9223372036854775808\"")]
    [InlineData("check --seed 1 --seed 2", "--seed")]
    [InlineData("check --iterations 0", "--iterations", "\"0\"")]
    [InlineData("check --iterations -5", "--iterations", "\"-5\"")]
    [InlineData("check --iterations 1e3", "--iterations", "\"1e3\"")]
    [InlineData("check --time 0", "--time", "\"0\"")]
    [InlineData("check --time soon", "--time", "\"soon\"")]
    [InlineData("check --time NaN", "--time", "\"NaN\"")]
    [InlineData("check --events 0", "--events", "\"0\"")]
    [InlineData("check --shard 0/2", "--shard", "\"0/2\"")]
    [InlineData("check --shard 3/2", "--shard", "\"3/2\"")]
    [InlineData("check --shard 1/2/3", "--shard", "\"1/2/3\"")]
    [InlineData("check --shard x", "--shard", "\"x\"")]
    [InlineData("check --shard 2/2 --iterations 1", "2/2", "1 schedule")]
    [InlineData("check healing --strategy pct", "\"healing\"", "fair", "random")]
    [InlineData("check one-server-down --servers 2", "\"one-server-down\"", "3 servers")]
    [InlineData("mutants run nobody", "unknown mutant \"nobody\"", "ignores-voted-for")]
    [InlineData("mutants run --seeds 0", "--seeds", "\"0\"")]
    [InlineData("mutants run --strategy dfs", "unknown strategy \"dfs\"")]
    [InlineData("replay", "replay")]
    [InlineData("bench --rounds 0", "--rounds", "\"0\"")]
    [InlineData("elections --fast", "unknown option \"--fast\"", "--timeouts", "--svg")]
    [InlineData("elections 5", "\"5\"", "raft elections --help")]
    [InlineData("elections --servers 2", "--servers", "3 to 15", "\"2\"")]
    [InlineData("elections --servers 16", "--servers", "3 to 15", "\"16\"")]
    [InlineData("elections --timeouts 150", "--timeouts", "A-B", "\"150\"")]
    [InlineData("elections --timeouts 0-10", "--timeouts", "1 to 100000", "\"0-10\"")]
    [InlineData("elections --timeouts 150-155 --timeouts x-2", "--timeouts", "\"x-2\"")]
    [InlineData("elections --timeouts 1e2-1e3", "--timeouts", "\"1e2-1e3\"")]
    [InlineData("elections --timeouts NaN-NaN", "--timeouts", "\"NaN-NaN\"")]
    [InlineData("elections --timeouts 10-100001", "--timeouts", "\"10-100001\"")]
    [InlineData("elections --delay 9-4", "--delay", "smaller first", "\"9-4\"")]
    [InlineData("elections --delay -1-4", "--delay", "\"-1-4\"")]
    [InlineData("elections --delay 1-2-3", "--delay", "\"1-2-3\"")]
    [InlineData("elections --disk slow", "--disk", "\"slow\"")]
    [InlineData("elections --own-vote never", "unknown own vote \"never\"", "first, beside")]
    [InlineData("elections --vote-writes 3", "--vote-writes", "1 to 2", "\"3\"")]
    [InlineData("elections --trials 0", "--trials", "\"0\"")]
    [InlineData("elections --trials 1000001", "--trials", "\"1000001\"")]
    [InlineData("elections --seed -1", "--seed", "\"-1\"")]
    [InlineData("elections --svg", "--svg")]
    [InlineData("elections --svg -", "--svg", "\"-\"")]
    [InlineData("show", "show")]
    [InlineData("show a b", "\"b\"", "raft show --help")]
    [InlineData("show t --svg f", "unknown option \"--svg\"", "--html", "--mermaid", "--shiviz", "--json")]
    [InlineData("show t --html", "--html")]
    [InlineData("show t --html a --html b", "--html")]
    public void It_is_refused(string line, params string[] named)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var takesFolder = words is ["check", ..] or ["mutants", "run", ..];
        Invocation.Of(takesFolder ? [.. words, "--out", folder["out"]] : words).AssertBadUsage(named);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void It_is_refused_for_programs_too() =>
        Invocation.Of("check", "--json", "--servers", "0").AssertBadUsage("--servers");

    [Fact]
    public void What_the_user_gave_does_not_break_the_line() =>
        Invocation.Of("check", "a\nb\r\u001b[0m")
            .AssertBadUsage("unknown scenario \"a?b??[0m\"");

    [Theory]
    [InlineData("check")]
    [InlineData("mutants run")]
    public void A_folder_that_cannot_be_written_to_is_refused_before_anything_runs(string verb)
    {
        File.WriteAllText(folder["file"], "not a folder");
        Invocation.Of([.. verb.Split(' '), "--out", Path.Combine(folder["file"], "out")]).AssertBadUsage("--out", folder["file"]);
        Assert.Equal([folder["file"]], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("--help", "mutants")]
    [InlineData("check --help", "--iterations")]
    [InlineData("mutants run --help", "--seeds")]
    [InlineData("show --help", "--shiviz")]
    [InlineData("elections --help", "--own-vote")]
    public void Whoever_asks_for_help_gets_it(string line, string named)
    {
        var help = Invocation.Of(line.Split(' '));
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains(named, help.Output, StringComparison.Ordinal);
    }
}
