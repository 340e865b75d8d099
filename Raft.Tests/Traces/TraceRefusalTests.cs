using System.Text;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>Bad input gets one line that names the place and says what was expected.</summary>
public class TraceRefusalTests
{
    private static readonly string[] Good = TraceFile.LinesOf(Samples.Everything);
    private static readonly string[] Short = TraceFile.LinesOf(new TraceBuilder().Then(new Raft.Coyote.Environment.Healed()).Build());

    [Fact]
    public void A_missing_file() => Assert.Equal(
        "no/such.trace.jsonl:1: expected a trace, cannot read it: there is no such file", RefusalOfFile("no/such.trace.jsonl"));

    [Fact]
    public void A_name_that_is_none() => Assert.StartsWith("a?b?c:1: expected a trace, cannot read it: ", RefusalOfFile("a\nb\0c"), StringComparison.Ordinal);

    [Fact]
    public void A_directory()
    {
        using var folder = new TraceFile.Folder();
        Assert.Equal($"{folder.Path}:1: expected a trace, cannot read it: it is a directory", RefusalOfFile(folder.Path));
    }

    [Fact]
    public void The_place_is_also_told_apart_from_the_message()
    {
        var exception = Assert.Throws<TraceFormatException>(() => TraceFile.Read($"{Good[0]}\n{{}}\n"));
        Assert.Equal(("t", 2), (exception.File, exception.Line));
    }

    [Fact]
    public void An_empty_file() => Assert.Equal("t:1: expected a header, the file is empty", TraceFile.RefusalOf(""));

    [Fact]
    public void A_file_without_its_last_lines() =>
        Assert.Equal("t:11: expected an event or the end, the file ends here: was it cut off?", TraceFile.RefusalOf(Lines(Good[..10])));

    [Fact]
    public void A_file_cut_within_a_line() => Assert.Equal(
        "t:2: expected a line that ends in a line feed, the file ends after 20 bytes of it: was it cut off?",
        TraceFile.RefusalOf($"{Good[0]}\n{Good[1][..20]}"));

    [Fact]
    public void A_file_without_its_last_line_feed() => Assert.Equal(
        "t:3: expected a line that ends in a line feed, the file ends after 103 bytes of it: was it cut off?",
        TraceFile.RefusalOf(Lines(Short)[..^1]));

    [Fact]
    public void Every_file_cut_short_is_refused()
    {
        var text = Lines(Short);
        for (var length = 0; length < text.Length; length++)
        {
            TraceFile.RefusalOf(text[..length]);
        }
    }

    [Fact]
    public void More_after_the_end() =>
        Assert.Equal("t:4: expected nothing after the end, came another line", TraceFile.RefusalOf($"{Lines(Short)}\n"));

    [Fact]
    public void A_checksum_of_something_else()
    {
        var edited = Good.Select(line => line.Replace("\"seed\":123", "\"seed\":124", StringComparison.Ordinal));
        var message = TraceFile.RefusalOf(Lines(edited));
        Assert.Matches("^t:31: checksum: expected [0-9a-f]{64}, the SHA-256 of the lines before \\(was the file edited\\?\\), came \"[0-9a-f]{59}\\.\\.\\.$", message);
    }

    [Fact]
    public void An_end_in_another_spelling()
    {
        var spaced = Short[2].Replace(",\"checksum\"", ", \"checksum\"", StringComparison.Ordinal);
        var message = TraceFile.RefusalOf(Lines([Short[0], Short[1], spaced]));
        Assert.Equal($"t:3: expected just {Short[2]}, came another spelling of it", message);
    }

    [Theory]
    [InlineData("not JSON", "t:1: expected one JSON value, nested at most 16 deep, which byte 2 of the line does not fit")]
    [InlineData("", "t:1: expected one JSON value, nested at most 16 deep, which byte 1 of the line does not fit")]
    [InlineData("{} {}", "t:1: expected one JSON value, nested at most 16 deep, which byte 4 of the line does not fit")]
    [InlineData("\ufeff{}", "t:1: expected one JSON value, nested at most 16 deep, which byte 1 of the line does not fit")]
    [InlineData("[]", "t:1: expected an object, came an array")]
    [InlineData("null", "t:1: expected an object, came null")]
    [InlineData("{}", "t:1: expected the field \"kind\", it is missing")]
    [InlineData("{\"kind\":1}", "t:1: kind: expected a text, came 1")]
    [InlineData("{\"kind\":\"end\"}", "t:1: kind: expected \"header\", came \"end\"")]
    [InlineData("{\"kind\":\"header\"}", "t:1: expected the field \"format\", it is missing")]
    [InlineData("{\"kind\":\"header\",\"format\":2}", "t:1: format: expected format 1, which is all that raft 0.1.0 reads, came 2")]
    [InlineData("{\"\\ud800\":1}", "t:1: expected whole characters, came half of a surrogate pair")]
    [InlineData("{\"kind\":\"\\udc00\"}", "t:1: kind: expected whole characters, came half of a surrogate pair")]
    public void A_first_line_that_is_no_header(string line, string message) => Assert.Equal(message, TraceFile.RefusalOf($"{line}\n"));

