using System.Text.Json;
using Raft.Coyote.Traces;
using Raft.Tests.Exploration;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands;

public sealed class ShrinkCommandTests : IDisposable
{
    private static readonly Trace Found = Runs.Walk("stale-vote-counted", 20_000, "Election Safety");

    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_short_trace_is_told_written_and_replays()
    {
        var shrink = Shrink(Found);
        Assert.Equal((0, ""), (shrink.ExitCode, shrink.Error));
        Assert.Matches("^[0-9]+ events -> [0-9]+ events; nothing can be taken from it\\.$", shrink.OutputLines[^1]);
        Assert.Contains($"raft replay {folder["t.shrunk.trace.jsonl"]}", shrink.OutputLines);
        var replay = Invocation.Of("replay", folder["t.shrunk.trace.jsonl"]);
        Assert.Equal(1, replay.ExitCode);
        Assert.Contains("shrunk from", replay.OutputLines[0], StringComparison.Ordinal);
        Assert.StartsWith("Still there: Election Safety fell again", replay.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Shrunk_again_it_is_the_same_file_byte_for_byte()
    {
        Shrink(Found);
        var before = File.ReadAllBytes(folder["t.shrunk.trace.jsonl"]);
        Assert.Equal(0, Invocation.Of("shrink", folder["t.shrunk.trace.jsonl"]).ExitCode);
        Assert.Equal(before, File.ReadAllBytes(folder["t.shrunk.trace.jsonl"]));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void The_user_says_where_it_goes()
    {
        Shrink(Found, "--out", folder["short"]);
        Assert.True(File.Exists(folder["short"]));
        Shrink(Found, "--out", folder["no/such/folder"]).AssertBadUsage("--out", folder["no/such/folder"]);
    }

    [Fact]
    public void A_program_gets_one_document()
    {
        using var document = JsonDocument.Parse(Shrink(Found, "--json").Output);
        var root = document.RootElement;
        Assert.Equal("minimal", root.GetProperty("outcome").GetString());
        Assert.Equal(Found.Happenings.Count, root.GetProperty("eventsBefore").GetInt32());
        var shrunk = root.GetProperty("finding").GetProperty("shrunk");
        Assert.Equal(root.GetProperty("eventsAfter").GetInt32(), shrunk.GetProperty("event").GetInt32());
        Assert.Equal(folder["t.shrunk.trace.jsonl"], shrunk.GetProperty("trace").GetString());
    }

    [Fact]
    public void A_violation_that_is_gone_leaves_no_file()
    {
        var violation = Found.Header.Violation! with { Property = "Log Matching" };
        var shrink = Shrink(Found with { Header = Found.Header with { Violation = violation } });
        Assert.Equal(1, shrink.ExitCode);
        Assert.StartsWith("Gone: Log Matching does not fall any more: Election Safety does", shrink.OutputLines[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(folder["t.shrunk.trace.jsonl"]));
    }

    [Fact]
    public void What_cannot_be_shrunk_is_refused_with_its_place()
    {
        Shrink(Found with { Header = Found.Header with { Violation = null } }).AssertBadUsage("t.trace.jsonl:1:", "a property fell");
        Shrink(Found with { Header = Found.Header with { Mutant = null } }).AssertBadUsage("t.trace.jsonl: #", "the story tells");
        Shrink(Found with { Header = Found.Header with { Mutant = "none" } }).AssertBadUsage(":1:", "unknown mutant");
        Shrink(Found with { Header = Found.Header with { Draw = [new Drawn("judged by", "Safety")] } }).AssertBadUsage(":1:", "Safety");
        Invocation.Of("shrink", folder["nothing"]).AssertBadUsage($"{folder["nothing"]}:1: ");
        Invocation.Of("shrink").AssertBadUsage();
        Invocation.Of("shrink", "--faster").AssertBadUsage("--faster", "--out");
        Assert.False(File.Exists(folder["t.shrunk.trace.jsonl"]));
    }

    private Invocation Shrink(Trace trace, params string[] more)
    {
        TraceWriter.Write(trace, folder["t.trace.jsonl"]);
        return Invocation.Of(["shrink", folder["t.trace.jsonl"], .. more]);
    }
}
