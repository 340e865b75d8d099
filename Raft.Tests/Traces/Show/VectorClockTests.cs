using System.Text.Json;
using System.Text.RegularExpressions;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Show;

namespace Raft.Tests.Traces.Show;

/// <summary>The log for ShiViz is read as ShiViz reads it, and its clocks order the events as happened-before does.</summary>
public class VectorClockTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void One_clock_is_below_another_just_when_its_event_happened_before(int seed) =>
        AssertOrders(RandomRuns.Run(seed));

    [Fact]
    public void So_it_is_in_a_trace_of_all_that_there_can_be() => AssertOrders(Samples.Everything);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Each_host_counts_its_events_from_1_and_a_clock_knows_no_host_without_events(int seed)
    {
        var entries = Parse(ShiVizLog.Of(RandomRuns.Run(seed)));
        foreach (var own in entries.GroupBy(entry => entry.Host))
        {
            Assert.Equal(Enumerable.Range(1, own.Count()), own.Select(entry => entry.Clock[entry.Host]));
        }

        var counts = entries.CountBy(entry => entry.Host).ToDictionary();
        Assert.All(entries, entry => Assert.All(entry.Clock, known => Assert.InRange(known.Value, 1, counts[known.Key])));
    }

    [Fact]
    public void A_receive_knows_what_its_sender_knew()
    {
        var builder = new TraceBuilder();
        var rules = new Rules(new Options());
        var asked = builder.Handle(2, new ElectionTimeout(), rules);
        builder.Handle(3, new ElectionTimeout(), rules);
        builder.Handle(1, new Receive(asked.Effects.Items.OfType<Send>().First().Message), rules, sentAt: 1);
        var log = ShiVizLog.Of(builder.Build());
        Assert.StartsWith("(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})\n\n#1 s2 times out", log, StringComparison.Ordinal);
        Assert.EndsWith("\ns1 {\"s1\":1, \"s2\":1}\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public void What_keys_and_values_hold_does_not_break_a_line()
    {
        var trace = new TraceBuilder().Then(Hostile.Called(new ServerId(1))).Then(new Healed()).Build();
        var entries = Parse(ShiVizLog.Of(trace));
        Assert.Equal(["c1", "network"], entries.Select(entry => entry.Host));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    private static void AssertOrders(Trace trace)
    {
        var entries = Parse(ShiVizLog.Of(trace));
        Assert.Equal(trace.Happenings.Count, entries.Count);
        var before = HappenedBefore(trace, entries);
        for (var one = 0; one < entries.Count; one++)
        {
            for (var other = 0; other < entries.Count; other++)
            {
                Assert.Equal(before[other].Contains(one), one != other && IsBelow(entries[one].Clock, entries[other].Clock));
            }
        }
    }

    private static bool IsBelow(Dictionary<string, int> one, Dictionary<string, int> other) =>
        one.All(known => known.Value <= other.GetValueOrDefault(known.Key));

    /// <summary>For each event those before it, as Lamport defines it: at the same host, sent and received, by others.</summary>
    private static List<HashSet<int>> HappenedBefore(Trace trace, List<Logged> entries)
    {
        var before = new List<HashSet<int>>();
        for (var position = 0; position < entries.Count; position++)
        {
            var set = new HashSet<int>();
            var host = entries[position].Host;
            var sameHost = entries.Take(position).Select(entry => entry.Host).ToList().LastIndexOf(host);
            int[] direct = [sameHost, SenderOf(trace, position)];
            foreach (var cause in direct.Where(cause => cause >= 0))
            {
                set.Add(cause);
                set.UnionWith(before[cause]);
            }

            before.Add(set);
        }

        return before;
    }

    private static int SenderOf(Trace trace, int position) => trace.Happenings[position] switch
    {
        Handled { SentAt: { } sentAt } => sentAt - 1,
        Lost lost => lost.SentAt - 1,
        Doubled doubled => doubled.SentAt - 1,
        RequestLost lost => FindBefore(trace, position, each => each is Called called && called.Request == lost.Request),
        Returned returned => FindBefore(
            trace, position,
            each => each is Handled handled && handled.Done.Items.Contains(new Reply(returned.Request, returned.Answer))),
        _ => -1,
    };

    private static int FindBefore(Trace trace, int position, Func<Happening, bool> isCause) =>
        trace.Happenings.Items.Take(position).Select((each, place) => isCause(each) ? place : -1).DefaultIfEmpty(-1).Max();

    /// <summary>As ShiViz does: the first line is the expression that reads the lines from the third on.</summary>
    private static List<Logged> Parse(string log)
    {
        var lines = log.Split('\n', 3);
        Assert.Equal("", lines[1]);
        var parser = new Regex($"^{lines[0]}$", RegexOptions.Multiline | RegexOptions.ECMAScript);
        return [.. parser.Matches(lines[2]).Select(match => new Logged(
            match.Groups["event"].Value, match.Groups["host"].Value,
            JsonSerializer.Deserialize<Dictionary<string, int>>(match.Groups["clock"].Value)!))];
    }

    private sealed record Logged(string Event, string Host, Dictionary<string, int> Clock);
}
