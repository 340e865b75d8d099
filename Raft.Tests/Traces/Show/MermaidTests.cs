using System.Text.RegularExpressions;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Show;

namespace Raft.Tests.Traces.Show;

/// <summary>The sequence diagram is one that Mermaid's grammar takes, and says what happened.</summary>
public partial class MermaidTests
{
    private static readonly ServerId S1 = new(1);
    private static readonly ServerId S2 = new(2);
    private static readonly RequestId Request = new(new ClientId(1), 1);

    private readonly TraceBuilder builder = new();
    private readonly Rules rules = new(new Options());

    [Fact]
    public void An_election_and_what_is_lost_and_doubled()
    {
        var asked = builder.Handle(2, new ElectionTimeout(), rules);
        Message[] requests = [.. asked.Effects.Items.OfType<Send>().Select(send => send.Message)];
        builder.Handle(1, new Receive(requests[0]), rules, sentAt: 1);
        builder.Then(new Doubled(requests[0], 1));
        builder.Handle(1, new Receive(requests[0]), rules, sentAt: 1);
        builder.Then(new Lost(requests[1], 1)).Then(new Crashed(S2));
        Assert.Equal(
            [
                "Note over s2: 1. s2 times out, becomes candidate in term 1, asks s1 and s3 for their votes",
                "s2->>s1: 2. RequestVote of term 1 (empty log)",
                "Note over s1: 2. adopts term 1, votes for s2",
                "Note over s2,s1: 3. the network doubles RequestVote of term 1 from s2 to s1 (empty log), sent at #35;1",
                "s2-->>s1: 4. again#58; RequestVote of term 1 (empty log)",
                "s2-xs3: 5. lost#58; RequestVote of term 1 (empty log)",
                "Note over s2: 6. s2 crashes",
                "Note over s1,s3: No property fell.",
            ],
            StatementsOf(builder.Build()));
    }

    [Fact]
    public void A_request_and_its_answer()
    {
        builder.Then(new Called(Request, S1, new Get("x")));
        builder.Handle(1, new ClientRequest(Request, new Get("x")), rules, sentAt: 1);
        builder.Then(new Returned(Request, new NotLeader(null)));
        var second = Request with { Number = 2 };
        builder.Then(new Called(second, S2, new Get("x"))).Then(new RequestLost(second, S2)).Then(new GaveUp(second));
        Assert.Equal(
            [
                "c1->>s1: 2. request c1#35;1 (get x)",
                "s1->>c1: 3. answer to c1#35;1 (not the leader, none is known)",
                "c1-xs2: 5. lost#58; request c1#35;2 (get x)",
                "Note over c1: 6. c1 waits no longer for the answer to c1#35;2",
                "Note over s1,c1: No property fell.",
            ],
            StatementsOf(builder.Build()));
    }

    [Fact]
    public void A_violation_stands_at_the_end()
    {
        var violation = new Violation("Election Safety", "two leaders", [new Fact(1, "s1 leads")]);
        Assert.Equal(
            "Note over s1,s3: Election Safety fell#58; two leaders #35;1 s1 leads",
            StatementsOf(builder.Then(new Healed()).BuildFailed(violation))[^1]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Each_line_is_one_of_the_grammar(int seed) => AssertGrammar(MermaidDiagram.Of(RandomRuns.Run(seed, 300)));

    [Fact]
    public void So_it_is_with_all_that_there_can_be_and_with_whatever_keys_hold()
    {
        AssertGrammar(MermaidDiagram.Of(Samples.Everything));
        var request = Hostile.Called(S1);
        builder.Then(request).Handle(1, new ClientRequest(request.Request, request.Command), rules, sentAt: 1);
        var violation = new Violation(Hostile.Text, Hostile.Text, [new Fact(1, Hostile.Text)]);
        var diagram = MermaidDiagram.Of(builder.BuildFailed(violation));
        AssertGrammar(diagram);
        Assert.DoesNotContain("style", diagram, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_run_that_Mermaid_would_not_draw_the_last_events_are_drawn()
    {
        var trace = RandomRuns.Run(seed: 3, happenings: 2_000);
        var diagram = MermaidDiagram.Of(trace);
        Assert.InRange(diagram.Length, MermaidDiagram.LongestText - 2_000, MermaidDiagram.LongestText);
        AssertGrammar(diagram);
        var leftOut = Assert.Single(StatementsOf(diagram), line => line.Contains("are left out", StringComparison.Ordinal));
        Assert.Matches(@"Events 1 to [0-9]+ are left out", leftOut);
        Assert.EndsWith("No property fell.", StatementsOf(diagram)[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("put x=1", "put x=1")]
    [InlineData("a;b#c:d", "a#59;b#35;c#58;d")]
    [InlineData("%%{", "#37;#37;#123;")]
    [InlineData("<b>", "#60;b#62;")]
    [InlineData("a\nb\u2028c\0", "a b c ")]
    [InlineData("ключ \ud83d\ude00", "ключ #128512;")]
    [InlineData("a  b\u00a0\n c", "a b c")]
    [InlineData("style", "#115;tyle")]
    public void What_is_not_plain_is_an_entity(string text, string expected) => Assert.Equal(expected, MermaidText.Of(text));

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    private static void AssertGrammar(string diagram)
    {
        var lines = diagram.TrimEnd('\n').Split('\n');
        Assert.Equal("sequenceDiagram", lines[1]);
        Assert.All(lines.Skip(2), line => Assert.Matches(Statement(), line));
        var participants = lines.Select(line => line.Trim().Split(' '))
            .Where(words => words[0] == "participant").Select(words => words[1]).ToHashSet();
        Assert.All(lines.Skip(2).SelectMany(Named), name => Assert.Contains(name, participants));
    }

    private static IEnumerable<string> Named(string line)
    {
        var isAbout = line.Contains(": ", StringComparison.Ordinal);
        return isAbout ? Participant().Matches(line.Split(": ")[0]).Select(match => match.Value) : [];
    }

    private static string[] StatementsOf(Trace trace) => StatementsOf(MermaidDiagram.Of(trace));

    private static string[] StatementsOf(string diagram) =>
    [
        .. diagram.TrimEnd('\n').Split('\n').Skip(3).Select(line => line.Trim())
            .Where(line => !line.StartsWith("participant", StringComparison.Ordinal)),
    ];

    /// <summary>Text holds number signs and semicolons only as the two ends of an entity.</summary>
    [GeneratedRegex(
        @"^    (title |participant [sc]\d+$|[sc]\d+(->>|-->>|-x)[sc]\d+: |Note over [sc]\d+(,[sc]\d+)?: )"
        + @"([^ #;:%{}<>]| (?! )|#\d+;)*$")]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b[sc]\d+\b")]
    private static partial Regex Participant();
}
