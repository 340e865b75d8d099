using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Show;

namespace Raft.Tests.Traces.Show;

/// <summary>A trace becomes the module that specs/RaftTrace.tla expects, or is refused in a line.</summary>
public class TlaTests
{
    private static readonly RequestId Request = new(new ClientId(1), 1);
    private static readonly Header Figure2 = TraceBuilder.Header with { Options = new Options() };

    private readonly TraceBuilder builder = new();
    private readonly Rules rules = new(new Options());

    [Fact]
    public void A_short_trace_with_a_crash_amid_a_step()
    {
        var asked = Sent(builder.Handle(2, new ElectionTimeout(), rules));
        builder.Then(new Doubled(asked[0], 1)).Then(new Lost(asked[1], 1));
        var vote = Sent(builder.Handle(1, new Receive(asked[0]), rules, sentAt: 1));
        builder.Handle(2, new Receive(vote[0]), rules, sentAt: 4);
        builder.Handle(2, new ClientRequest(Request, new Put("x", "1")), rules, sentAt: 5);
        builder.Handle(1, new Receive(asked[0]), rules, new CrashPoint(0), sentAt: 1);
        builder.Then(new Crashed(new ServerId(2)));
        builder.Handle(2, new Restart(builder[2].Persistent), rules);
        Snapshots.Match(TlaModule.Of(builder.Build(Figure2), "Short").Split('\n'), "a-short-trace.tla");
    }

    [Fact]
    public void What_a_crash_amid_a_write_leaves_is_on_the_disk_and_nothing_of_it_was_sent()
    {
        builder.Handle(1, new ElectionTimeout(), rules, new CrashPoint(EffectsDone: 1, RecordsKept: 1));
        var line = EventsOf(builder)[0];
        Assert.Contains("what |-> \"handledInPart\"", line, StringComparison.Ordinal);
        Assert.Contains("sends |-> {}", line, StringComparison.Ordinal);
        Assert.Contains("disk |-> [currentTerm |-> 1, votedFor |-> \"s1\", log |-> <<>>]", line, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_sent_before_it_is_on_the_disk_is_told_as_early()
    {
        var step = rules.Receive(builder[1], new ElectionTimeout());
        builder.Handle(1, new ElectionTimeout(), step.State, [.. step.Effects.Items.OrderBy(effect => effect is Persist)]);
        Assert.DoesNotContain("early |-> {}", EventsOf(builder)[0], StringComparison.Ordinal);
        Assert.Contains("isDurable |-> TRUE", EventsOf(builder)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_never_written_is_told_as_not_durable()
    {
        var step = rules.Receive(builder[1], new ElectionTimeout());
        builder.Handle(1, new ElectionTimeout(), step.State, [.. step.Effects.Items.Where(effect => effect is not Persist)]);
        Assert.Contains("isDurable |-> FALSE", EventsOf(builder)[0], StringComparison.Ordinal);
    }

    public static TheoryData<Options> BeyondFigure2 =>
    [
        new Options { PreVote = true },
        new Options { CheckQuorum = true },
        new Options { Membership = Membership.SingleServer },
        new Options(CommitRule: CommitRule.LeaderAlone),
    ];

    [Theory]
    [MemberData(nameof(BeyondFigure2))]
    public void Options_that_the_specification_lacks_are_refused(Options options) =>
        Assert.Contains("Figure 2 alone", RefusalOf(Figure2 with { Options = options }), StringComparison.Ordinal);

    [Fact]
    public void A_cluster_that_begins_with_some_of_its_servers_is_refused() => Assert.Contains(
        "all servers from the start",
        RefusalOf(Figure2 with { InitialServers = ServerSet.FirstServers(2) }),
        StringComparison.Ordinal);

    [Fact]
    public void An_input_that_the_specification_lacks_is_refused_with_the_number_of_its_event()
    {
        builder.Then(new Healed());
        builder.Handle(1, new TakeSnapshot(), rules);
        Assert.Equal("event 2: specs/RaftTrace.tla does not have the input TakeSnapshot", RefusalOf(Figure2));
    }

    [Fact]
    public void A_message_that_the_specification_lacks_is_refused()
    {
        builder.Handle(1, new Receive(new PreVote(new ServerId(2), new ServerId(1), 0, 0, 0)), rules);
        Assert.Equal("event 1: specs/RaftTrace.tla does not have the message PreVote", RefusalOf(Figure2));
    }

    [Fact]
    public void A_full_disk_is_refused()
    {
        builder.Then(new DiskFilled(new ServerId(1)));
        Assert.Equal("event 1: specs/RaftTrace.tla does not have disks that are full or corrupt", RefusalOf(Figure2));
    }

    [Fact]
    public void A_term_that_TLC_cannot_count_to_is_refused()
    {
        builder.Handle(1, new Receive(new RequestVote(new ServerId(2), new ServerId(1), 1L << 31, 0, 0)), rules);
        Assert.Equal("event 1: specs/RaftTrace.tla does not have terms beyond 2147483647", RefusalOf(Figure2));
    }

    [Theory]
    [InlineData("Trace_1", true)]
    [InlineData("1", false)]
    [InlineData("a-b", false)]
    [InlineData("", false)]
    public void A_module_has_a_name_of_letters_digits_and_underscores(string name, bool isName) =>
        Assert.Equal(isName, TlaModule.IsName(name));

    private static Message[] Sent(Step step) => [.. step.Effects.Items.OfType<Send>().Select(send => send.Message)];

    private string RefusalOf(Header header) =>
        Assert.Throws<BeyondSpecificationException>(() => TlaModule.Of(builder.Build(header), "T")).Message;

    private static string[] EventsOf(TraceBuilder builder) =>
    [
        .. TlaModule.Of(builder.Build(Figure2), "T").Split('\n')
            .Where(line => line.StartsWith("[number", StringComparison.Ordinal)),
    ];
}