    [Fact]
    public void Bytes_that_are_not_utf8()
    {
        var exception = Assert.Throws<TraceFormatException>(() => TraceFile.Read([(byte)'"', 0xff, (byte)'"', (byte)'\n']));
        Assert.Equal("t:1: expected UTF-8, came bytes that are none", exception.Message);
    }

    [Fact]
    public void Nesting_without_end() => Assert.Equal(
        "t:1: expected one JSON value, nested at most 16 deep, which byte 17 of the line does not fit",
        TraceFile.RefusalOf($"{new string('[', 1_000_000)}\n"));

    [Fact]
    public void A_line_without_end()
    {
        using var endless = new Endless();
        var exception = Assert.Throws<TraceFormatException>(() => TraceReader.Read(endless, "t"));
        Assert.Equal("t:1: expected a line of at most 16777216 bytes, it has more", exception.Message);
        Assert.True(endless.Taken < 3 * TraceFormat.LongestLine);
    }

    [Fact]
    public void A_line_just_too_long()
    {
        var bytes = Encoding.UTF8.GetByteCount(Short[0]);
        var tooLong = $"{new string(' ', TraceFormat.LongestLine + 1 - bytes)}{Short[0]}";
        Assert.Equal("t:1: expected a line of at most 16777216 bytes, it has more", TraceFile.RefusalOf($"{tooLong}\n"));
        TraceFile.Read(TraceFile.Seal([tooLong[1..], Short[1]], events: 1));
    }

