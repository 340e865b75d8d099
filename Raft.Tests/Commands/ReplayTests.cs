using System.Text.Json;
using Raft.Coyote.Traces;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands;

public sealed class ReplayTests : IDisposable
{
    private readonly TraceFile.Folder folder = new();
    private readonly Trace found;

    public ReplayTests()
    {
        Invocation.Of("check", "first-election-3", "--driver", "coyote", "--mutant", "ignores-voted-for", "--iterations", "60", "--out", folder["out"]);
        found = TraceReader.Read(Directory.GetFiles(folder["out"], "*.trace.jsonl")[0]);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_bug_that_is_mended_is_gone()
    {
        var replay = Replay(found with { Header = found.Header with { Mutant = null } });
        Assert.Equal(0, replay.ExitCode);
        Assert.StartsWith("Gone: ", replay.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Another_property_is_a_difference()
    {
        var violation = found.Header.Violation! with { Property = "Election Safety" };
        var replay = Replay(found with { Header = found.Header with { Violation = violation } });
        Assert.Equal(1, replay.ExitCode);
        Assert.Matches(
            "^It differs: Vote Once fell at event ([0-9]+); when it was recorded Election Safety fell at event \\1\\.$",
            replay.OutputLines[^1]);
    }

    [Fact]
    public void A_program_gets_one_document()
    {
        using var document = JsonDocument.Parse(Replay(found, "--json").Output);
        Assert.Equal("reproduced", document.RootElement.GetProperty("outcome").GetString());
        Assert.Equal("Vote Once", document.RootElement.GetProperty("now").GetProperty("property").GetString());
        Assert.Equal(found.Happenings.Count, document.RootElement.GetProperty("now").GetProperty("event").GetInt32());
    }

    [Fact]
    public void A_schedule_that_does_not_fit_names_the_command_that_searches_anew() =>
        Replay(found with { Schedule = "no\nschedule" })
            .AssertBadUsage("raft check first-election-3 --strategy random --seed 1 --mutant ignores-voted-for");

    [Fact]
    public void Who_ran_it_and_how_must_be_known()
    {
        Replay(found with { Schedule = "" }).AssertBadUsage("t.trace.jsonl:1:", "schedule");
        Replay(found with { Schedule = "", Header = found.Header with { Driver = Driver.Rules } }).AssertBadUsage("rules alone");
        Replay(found with { Header = found.Header with { Scenario = "peace" } })
            .AssertBadUsage(":1:", "unknown scenario \"peace\"", "healing");
        Replay(found with { Header = found.Header with { Mutant = "none" } })
            .AssertBadUsage(":1:", "unknown mutant \"none\"", "ignores-voted-for");
    }

    [Theory]
    [InlineData("servers asked for", "1000000")]
    [InlineData("servers asked for", "three")]
    [InlineData("events asked for", "0")]
    [InlineData("commit rule asked for", "17")]
    [InlineData("judged by", "Safety")]
    public void What_was_asked_for_must_make_sense(string name, string value) =>
        Replay(found with { Header = found.Header with { Draw = [new Drawn(name, value)] } }).AssertBadUsage(":1:", name, value);

    [Fact]
    public void What_is_no_trace_is_refused_with_its_place()
    {
        Invocation.Of("replay", folder["nothing"]).AssertBadUsage($"{folder["nothing"]}:1: ");
        var lines = TraceFile.LinesOf(found);
        File.WriteAllLines(folder["cut"], lines[..^1]);
        Invocation.Of("replay", folder["cut"]).AssertBadUsage($"{folder["cut"]}:{lines.Length}: ");
    }

    private Invocation Replay(Trace trace, params string[] more)
    {
        TraceWriter.Write(trace, folder["t.trace.jsonl"]);
        return Invocation.Of(["replay", folder["t.trace.jsonl"], .. more]);
    }
}
