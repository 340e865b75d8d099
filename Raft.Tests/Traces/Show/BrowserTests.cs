using System.Diagnostics;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;
using Xunit.Abstractions;
using Trace = Raft.Coyote.Traces.Trace;

namespace Raft.Tests.Traces.Show;

/// <summary>The page, as a reader has it: opened from a file, without a network.</summary>
public class BrowserTests(Browser browser, ITestOutputHelper output) : IClassFixture<Browser>
{
    /// <summary>More than any page needs that draws only what is in view; much less than 5,000 events drawn at once.</summary>
    private const int MostElements = 4_000;

    private const string StepTwoHundredTimes =
        """
        (() => {
          const begun = performance.now();
          for (let step = 0; step < 200; step++) {
            deeds.forward();
            document.body.getBoundingClientRect();
          }
          return (performance.now() - begun) / 200;
        })()
        """;

    private static readonly Violation TwoLeaders =
        new("Election Safety", "s1 and s2 both lead term 1", [new Fact(10, "s1 leads"), new Fact(40, "s2 leads")]);

    [BrowserFact]
    public async Task It_opens_where_the_property_fell_and_says_why()
    {
        await using var page = await browser.OpenAsync(Failed());
        Assert.Equal(120, await page.ChosenAsync());
        Assert.Equal("Election Safety fell at #120", await page.TextAsync("#verdict h1"));
        var verdict = await page.TextAsync("#verdict");
        Assert.Contains("s1 and s2 both lead term 1", verdict, StringComparison.Ordinal);
        Assert.Contains("At most one server becomes leader in a term.", verdict, StringComparison.Ordinal);
        await page.Page.ClickAsync(".fact-link");
        Assert.Equal(10, await page.ChosenAsync());
        page.AssertQuiet();
    }

    [BrowserFact]
    public async Task Keys_and_buttons_step()
    {
        var trace = Failed();
        await using var page = await browser.OpenAsync(trace, "#e7");
        await page.Page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal(8, await page.ChosenAsync());
        Assert.Equal($"#8 {Narration.Tell(trace.Happenings[7])}", await page.TextAsync("#now"));
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await page.Page.ClickAsync("[data-do=back]");
        Assert.Equal(6, await page.ChosenAsync());
        await page.Page.ClickAsync("[data-do=forward]");
        await page.Page.ClickAsync(".row[data-event='9']");
        Assert.Equal(9, await page.ChosenAsync());
        await page.Page.Keyboard.PressAsync("Home");
        Assert.Equal(1, await page.ChosenAsync());
        await page.Page.Keyboard.PressAsync("ArrowUp");
        Assert.Equal(1, await page.ChosenAsync());
        await page.Page.Keyboard.PressAsync("End");
        Assert.Equal(120, await page.ChosenAsync());
        page.AssertQuiet();
    }

    [BrowserFact]
    public async Task It_plays_until_it_is_stopped_or_the_run_ends()
    {
        await using var page = await browser.OpenAsync(Failed(), "#e100");
        await page.Page.SelectAsync("#speed", "30");
        await page.Page.FocusAsync("#timeline");
        await page.Page.Keyboard.PressAsync("Space");
        Assert.Equal("Pause", await page.EvaluateAsync<string>("document.getElementById('play').getAttribute('aria-label')"));
        await page.WaitAsync("document.getElementById('position').value > 103");
        await page.Page.Keyboard.PressAsync("Space");
        Assert.Equal("Play", await page.EvaluateAsync<string>("document.getElementById('play').getAttribute('aria-label')"));
        await page.Page.ClickAsync("#play");
        await page.WaitAsync("document.getElementById('play').getAttribute('aria-label') === 'Play'");
        Assert.Equal(120, await page.ChosenAsync());
        page.AssertQuiet();
    }