    /// <summary>Each pair changes the sample in one place; the checksum is made to fit again.</summary>
    [Theory]
    [InlineData("\"servers\":3", "\"servers\":0", "t:1: servers: expected a whole number from 1 to 7, came 0")]
    [InlineData("\"servers\":3", "\"servers\":1000000", "t:1: servers: expected a whole number from 1 to 7, came 1000000")]
    [InlineData("\"clients\":2", "\"clients\":-1", "t:1: clients: expected a whole number from 0 to 1000, came -1")]
    [InlineData("\"seed\":123", "\"seed\":1e3", "t:1: seed: expected a whole number from 0 to 9223372036854775807, came 1e3")]
    [InlineData("\"driver\":\"coyote\"", "\"driver\":\"dice\"", "t:1: driver: expected one of coyote, rules, came \"dice\"")]
    [InlineData("\"commitRule\":\"allServers\"", "\"commitRule\":1", "t:1: options.commitRule: expected a text, came 1")]
    [InlineData("\"log\":\"7\"", "\"log\":\"7\",\"log\":\"8\"", "t:1: draw: expected each field once, \"log\" came again")]
    [InlineData("\"property\":\"Election Safety\"", "\"property\":null", "t:1: violation: expected null, for no property is named, came an object")]
    [InlineData("\"event\":4", "\"event\":27", "t:1: violation.facts[1].event: expected a whole number from 1 to 26, came 27")]
    [InlineData("\"events\":26", "\"events\":25", "t:30: kind: expected the end after 25 events, as the header says, came \"event\"")]
    [InlineData("\"events\":26", "\"events\":27", "t:31: kind: expected event 27 of 27, came \"end\"")]
    [InlineData("\"lines\":[\"step 0", "\"lines\":[\"\\nstep 0", "t:2: lines[0]: expected one line of the schedule, came \"\\nstep 0 \\\"<é>\\\\\\r\"")]
    [InlineData("\"n\":13,", "\"n\":14,", "t:17: n: expected event number 13, the next one, came 14")]
    [InlineData("\"n\":13,", "\"n\":12,", "t:17: n: expected event number 13, the next one, came 12")]
    [InlineData("\"n\":13,", "\"n\":-13,", "t:17: n: expected a whole number from 1 to 10000000, came -13")]
    [InlineData("\"n\":13,\"what\":\"crashed\",\"server\":\"s1\"", "\"n\":13,\"what\":\"crashed\"", "t:17: expected the field \"server\", it is missing")]
    [InlineData("\"crashed\",\"server\":\"s1\"", "\"crashed\",\"server\":\"s4\"", "t:17: server: expected a server of the cluster, s1 to s3, came \"s4\"")]
    [InlineData("\"crashed\",\"server\":\"s1\"", "\"crashed\",\"server\":\"s01\"", "t:17: server: expected a server of the cluster, s1 to s3, came \"s01\"")]
    [InlineData("\"crashed\",\"server\":\"s1\"", "\"crashed\",\"server\":1", "t:17: server: expected a text, came 1")]
    [InlineData("\"what\":\"crashed\"", "\"what\":\"crashed\",\"why\":\"\"", "t:17: expected no other fields than kind, n, what, server, came \"why\"")]
    [InlineData("\"what\":\"faultsOver\"", "\"what\":\"allOver\"", "t:25: what: expected one of handled, crashed, paused, resumed, lost, doubled, partitioned, healed, faultsOver, called, requestLost, returned, gaveUp, came \"allOver\"")]
    [InlineData("\"type\":\"heartbeatDue\"", "\"type\":\"tick\"", "t:7: input.type: expected one of receive, electionTimeout, heartbeatDue, clientRequest, restart, came \"tick\"")]
    [InlineData("\"type\":\"heartbeatDue\"", "\"type\":\"heartbeatDue\",\"to\":1", "t:7: input: expected no other fields than type, came \"to\"")]
    [InlineData("{\"type\":\"resetElectionTimer\"}", "{\"type\":\"sleep\"}", "t:5: effects[0].type: expected one of persist, send, apply, reply, resetElectionTimer, came \"sleep\"")]
    [InlineData("{\"type\":\"resetElectionTimer\"}", "{}", "t:5: effects[0]: expected the field \"type\", it is missing")]
    [InlineData("{\"type\":\"resetElectionTimer\"}", "[]", "t:5: effects[0]: expected an object, came an array")]
    [InlineData("\"type\":\"truncateFrom\"", "\"type\":\"erase\"", "t:6: effects[0].records[2].type: expected one of termAndVote, truncateFrom, appendAt, came \"erase\"")]
    [InlineData("\"command\":{\"type\":\"put\",\"key\":\"k\"", "\"command\":{\"type\":\"set\",\"key\":\"k\"", "t:6: input.command.type: expected one of noOp, put, get, append, compareAndSet, came \"set\"")]
    [InlineData("\"type\":\"requestVoteReply\"", "\"type\":\"preVote\"", "t:5: effects[2].message.type: expected one of requestVote, requestVoteReply, appendEntries, appendEntriesReply, came \"preVote\"")]
    [InlineData("\"term\":9223372036854775807,\"lastLogIndex\"", "\"term\":9223372036854775808,\"lastLogIndex\"", "t:5: effects[1].message.term: expected a whole number from 0 to 9223372036854775807, came 9223372036854775808")]
    [InlineData("\"lastLogTerm\":3", "\"lastLogTerm\":-3", "t:5: effects[1].message.lastLogTerm: expected a whole number from 0 to 9223372036854775807, came -3")]
    [InlineData("\"leaderCommit\":2147483647", "\"leaderCommit\":2147483648", "t:5: effects[4].message.leaderCommit: expected a whole number from 0 to 2147483647, came 2147483648")]
    [InlineData("\"voteGranted\":true", "\"voteGranted\":\"true\"", "t:5: effects[2].message.voteGranted: expected true or false, came \"true\"")]
    [InlineData("\"votesGranted\":[\"s1\",\"s3\"]", "\"votesGranted\":[\"s3\",\"s1\"]", "t:5: after.role.votesGranted[1]: expected a server after those before it: each once, in their order, came \"s1\"")]
    [InlineData("\"votesGranted\":[\"s1\",\"s3\"]", "\"votesGranted\":{}", "t:5: after.role.votesGranted: expected an array, came an object")]
    [InlineData("\"type\":\"leader\"", "\"type\":\"boss\"", "t:6: after.role.type: expected one of follower, candidate, leader, came \"boss\"")]
    [InlineData("\"nextIndex\":{\"s1\":1,", "\"nextIndex\":{", "t:6: after.role.nextIndex: expected the field \"s1\", it is missing")]
    [InlineData("\"nextIndex\":{\"s1\":1,", "\"nextIndex\":{\"s1\":1,\"s4\":1,", "t:6: after.role.nextIndex: expected no other fields than s1, s2, s3, came \"s4\"")]
    [InlineData("\"stateMachine\":{\"a\":", "\"stateMachine\":{\"b\":1,\"a\":", "t:6: after.stateMachine.b: expected a text, came 1")]
    [InlineData("\"type\":\"notLeader\",\"leader\":\"s3\"", "\"type\":\"later\",\"leader\":\"s3\"", "t:6: effects[5].answer.type: expected one of applied, notLeader, came \"later\"")]
    [InlineData("\"origin\":\"c1#7\"", "\"origin\":\"c3#7\"", "t:5: effects[4].message.entries[2].origin: expected a request such as \"c1#1\" of a client from c1 to c2, came \"c3#7\"")]
    [InlineData("\"origin\":\"c1#7\"", "\"origin\":\"c1\"", "t:5: effects[4].message.entries[2].origin: expected a request such as \"c1#1\" of a client from c1 to c2, came \"c1\"")]
    [InlineData("\"recordsKept\":2", "\"recordsKept\":5", "t:7: crash.recordsKept: expected a whole number from 0 to 4, came 5")]
    [InlineData("\"effectsDone\":0", "\"effectsDone\":3", "t:7: crash.effectsDone: expected a whole number from 0 to 2, came 3")]
    [InlineData("\"sentAt\":2}", "\"sentAt\":17}", "t:21: sentAt: expected a whole number from 1 to 16, came 17")]
    [InlineData("\"sentAt\":1}", "\"sentAt\":2}", "t:6: sentAt: expected a whole number from 1 to 1, came 2")]
    [InlineData("\"kind\":\"event\",\"n\":20", "\"kind\":\"events\",\"n\":20", "t:24: kind: expected \"event\" or \"end\", came \"events\"")]
    [InlineData("\"kind\":\"event\",\"n\":1,", "\"kind\":\"header\",\"n\":1,", "t:5: kind: expected \"schedule\", \"event\" or \"end\", came \"header\"")]
    public void A_place_that_is_wrong(string good, string bad, string message)
    {
        var text = Lines(Good[..^1]);
        var place = text.IndexOf(good, StringComparison.Ordinal);
        Assert.True(place >= 0, $"the sample has no {good}");
        var broken = text[..place] + bad + text[(place + good.Length)..];
        Assert.Equal(message, TraceFile.RefusalOf(TraceFile.Seal(broken.TrimEnd('\n').Split('\n'), events: 26)));
    }

