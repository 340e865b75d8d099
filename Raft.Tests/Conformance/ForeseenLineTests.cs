using System.Text;
using Raft.Core.Protocol;
using Raft.Coyote.Conformance;
using Raft.Coyote.Conformance.Recorded;
using Raft.Coyote.Environment;
using Raft.Coyote.Mutants;
using Raft.Coyote.Traces;
using Raft.Tests.Traces;

namespace Raft.Tests.Conformance;

/// <summary>A line that says what the rules foresee is taken as it is, and nothing is told otherwise for it.</summary>
public class ForeseenLineTests
{
    public static TheoryData<string> Mutants() =>
        [.. Catalogue.All.Items.Select(mutant => mutant.Name).Where((_, place) => place % 12 == 0)];

    [Fact]
    public void Each_step_of_the_rules_that_no_crash_cuts_short_is_foreseen()
    {
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var (whole, foreseen) = Count(RandomRuns.Run(seed));
            Assert.InRange(foreseen, 1, whole);
            Assert.Equal(whole, foreseen);
        }
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void What_is_told_of_a_trace_does_not_depend_on_how_it_is_spelt(string mutant)
    {
        foreach (var trace in RecordedTraceTests.WalksOf(Catalogue.Find(mutant)!))
        {
            var (plain, spaced) = (Judge(TraceFile.LinesOf(trace)), Judge([.. TraceFile.LinesOf(trace).Select(Spaced)]));
            Assert.Equal(Told(plain), Told(spaced));
        }
    }

    [Theory]
    [InlineData("\"sentAt\":", "\"sentAt\":9")]
    [InlineData("\"sentAt\":", "\"sentAt\":-")]
    [InlineData("\"server\":\"s", "\"server\":\"s9")]
    [InlineData("\"input\":{", "\"input\":{\"more\":1,")]
    [InlineData("\"after\":{", "\"after\":{\"more\":1,")]
    public void What_no_line_may_say_is_refused_as_ever(string word, string instead)
    {
        var lines = TraceFile.LinesOf(RandomRuns.Run(seed: 3));
        foreach (var place in Enumerable.Range(0, lines.Length).Where(place => lines[place].Contains(word, StringComparison.Ordinal)))
        {
            string[] broken = [.. lines];
            broken[place] = lines[place].Replace(word, instead, StringComparison.Ordinal);
            var sealedAgain = TraceFile.Seal(broken[..^1], broken.Length - 2);
            var expected = TraceFile.RefusalOf(sealedAgain);
            Assert.Equal(expected, Assert.Throws<TraceFormatException>(() => Judge(broken)).Message);
        }
    }

    private static string Spaced(string line) => line.Replace("{\"kind\":\"event\",", "{\"kind\": \"event\",", StringComparison.Ordinal);

    private static (long Events, Refused? Steps, Refused? Properties) Told(Verdict verdict) =>
        (verdict.Facts.Events, Bare(verdict.Steps), Bare(verdict.Properties));

    private static Refused? Bare(Refused? refused) => refused is null ? null : refused with { Text = "" };

    private static Verdict Judge(string[] lines)
    {
        var trace = TraceFile.Seal(lines[..^1], lines.Length - 2);
        return Conformity.Judge(new MemoryStream(Encoding.UTF8.GetBytes(trace)), "t", Formats.All.Single(each => each.Name == "raft"));
    }

    private static (int Handled, int Foreseen) Count(Trace trace)
    {
        using var reader = TraceReader.Begin(new MemoryStream(TraceFile.BytesOf(trace)), "t");
        var spy = new Spy(new RecordedSteps(reader.Header));
        reader.Expect(spy);
        var (handled, foreseen) = (0, 0);
        while (reader.Next() is { } happening)
        {
            handled += happening is Handled { Crash: null } ? 1 : 0;
            foreseen += ReferenceEquals(happening, spy.Last) ? 1 : 0;
            Assert.Null(spy.Steps.Judge(happening));
        }

        return (handled, foreseen);
    }

    private sealed record Spy(RecordedSteps Steps) : IForesight
    {
        public Handled? Last { get; private set; }

        public IEnumerable<Message> Sent(ServerId to, int sentAt) => Steps.Sent(to, sentAt);

        public Handled? Foresee(ServerId server, Input input, int? sentAt) => Last = Steps.Foresee(server, input, sentAt);
    }
}