    [BrowserFact]
    public async Task The_search_finds_and_goes_round()
    {
        var trace = Failed();
        var found = Enumerable.Range(1, 120).Where(number => IsElection(trace.Happenings[number - 1])).ToList();
        Assert.True(found.Count > 1);
        await using var page = await browser.OpenAsync(trace, "#e1");
        await page.Page.Keyboard.PressAsync("/");
        await page.Page.Keyboard.TypeAsync("BECOMES candidate");
        Assert.Contains(await page.ChosenAsync(), found);
        Assert.Contains($"of {found.Count}", await page.TextAsync("#found"), StringComparison.Ordinal);
        Assert.Equal("becomes candidate", await page.TextAsync("mark"));
        var visited = new HashSet<int> { await page.ChosenAsync() };
        for (var step = 1; step < found.Count; step++)
        {
            await page.Page.Keyboard.PressAsync("Enter");
            visited.Add(await page.ChosenAsync());
        }

        Assert.Equal(found, visited.Order());
        await page.Page.Keyboard.TypeAsync(" of nothing");
        Assert.Equal("0 found", await page.TextAsync("#found"));
        page.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_link_leads_to_its_event_and_the_address_follows()
    {
        await using var page = await browser.OpenAsync(Failed(), "#e42");
        Assert.Equal(42, await page.ChosenAsync());
        await page.EvaluateAsync<object>("void (location.hash = '#e17')");
        await page.WaitAsync("document.getElementById('position').value === '17'");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await page.WaitAsync("location.hash === '#e18'");
        await page.EvaluateAsync<object>("void (location.hash = '#e99999')");
        await page.WaitAsync("document.getElementById('position').value === '120'");
        page.AssertQuiet();
    }

    [BrowserFact]
    public async Task Five_thousand_events_are_drawn_only_where_they_are_seen()
    {
        var trace = RandomRuns.Run(seed: 3, happenings: 5_000);
        var watch = Stopwatch.StartNew();
        await using var page = await browser.OpenAsync(trace, "#e2500");
        output.WriteLine($"5,000 events: drawn and awaited after {watch.ElapsedMilliseconds} ms");
        output.WriteLine($"in the page itself after {await page.EvaluateAsync<double>("performance.now()"):F0} ms");
        await AssertFewElementsAsync(page);
        foreach (var zoom in Enumerable.Repeat("-", 6).Concat(Enumerable.Repeat("+", 8)))
        {
            await page.Page.Keyboard.PressAsync(zoom);
            await AssertFewElementsAsync(page);
        }

        await page.Page.Keyboard.PressAsync("0");
        output.WriteLine($"a step takes {await page.EvaluateAsync<double>(StepTwoHundredTimes):F1} ms");
        Assert.Equal(2_700, await page.ChosenAsync());
        page.AssertQuiet();
    }

    [BrowserFact]
    public async Task Scrolling_shows_what_is_there()
    {
        await using var page = await browser.OpenAsync(RandomRuns.Run(seed: 3, happenings: 2_000), "#e1");
        await page.EvaluateAsync<object>("void (document.getElementById('timeline').scrollTop = 1500 * geometry.rowHeight)");
        await page.WaitAsync("document.getElementById('row1510') !== null && document.getElementById('row1') === null");
        Assert.Equal(1, await page.ChosenAsync());
        await AssertFewElementsAsync(page);
        page.AssertQuiet();
    }

    [BrowserFact]
    public async Task Whatever_keys_hold_is_shown_as_text()
    {
        var builder = new TraceBuilder();
        var called = Hostile.Called(new ServerId(1));
        builder.Then(called).Handle(1, new ElectionTimeout(), new Rules(new Options()));
        var violation = new Violation(Hostile.Text, Hostile.Text, [new Fact(1, Hostile.Text)]);
        await using var page = await browser.OpenAsync(builder.BuildFailed(violation), "#e1");
        foreach (var place in new[] { "#now", "#verdict", ".row" })
        {
            var shown = await page.TextAsync(place);
            Assert.Contains("</script><script>alert(1)</script><!-- {{script}}", shown, StringComparison.Ordinal);
            Assert.Contains("\\u{0}\\u{2028}\\u{2029}\\u{202e}\ud83d\ude00", shown, StringComparison.Ordinal);
        }

        Assert.Equal(2, await page.EvaluateAsync<int>("document.scripts.length"));
        page.AssertQuiet();
    }

    [BrowserFact]
    public async Task What_became_of_a_message_is_told_by_more_than_colour()
    {
        var builder = new TraceBuilder();
        var asked = builder.Handle(2, new ElectionTimeout(), new Rules(new Options()));
        Message[] requests = [.. asked.Effects.Items.OfType<Send>().Select(send => send.Message)];
        builder.Then(new Doubled(requests[0], 1)).Then(new Doubled(requests[0], 1));
        builder.Handle(1, new Receive(requests[0]), builder[1], [], sentAt: 1);
        builder.Handle(1, new Receive(requests[0]), builder[1], [], sentAt: 1).Then(new Lost(requests[1], 1));
        await using var page = await browser.OpenAsync(builder.Build());
        Assert.Equal(
            ["arrived head", "arrivedAgain head hollow", "lost lost-cross", "onItsWay ring"],
            await page.EvaluateAsync<string[]>(
                """
                [...timeline.querySelectorAll('.arrow')]
                  .map(each => `${each.classList[1]} ${each.lastChild.getAttribute('class')}`).sort()
                """));
        page.AssertQuiet();
    }

    [BrowserFact]
    public async Task Logs_show_what_is_committed_what_conflicts_and_what_is_not_on_disk()
    {
        var builder = new TraceBuilder();
        var (old, now) = (new Entry(1, new NoOp()), new Entry(2, new NoOp()));
        Hold(builder, server: 1, commitIndex: 0, old, old);
        Hold(builder, server: 2, commitIndex: 1, now, now);
        builder.Handle(3, new HeartbeatDue(), builder[3].WithLog(new Log([now])), []);
        await using var page = await browser.OpenAsync(builder.Build(), "#e3");
        Assert.Equal(
            ["1\u2717 2\u2713 2\u2713 2\u2713", "1\u2260 2\u2260"],
            await page.EvaluateAsync<string[]>(
                """
                [...document.querySelectorAll('#servers tbody tr')].map(row => [...row.querySelectorAll('.entry')]
                  .map(each => each.querySelector('.term').textContent + each.querySelector('.sign').textContent).join(' '))
                """));
        Assert.Equal(1, await page.EvaluateAsync<int>("document.querySelectorAll('#servers .volatile').length"));
        Assert.Equal(2, await page.EvaluateAsync<int>("document.querySelectorAll('#servers .known').length"));
        page.AssertQuiet();
    }

    [BrowserFact]
    public async Task All_that_there_can_be_is_shown_and_nothing_too()
    {
        Trace[] traces =
            [Samples.Everything, new Trace(TraceBuilder.Header, "", []), new TraceBuilder(1).Then(new Healed()).Build()];
        foreach (var trace in traces)
        {
            await using var page = await browser.OpenAsync(trace);
            foreach (var key in new[] { "Home", "ArrowRight", "]", "[", "PageDown", "End", "-", "+", "0", "Space", "Space", "n" })
            {
                await page.Page.Keyboard.PressAsync(key);
            }

            page.AssertQuiet();
        }
    }

    [BrowserFact]
    public async Task It_fits_a_phone_and_the_dark()
    {
        await using var narrow = await browser.OpenAsync(Failed(), width: 390, isDark: true);
        Assert.Equal(390, await narrow.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal("rgb(20, 23, 26)", await narrow.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        await using var wide = await browser.OpenAsync(Failed());
        Assert.Equal("rgb(251, 251, 250)", await wide.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        narrow.AssertQuiet();
    }

    [BrowserFact]
    public async Task All_that_can_be_used_has_a_name_and_is_reached_by_key()
    {
        await using var page = await browser.OpenAsync(Failed(), "#e5");
        var nameless = await page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('button, input, select, [role=listbox], [role=toolbar]')]
              .filter(each => !(each.getAttribute('aria-label') || each.labels?.length || each.textContent.trim()))
              .map(each => each.outerHTML)
            """);
        Assert.Empty(nameless);
        Assert.Equal("row5", await page.EvaluateAsync<string>("timeline.getAttribute('aria-activedescendant')"));
        Assert.Equal("true", await page.EvaluateAsync<string>("document.getElementById('row5').getAttribute('aria-selected')"));
        Assert.Equal("timeline", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Page.Keyboard.PressAsync("?");
        Assert.True(await page.EvaluateAsync<bool>("document.getElementById('help').open"));
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.False(await page.EvaluateAsync<bool>("document.getElementById('help').open"));
        page.AssertQuiet();
    }

    /// <summary>A run of five servers in which something fell, or is said to have.</summary>
    private static Trace Failed()
    {
        var trace = RandomRuns.Run(seed: 3);
        return trace with { Header = trace.Header with { Violation = TwoLeaders } };
    }

    /// <summary>A server has these entries, in memory and on its disk.</summary>
    private static void Hold(TraceBuilder builder, int server, long commitIndex, params ReadOnlySpan<Entry> entries)
    {
        var log = new Log([.. entries]);
        var state = builder[server].WithLog(log) with { CommitIndex = commitIndex };
        builder.Handle(server, new HeartbeatDue(), state, [new Persist([new AppendAt(1, log.Entries)])]);
    }

    private static bool IsElection(Happening happening) =>
        Narration.Tell(happening).Contains("becomes candidate", StringComparison.Ordinal);

    private static async Task AssertFewElementsAsync(OpenPage page) =>
        Assert.InRange(await page.EvaluateAsync<int>("document.querySelectorAll('*').length"), 1, MostElements);
}
