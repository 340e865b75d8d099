using System.Text;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>Bad input gets one line that names the place and says what was expected.</summary>
public class TraceRefusalTests
{
    private static readonly string[] Good = TraceFile.LinesOf(Samples.Everything);
    private static readonly string[] Short = TraceFile.LinesOf(new TraceBuilder().Then(new Healed()).Build());

    [Fact]
    public void A_missing_file() => Assert.Equal(
        "no/such.trace.jsonl:1: expected a trace, cannot read it: there is no such file", RefusalOfFile("no/such.trace.jsonl"));

    [Fact]
    public void A_name_that_is_none() =>
        Assert.StartsWith("a?b?c:1: expected a trace, cannot read it: ", RefusalOfFile("a\nb\0c"), StringComparison.Ordinal);

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
    public void A_file_without_its_last_lines() => Assert.Equal(
        "t:11: expected an event or the end, the file ends here: was it cut off?", TraceFile.RefusalOf(Lines(Good[..10])));

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
        var expected = "expected [0-9a-f]{64}, the SHA-256 of the lines before \\(was the file edited\\?\\)";
        Assert.Matches($"^t:{Good.Length}: checksum: {expected}, came \"[0-9a-f]{{59}}\\.\\.\\.$", message);
    }

    [Fact]
    public void An_end_in_another_spelling()
    {
        var spaced = Short[2].Replace(",\"checksum\"", ", \"checksum\"", StringComparison.Ordinal);
        var message = TraceFile.RefusalOf(Lines([Short[0], Short[1], spaced]));
        Assert.Equal($"t:3: expected just {Short[2]}, came another spelling of it", message);
    }

    [Theory]
    [InlineData("not JSON", "t:1: expected one JSON value, at most 16 deep, byte 2 of the line does not fit")]
    [InlineData("", "t:1: expected one JSON value, at most 16 deep, byte 1 of the line does not fit")]
    [InlineData("{} {}", "t:1: expected one JSON value, at most 16 deep, byte 4 of the line does not fit")]
    [InlineData("\ufeff{}", "t:1: expected one JSON value, at most 16 deep, byte 1 of the line does not fit")]
    [InlineData("[]", "t:1: expected an object, came an array")]
    [InlineData("null", "t:1: expected an object, came null")]
    [InlineData("{}", "t:1: expected the field \"kind\", it is missing")]
    [InlineData("{\"kind\":1}", "t:1: kind: expected a text, came 1")]
    [InlineData("{\"kind\":\"end\"}", "t:1: kind: expected \"header\", came \"end\"")]
    [InlineData("{\"kind\":\"header\"}", "t:1: expected the field \"format\", it is missing")]
    [InlineData("{\"kind\":\"header\",\"format\":1}", "t:1: format: expected format 2, all that raft 0.1.0 reads, came 1")]
    [InlineData("{\"\\ud800\":1}", "t:1: expected whole characters, came half of a surrogate pair")]
    [InlineData("{\"kind\":\"\\udc00\"}", "t:1: kind: expected whole characters, came half of a surrogate pair")]
    public void A_first_line_that_is_no_header(string line, string message) =>
        Assert.Equal(message, TraceFile.RefusalOf($"{line}\n"));

    [Fact]
    public void Bytes_that_are_not_utf8()
    {
        var exception = Assert.Throws<TraceFormatException>(() => TraceFile.Read([(byte)'"', 0xff, (byte)'"', (byte)'\n']));
        Assert.Equal("t:1: expected UTF-8, came bytes that are none", exception.Message);
    }

    [Fact]
    public void Nesting_without_end() => Assert.Equal(
        "t:1: expected one JSON value, at most 16 deep, byte 17 of the line does not fit",
        TraceFile.RefusalOf($"{new string('[', 1_000_000)}\n"));

    [Fact]
    public void A_line_without_end()
    {
        using var endless = new EndlessStream("a"u8.ToArray());
        var exception = Assert.Throws<TraceFormatException>(() => TraceReader.Read(endless, "t"));
        Assert.Equal("t:1: expected a line of at most 16777216 bytes, it has more", exception.Message);
        Assert.True(endless.Taken <= 3L * TraceFormat.LongestLine);
    }

    [Fact]
    public void A_file_without_end()
    {
        var line = """{"kind":"schedule","lines":[]}""".PadLeft(TraceFormat.LongestLine);
        using var endless = new EndlessStream(Encoding.UTF8.GetBytes($"{line}\n"), Encoding.UTF8.GetBytes($"{Short[0]}\n"));
        var exception = Assert.Throws<TraceFormatException>(() => TraceReader.Read(endless, "t"));
        Assert.Equal("t:16: expected a file of at most 268435456 bytes, it has more", exception.Message);
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
    [MemberData(nameof(WrongPlaces.All), MemberType = typeof(WrongPlaces))]
    public void A_place_that_is_wrong(string good, string bad, string message)
    {
        var text = Lines(Good[..^1]);
        var place = text.IndexOf(good, StringComparison.Ordinal);
        Assert.True(place >= 0, $"the sample has no {good}");
        var broken = text[..place] + bad + text[(place + good.Length)..];
        var events = Samples.Everything.Happenings.Count;
        Assert.Equal(message, TraceFile.RefusalOf(TraceFile.Seal(broken.TrimEnd('\n').Split('\n'), events)));
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
    public void The_number_of_events_at_the_end() => Assert.Equal(
        "t:3: events: expected 1, as the header says, came 2", TraceFile.RefusalOf(TraceFile.Seal(Short[..2], events: 2)));

    /// <summary>What is quoted from the file is short, and cannot break the line.</summary>
    [Fact]
    public void What_came_is_quoted_on_one_line()
    {
        var message = TraceFile.RefusalOf($"{{\"kind\":\"\u2028{new string('x', 100)}\"}}\n");
        Assert.Equal($"t:1: kind: expected \"header\", came \"?{new string('x', 58)}...", message);
    }

    private static string RefusalOfFile(string path) => Assert.Throws<TraceFormatException>(() => TraceReader.Read(path)).Message;

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"{line}\n"));
}
