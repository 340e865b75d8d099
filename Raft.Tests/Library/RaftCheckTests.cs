using Raft.Core.Protocol;
using Raft.Coyote;
using Raft.Coyote.Exploration;
using Raft.Coyote.Traces;
using Raft.Tests.Architecture;
using Raft.Tests.Traces;

namespace Raft.Tests.Library;

using Raft.Tests.Exploration;

/// <summary>What somebody gets who calls the checker from a test of theirs.</summary>
[Collection(nameof(CoyoteAlone))]
public sealed class RaftCheckTests : IDisposable
{
    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_readme_quotes_the_sample()
    {
        var sample = File.ReadAllText(Path.Combine(Repository.Root, "Raft.Tests", "Library", "MyRulesTests.cs"));
        var code = sample[sample.IndexOf("public class", StringComparison.Ordinal)..];
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.Contains($"```csharp\n{code}```", readme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_violation_fails_the_test_with_its_story_and_its_trace()
    {
        var thrown = await Assert.ThrowsAsync<RaftViolationException>(() => RaftCheck.RunAsync(Careless()));
        Assert.Equal("Vote Once", thrown.Violation.Property);
        Assert.Equal(thrown.Trace, TraceReader.Read(thrown.TraceFile));
        Assert.StartsWith("Vote Once fell at event ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("rules CarelessRules", thrown.Message, StringComparison.Ordinal);
        Assert.Contains($"Why: {thrown.Violation.Explanation}", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(thrown.Story[^1], thrown.Message, StringComparison.Ordinal);
        Assert.Equal(
            $"await RaftCheck.ReplayAsync(@\"{thrown.TraceFile}\", options => new CarelessRules(options));", thrown.Replay);
        Assert.EndsWith(thrown.Replay, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_that_it_names_replays_it_until_the_rules_are_mended()
    {
        var thrown = await Assert.ThrowsAsync<RaftViolationException>(() => RaftCheck.RunAsync(Careless()));
        var again = await Assert.ThrowsAsync<RaftViolationException>(
            () => RaftCheck.ReplayAsync(thrown.TraceFile, options => new CarelessRules(options)));
        Assert.Equal((thrown.Violation, thrown.Trace.Happenings), (again.Violation, again.Trace.Happenings));
        Assert.Equal(thrown.Story, again.Story);
        var mended = await RaftCheck.ReplayAsync(thrown.TraceFile, options => new Rules(options));
        Assert.Contains(mended, new[] { ReplayOutcome.Gone, ReplayOutcome.NoLongerFits });
    }

    [Fact]
    public async Task The_command_line_does_not_replay_rules_that_it_does_not_know()
    {
        var thrown = await Assert.ThrowsAsync<RaftViolationException>(() => RaftCheck.RunAsync(Careless()));
        Commands.Invocation.Of("replay", thrown.TraceFile).AssertBadUsage("unknown mutant \"CarelessRules\"");
    }

    [Fact]
    public async Task The_seed_decides_and_not_the_number_of_workers()
    {
        var one = await Assert.ThrowsAsync<RaftViolationException>(() => RaftCheck.RunAsync(Careless() with { Workers = 1 }));
        var two = await Assert.ThrowsAsync<RaftViolationException>(() => RaftCheck.RunAsync(Careless() with { Workers = 2 }));
        Assert.Equal(one.Message, two.Message);
        var other = await Assert.ThrowsAsync<RaftViolationException>(() => RaftCheck.RunAsync(Careless() with { Seed = 2 }));
        Assert.NotEqual(one.Message, other.Message);
    }

    [Fact]
    public async Task Who_finds_nothing_says_what_was_looked_at()
    {
        var report = await RaftCheck.RunAsync(new RaftCheckOptions { Scenarios = ["first-election-3"], Iterations = 40 });
        Assert.Equal(2 * 40, report.Schedules);
        Assert.True(report.Events > 400);
        Assert.True(report.Exercised["Election Safety"] > 0);
    }

    [Fact]
    public async Task A_check_that_looks_at_nothing_fails()
    {
        var idle = new RaftCheckOptions
        {
            Scenarios = ["first-election-3"],
            Iterations = Checker.EnoughSchedules,
            Rules = options => new IdleRules(options),
        };
        var thrown = await Assert.ThrowsAsync<RaftCheckException>(() => RaftCheck.RunAsync(idle));
        Assert.StartsWith("first-election-3 (coyote) should exercise Election Safety", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_there_is_not_is_refused_with_what_there_is()
    {
        await Refused("first-election-5", () => RaftCheck.RunAsync("peace"));
        await Refused("Vote Once", () => RaftCheck.RunAsync(Careless() with { Properties = ["Safety"] }));
        await Refused("1 to 7", () => RaftCheck.RunAsync(Careless() with { Servers = 8 }));
        await Refused("3 servers", () => RaftCheck.RunAsync(Careless() with { Scenarios = ["one-server-down"], Servers = 2 }));
        await Refused("Iterations", () => RaftCheck.RunAsync(Careless() with { Iterations = 0 }));
        File.WriteAllText(folder["file"], "");
        await Refused("file", () => RaftCheck.RunAsync(Careless() with { Folder = Path.Combine(folder["file"], "out") }));
    }

    private static async Task Refused(string named, Func<Task> run) =>
        Assert.Contains(named, (await Assert.ThrowsAnyAsync<ArgumentException>(run)).Message, StringComparison.Ordinal);

    private RaftCheckOptions Careless() => new()
    {
        Scenarios = ["first-election-3"],
        Iterations = 60,
        Rules = options => new CarelessRules(options),
        Folder = folder["out"],
    };

    private sealed class CarelessRules(Options options) : Rules(options)
    {
        protected override bool HasNotVotedForAnother(ServerState state, ServerId candidate) => true;
    }

    private sealed class IdleRules(Options options) : Rules(options)
    {
        protected override Step OnElectionTimeout(ServerState state) => Step.From(state);
    }
}
