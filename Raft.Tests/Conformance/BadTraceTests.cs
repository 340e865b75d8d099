using System.Text;
using Raft.Coyote.Conformance;
using Raft.Coyote.Conformance.Histories;
using Raft.Coyote.Conformance.Readers;
using Raft.Coyote.Traces;
using Raft.Tests.Traces;

namespace Raft.Tests.Conformance;

/// <summary>What is no trace is told with its line and its field.</summary>
public class BadTraceTests
{
    private const string Start = """
        {"tag":"trace","event":{"name":"InitState","nid":"1","state":{"term":0,"vote":"0","commit":0},"role":"StateFollower","log":0,"conf":[["1"],[]]}}
        """;

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("{\"a\":1}\n", 1, "one of the formats raft, log, etcd, canonical")]
    [InlineData("nonsense\n", 1, "one of the formats")]
    public void What_is_of_no_format(string trace, int line, string said) => AssertRefused(trace, line, said);

    [Theory]
    [InlineData("\"nid\":\"1\",", "", "event.nid: expected the field \"nid\", it is missing")]
    [InlineData("\"term\":0", "\"term\":18446744073709551616", "event.state.term: expected a whole number from 0 to")]
    [InlineData("\"term\":0", "\"term\":-1", "event.state.term")]
    [InlineData("\"term\":0", "\"term\":\"0\"", "event.state.term: expected a whole number from 0 to 9223372036854775807, came \"0\"")]
    [InlineData("\"commit\":0", "\"commit\":0.5", "event.state.commit")]
    [InlineData(",\"commit\":0", "", "event.state.commit: expected the field")]
    [InlineData("\"role\":\"StateFollower\"", "\"role\":\"Boss\"", "event.role: expected one of StateFollower")]
    [InlineData("\"name\":\"InitState\"", "\"name\":\"Init\"", "event.name: expected one of InitState")]
    [InlineData("\"name\":\"InitState\"", "\"name\":\"\\ud800\"", "event.name: expected one of InitState")]
    [InlineData("\"conf\":[[\"1\"],[]]", "\"conf\":{}", "event.conf: expected an array")]
    [InlineData("\"tag\"", "\"more\":[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]],\"tag\"", "at most 16 deep")]
    [InlineData("\"log\":0", "\"log\":0,", "byte")]
    [InlineData("}}", "}} {}", "expected one JSON object")]
    public void A_line_that_is_not_as_it_should_be(string good, string bad, string said) =>
        AssertRefused($"{Start}\n{Start.Replace(good, bad, StringComparison.Ordinal)}\n", 2, said);

    [Fact]
    public void A_file_that_is_cut_off_in_a_line() =>
        AssertRefused($"{Start}\n{Start[..80]}", 2, "the file ends after 80 bytes of it: was it cut off?");

    [Fact]
    public void A_last_line_without_a_line_feed_is_whole_if_it_is() => Assert.True(Judge($"{Start}\n{Start}").IsAccepted);

    [Fact]
    public void A_server_that_never_started() => AssertRefused(
        $"{Start}\n{Start.Replace("\"nid\":\"1\"", "\"nid\":\"2\"", StringComparison.Ordinal).Replace("InitState", "Ready", StringComparison.Ordinal)}\n",
        2, "expected the InitState of 2 first, came Ready");

    [Fact]
    public void Bytes_that_are_no_text()
    {
        byte[] trace = [.. Encoding.UTF8.GetBytes(Start + "\n"), (byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}', (byte)'\n'];
        var exception = Assert.Throws<TraceFormatException>(() => ForeignTraces.Judge(trace, "t"));
        Assert.Contains("UTF-8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_an_end_is_not_held_in_memory()
    {
        using var stream = new EndlessStream(new byte[4096], Encoding.UTF8.GetBytes(Start + "\n"));
        var etcd = Formats.All.Single(format => format.Name == "etcd");
        var exception = Assert.Throws<TraceFormatException>(() => Conformity.Judge(stream, "t", etcd));
        Assert.Equal(2, exception.Line);
        Assert.True(stream.Taken < 4 * LogLines.LongestLine, $"{stream.Taken} bytes were taken");
    }

    [Theory]
    [InlineData("{\"client\":1,\"op\":\"get\",\"key\":\"x\"}", "call: expected the field")]
    [InlineData("{\"client\":1,\"op\":\"delete\",\"key\":\"x\",\"call\":1}", "op: expected one of get, put, append")]
    [InlineData("{\"client\":1,\"op\":\"get\",\"key\":\"x\",\"call\":5,\"ret\":4}", "ret: expected a time from 5 on")]
    public void A_history_that_is_none(string line, string said)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        var exception = Assert.Throws<TraceFormatException>(() => HistoryJudge.Judge(new MemoryStream(bytes), "h"));
        Assert.Contains($"h:1: {said}", exception.Message, StringComparison.Ordinal);
    }

    private static Verdict Judge(string trace) => ForeignTraces.Judge(Encoding.UTF8.GetBytes(trace), "t");

    private static void AssertRefused(string trace, int line, string said)
    {
        var exception = Assert.Throws<TraceFormatException>(() => Judge(trace));
        Assert.Equal(line, exception.Line);
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }
}
