using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Show;

namespace Raft.Tests.Traces.Show;

/// <summary>The page holds the run, whole and safely, and needs nothing else.</summary>
public partial class HtmlPageTests
{
    [Fact]
    public void The_same_trace_gives_the_same_page() =>
        Assert.Equal(HtmlPage.Of(RandomRuns.Run(seed: 5)), HtmlPage.Of(RandomRuns.Run(seed: 5)));

    [Fact]
    public void It_names_nothing_outside()
    {
        var page = HtmlPage.Of(Samples.Everything);
        Assert.Equal(["http://www.w3.org/2000/svg"], Address().Matches(page).Select(match => match.Value).Distinct());
        Assert.DoesNotMatch(@"(?i)<(link|img|iframe|base|object|embed)\b|\bsrc=|@import|\bfetch\(|HttpRequest|Socket", page);
        Assert.Contains("content=\"default-src 'none';", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
    }

    [Fact]
    public void All_its_files_are_in_it()
    {
        var page = HtmlPage.Of(Samples.Everything);
        var files = typeof(HtmlPage).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("page/", StringComparison.Ordinal) && name != "page/page.html").ToList();
        Assert.True(files.Count > 10);
        Assert.All(files, file => Assert.Contains(Resources.Read(file), page, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_event_has_its_narration()
    {
        var trace = RandomRuns.Run(seed: 7);
        Assert.Equal(
            trace.Happenings.Items.Select(Narration.Tell),
            Items(DataOf(trace), "events").Select(each => each.GetProperty("text").GetString()));
    }

    [Fact]
    public void Whatever_keys_and_values_hold_stays_text()
    {
        var called = Hostile.Called(new ServerId(1));
        var violation = new Violation(Hostile.Text, Hostile.Text, [new Fact(1, Hostile.Text)]);
        var header = TraceBuilder.Header with { Scenario = Hostile.Text, Mutant = Hostile.Text, Violation = violation };
        var draw = new Drawn(Hostile.Text, Hostile.Text);
        var trace = new TraceBuilder().Then(called).Build(header with { Draw = [draw] });
        var page = HtmlPage.Of(trace);
        Assert.Equal(2, Regex.Count(page, "(?i)<script"));
        Assert.Equal(2, Regex.Count(page, "(?i)</script"));
        Assert.DoesNotContain("<!--", page, StringComparison.Ordinal);
        var data = DataOf(trace);
        Assert.Equal(Narration.Tell(called), Items(data, "events").Single().GetProperty("text").GetString());
        Assert.Equal(Hostile.Text, data.GetProperty("verdict").GetProperty("explanation").GetString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void The_changes_add_up_to_the_states_of_the_trace(int seed)
    {
        var trace = RandomRuns.Run(seed);
        var data = DataOf(trace);
        var logs = data.GetProperty("servers").EnumerateArray().Select(_ => new List<int>()).ToArray();
        foreach (var (happening, shown) in trace.Happenings.Items.Zip(Items(data, "events")))
        {
            if (happening is Handled { Crash: null } handled)
            {
                var (log, change) = (logs[handled.Server.Number - 1], shown.GetProperty("change"));
                Follow(log, change);
                Assert.Equal(handled.After.Log.Entries.Items.Select(entry => $"{entry}"), log.Select(Entry(data)));
                Assert.Equal(handled.After.CurrentTerm, change.GetProperty("term").GetInt64());
                Assert.Equal(handled.After.CommitIndex, change.GetProperty("commit").GetInt64());
                Assert.Equal(handled.After.Role.GetType().Name.ToLowerInvariant(), change.GetProperty("role").GetString());
            }
            else if (happening is Handled crashed)
            {
                Follow(logs[crashed.Server.Number - 1], shown.GetProperty("change"));
                Assert.Equal("down", shown.GetProperty("change").GetProperty("condition").GetString());
            }
        }
    }

    [Fact]
    public void A_server_that_crashed_has_the_log_of_its_disk()
    {
        var builder = new TraceBuilder(1);
        builder.Handle(1, new ElectionTimeout(), new Rules(new Options(NoOpAtElection: false)));
        var request = new ClientRequest(new RequestId(new ClientId(1), 1), new Get("x"));
        builder.Handle(1, request, new Rules(new Options(NoOpAtElection: false)), new CrashPoint(0));
        var last = Items(DataOf(builder.Build()), "events").Last();
        Assert.Equal(["crash"], last.GetProperty("marks").EnumerateArray().Select(mark => mark.GetString()));
        Assert.False(last.GetProperty("change").TryGetProperty("log", out _));
    }

    [Fact]
    public void What_became_of_each_message_is_told()
    {
        var builder = new TraceBuilder();
        var asked = builder.Handle(2, new ElectionTimeout(), new Rules(new Options()));
        Message[] requests = [.. asked.Effects.Items.OfType<Send>().Select(send => send.Message)];
        builder.Then(new Doubled(requests[0], 1)).Then(new Doubled(requests[0], 1));
        builder.Handle(1, new Receive(requests[0]), builder[1], [], sentAt: 1);
        builder.Handle(1, new Receive(requests[0]), builder[1], [], sentAt: 1);
        builder.Then(new Lost(requests[1], 1));
        Assert.Equal(
            ["arrived 4", "arrivedAgain 5", "lost 6", "onItsWay "],
            Items(DataOf(builder.Build()), "arrows").Select(arrow => $"{arrow.GetProperty("fate")} {EndOf(arrow)}"));
    }

    [Fact]
    public void A_server_that_speaks_before_it_writes_is_told_in_its_order()
    {
        var builder = new TraceBuilder();
        var write = new Persist([new TermAndVote(1, new ServerId(2))]);
        var vote = new Send(new RequestVoteReply(new ServerId(1), new ServerId(2), 1, VoteGranted: true));
        builder.Handle(1, new HeartbeatDue(), builder[1].InTerm(1, new ServerId(2)), [write, vote]);
        builder.Handle(1, new HeartbeatDue(), builder[1], [vote, write]);
        var events = Items(DataOf(builder.Build()), "events").ToArray();
        Assert.False(events[0].TryGetProperty("order", out _));
        var order = events[1].GetProperty("order").EnumerateArray().Select(each => each.GetString());
        Assert.Equal(["sends s2 its vote", "writes its vote"], order);
    }

    [Fact]
    public void A_property_is_told_as_its_page_states_it()
    {
        foreach (var name in Properties.Names)
        {
            var trace = new TraceBuilder().Then(new Healed()).BuildFailed(new Violation(name, "it fell", []));
            var verdict = DataOf(trace).GetProperty("verdict");
            Assert.NotEqual("", verdict.GetProperty("statement").GetString());
            var isLiveness = Properties.Liveness().Any(property => property.Name == name);
            Assert.Equal(isLiveness, verdict.GetProperty("isLiveness").GetBoolean());
        }
    }

    [Fact]
    public void A_property_that_nobody_knows_is_told_without_a_statement()
    {
        var trace = new TraceBuilder().Then(new Healed()).BuildFailed(new Violation("Peace", "war", []));
        Assert.False(DataOf(trace).GetProperty("verdict").TryGetProperty("statement", out _));
    }

    [Fact]
    public void The_colours_of_texts_and_lines_stand_out_from_what_is_behind_them()
    {
        var schemes = Resources.Read("page/page.css").Split("prefers-color-scheme: dark");
        Assert.Equal(2, schemes.Length);
        foreach (var scheme in schemes)
        {
            var colours = Colour().Matches(scheme).DistinctBy(match => match.Groups[1].Value)
                .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
            string[] grounds = [colours["ground"], colours["paper"]];
            AssertContrast(4.5, colours, ["ink", "ink-soft", "wrong", "clean"], [.. grounds, colours["raised"]]);
            AssertContrast(4.5, colours, ["t1", "t2", "t3", "t4", "t5", "t6", "t7"], [colours["paper"]]);
            AssertContrast(3, colours, ["t0", "focus", "match"], grounds);
        }
    }

    private static void AssertContrast(double least, Dictionary<string, string> colours, string[] names, string[] grounds) =>
        Assert.All(names, name => Assert.All(grounds, ground =>
            Assert.True(Contrast(colours[name], ground) >= least, $"{name} on {ground}: {Contrast(colours[name], ground):F2}")));

    /// <summary>The contrast ratio of WCAG 2.2.</summary>
    private static double Contrast(string one, string other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string colour)
    {
        var parts = Enumerable.Range(0, 3)
            .Select(part => int.Parse(colour.AsSpan(2 * part, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    private static void Follow(List<int> log, JsonElement change)
    {
        if (change.TryGetProperty("log", out var changed))
        {
            log.RemoveRange(changed.GetProperty("kept").GetInt32(), log.Count - changed.GetProperty("kept").GetInt32());
            log.AddRange(changed.GetProperty("added").EnumerateArray().Select(entry => entry.GetInt32()));
        }
    }

    private static Func<int, string> Entry(JsonElement data) => position =>
    {
        var entry = data.GetProperty("entries")[position];
        return $"{entry.GetProperty("term")}:{entry.GetProperty("command")}";
    };

    private static string EndOf(JsonElement arrow) => arrow.TryGetProperty("endsAt", out var end) ? end.ToString() : "";

    private static IEnumerable<JsonElement> Items(JsonElement data, string name) => data.GetProperty(name).EnumerateArray();

    private static JsonElement DataOf(Trace trace) =>
        JsonDocument.Parse(Data().Match(HtmlPage.Of(trace)).Groups[1].Value).RootElement;

    [GeneratedRegex("""<script type="application/json" id="data">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex Data();

    [GeneratedRegex(@"\w+://[\w./]+")]
    private static partial Regex Address();

    [GeneratedRegex(@"--([\w-]+): #([0-9a-f]{6})")]
    private static partial Regex Colour();
}
