using System.Text.Json;
using Raft.Coyote.Traces;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands;

using Raft.Tests.Exploration;

[Collection(nameof(CoyoteAlone))]
public sealed class ReplayTests : IDisposable
{
    private readonly TraceFile.Folder folder = new();
    private readonly Trace found;

    public ReplayTests()
    {
        Invocation.Of(
            "check", "first-election-3", "--driver", "coyote", "--mutant", "ignores-voted-for", "--iterations", "60",
            "--no-shrink", "--out", folder["out"]);
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
        using var document = JsonDocument.Parse(Replay(found, "--json", "--times", "2").Output);
        var replay = Assert.Single(document.RootElement.GetProperty("replays").EnumerateArray());
        Assert.Equal("reproduced", replay.GetProperty("outcome").GetString());
        Assert.Equal("Vote Once", replay.GetProperty("now").GetProperty("property").GetString());
        Assert.Equal(found.Happenings.Count, replay.GetProperty("now").GetProperty("event").GetInt32());
        Assert.Equal("reproduced", replay.GetProperty("coyote").GetProperty("outcome").GetString());
        Assert.Equal("reproduced", replay.GetProperty("rules").GetProperty("outcome").GetString());
        Assert.Equal((2, true), (replay.GetProperty("times").GetInt32(), replay.GetProperty("allAlike").GetBoolean()));
    }

    [Fact]
    public void Both_ways_to_replay_it_are_told()
    {
        var replay = Replay(found, "--times", "3");
        Assert.Equal((1, ""), (replay.ExitCode, replay.Error));
        Assert.Equal(
            ["Coyote's schedule: held.", "The events on the rules alone: held.", "Each was replayed 3 times, and all ended alike."],
            replay.OutputLines[^4..^1]);
    }

    [Fact]
    public void Where_the_schedule_does_not_fit_the_events_may_hold()
    {
        var replay = Replay(found with { Schedule = "no\nschedule" });
        Assert.Equal(1, replay.ExitCode);
        Assert.StartsWith("Coyote's schedule: no longer fits: ", replay.OutputLines[^3], StringComparison.Ordinal);
        Assert.Equal("The events on the rules alone: held.", replay.OutputLines[^2]);
        Assert.StartsWith("Still there: Vote Once", replay.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_without_a_schedule_is_replayed_by_its_events()
    {
        var walked = found with { Schedule = "", Header = found.Header with { Driver = Driver.Rules, Scenario = "by-hand" } };
        var replay = Replay(walked);
        Assert.Equal(1, replay.ExitCode);
        Assert.Equal("Coyote's schedule: the trace has none.", replay.OutputLines[^3]);
    }

    [Fact]
    public void Events_that_the_rules_do_not_follow_are_refused_with_what_was_expected_and_what_came()
    {
        var mended = found with { Schedule = "", Header = found.Header with { Mutant = null } };
        Replay(mended).AssertBadUsage(
            $"t.trace.jsonl: #{found.Happenings.Count}: the story tells", "state after", "but it is", "raft check first-election-3 --strategy");
    }

    [Fact]
    public void The_worst_of_several_traces_decides()
    {
        TraceWriter.Write(found, folder["bad.trace.jsonl"]);
        TraceWriter.Write(found with { Header = found.Header with { Mutant = null } }, folder["mended.trace.jsonl"]);
        var (bad, mended) = (folder["bad.trace.jsonl"], folder["mended.trace.jsonl"]);
        var both = Invocation.Of("replay", bad, mended);
        Assert.Equal((1, 2), (both.ExitCode, both.OutputLines.Length));
        Assert.StartsWith($"{bad}: Still there: Vote Once fell again", both.OutputLines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{mended}: Gone: ", both.OutputLines[1], StringComparison.Ordinal);
        var withNone = Invocation.Of("replay", folder["nothing"], bad);
        Assert.Equal((2, 1), (withNone.ExitCode, withNone.OutputLines.Length));
        Assert.StartsWith($"{folder["nothing"]}:1: ", withNone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_ran_it_and_how_must_be_known()
    {
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