    [Fact]
    public void A_cause_of_the_first_event()
    {
        var first = Good[4].Replace("\"n\":1,", "\"n\":1,\"sentAt\":0,", StringComparison.Ordinal);
        Assert.Equal("t:2: sentAt: expected no cause of the first event, came 0", TraceFile.RefusalOf($"{Good[0]}\n{first}\n"));
    }

    [Fact]
    public void A_schedule_after_the_events() => Assert.Equal(
        "t:3: kind: expected \"event\" or \"end\", came \"schedule\"", TraceFile.RefusalOf(Lines([Good[0], Good[4], Good[1]])));

    [Fact]
    public void The_number_of_events_at_the_end() =>
        Assert.Equal("t:3: events: expected 1, as the header says, came 2", TraceFile.RefusalOf(TraceFile.Seal(Short[..2], events: 2)));

    /// <summary>What is quoted from the file is short, and cannot break the line.</summary>
    [Fact]
    public void What_came_is_quoted_on_one_line()
    {
        var message = TraceFile.RefusalOf($"{{\"kind\":\"\u2028{new string('x', 100)}\"}}\n");
        Assert.Equal($"t:1: kind: expected \"header\", came \"?{new string('x', 58)}...", message);
    }

    private static string RefusalOfFile(string path) => Assert.Throws<TraceFormatException>(() => TraceReader.Read(path)).Message;

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"{line}\n"));

    /// <summary>A stream of letters that never ends.</summary>
    private sealed class Endless : Stream
    {
        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'a');
            Taken += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
