using System.Text.Json;
using Raft.Tests.Conformance;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands;

/// <summary><c>raft conform</c>.</summary>
public sealed class ConformTests : IDisposable
{
    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_accepted_trace_exits_with_0_and_says_what_was_judged()
    {
        var run = Invocation.Of("conform", File("etcd/basic-s1-300.ndjson"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("format etcd: 301 events of 3 servers, greatest term 2, 1 term with a leader, greatest commitIndex 8", run.Output, StringComparison.Ordinal);
        Assert.Contains("properties: hold; steps: hold", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_one_exits_with_1_and_names_the_event_the_state_and_the_rule()
    {
        var run = Invocation.Of("conform", File("etcd/mut-doublevote-s3908.ndjson"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(":319: refused: wrong message", run.OutputLines[0], StringComparison.Ordinal);
        Assert.Contains("3 is candidate in term 7, voted for 3", run.Output, StringComparison.Ordinal);
        Assert.Contains("section 5.2", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_can_be_given_with_a_trace_or_alone()
    {
        var history = File("etcd/bug-staleread-s1-1000.hist.jsonl");
        Assert.Equal(0, Invocation.Of("conform", File("etcd/bug-staleread-s1-1000.ndjson")).ExitCode);
        Assert.Equal(1, Invocation.Of("conform", File("etcd/bug-staleread-s1-1000.ndjson"), "--history", history).ExitCode);
        Assert.Contains("not linearizable", Invocation.Of("conform", history).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_document()
    {
        var run = Invocation.Of("conform", "--json", File("etcd/mut-stalelog-s977.ndjson"), File("canonical/basic-s1.ndjson"));
        var traces = JsonDocument.Parse(run.Output).RootElement.GetProperty("traces");
        Assert.Equal([false, true], traces.EnumerateArray().Select(trace => trace.GetProperty("accepted").GetBoolean()));
        Assert.Equal(143, traces[0].GetProperty("first").GetProperty("line").GetInt32());
        Assert.Equal(921, traces[0].GetProperty("properties").GetProperty("line").GetInt32());
    }

    [Fact]
    public void What_is_no_trace_is_bad_usage()
    {
        System.IO.File.WriteAllText(folder["bad"], "{\"tag\":\"trace\",\"event\":{}}\n");
        Invocation.Of("conform", folder["bad"]).AssertBadUsage(":1: event.name: expected the field");
        Invocation.Of("conform", folder["none"]).AssertBadUsage("there is no such file");
        Invocation.Of("conform", folder["bad"], "--format", "zab").AssertBadUsage("unknown format \"zab\"", "raft, log, etcd, canonical");
    }

    private string File(string name)
    {
        var file = folder[Path.GetFileName(name)];
        System.IO.File.WriteAllBytes(file, ForeignTraces.Bytes(name));
        return file;
    }
}
