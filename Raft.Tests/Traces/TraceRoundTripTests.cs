using System.Globalization;
using System.Reflection;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

public class TraceRoundTripTests
{
    [Fact]
    public void What_is_written_is_read_again() =>
        Assert.Equal(Samples.Everything, TraceFile.Read(TraceFile.BytesOf(Samples.Everything)));

    [Fact]
    public void What_flow_and_disks_add_is_read_again_and_as_the_schema_says()
    {
        Assert.Equal(Samples.FlowAndDisks, TraceFile.Read(TraceFile.BytesOf(Samples.FlowAndDisks)));
        TraceSchema.AssertHolds(Samples.FlowAndDisks);
    }

    [Fact]
    public void Runs_of_the_rules_are_read_again()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var trace = RandomRuns.Run(seed);
            Assert.Equal(trace, TraceFile.Read(TraceFile.BytesOf(trace)));
        }
    }

    [Fact]
    public void What_later_chapters_add_is_written_and_read() => Assert.All(
        new[] { Samples.OfReads, Samples.OfSnapshots }, sample => Assert.Equal(sample, TraceFile.Read(TraceFile.BytesOf(sample))));

    [Fact]
    public void A_trace_of_nothing_is_a_trace()
    {
        var trace = new TraceBuilder(1).Build();
        Assert.Equal(2, TraceFile.LinesOf(trace).Length);
        Assert.Equal(trace, TraceFile.Read(TraceFile.BytesOf(trace)));
    }

    /// <summary>Equality that held for anything would make the tests above worthless.</summary>
    [Fact]
    public void Traces_that_differ_in_one_place_are_not_equal()
    {
        var trace = Samples.Everything;
        var handled = (Handled)trace.Happenings[0];
        var changed = handled with { After = handled.After.WithLog(handled.After.Log.TruncateFrom(6)) };
        Assert.NotEqual(trace, trace with { Happenings = trace.Happenings.SetItem(0, changed) });
        Assert.NotEqual(trace, trace with { Schedule = trace.Schedule + " " });
        var violation = trace.Header.Violation!;
        var otherFact = violation with { Facts = violation.Facts.SetItem(0, violation.Facts[0] with { Text = "s1 follows" }) };
        Assert.NotEqual(trace, trace with { Header = trace.Header with { Violation = otherFact } });
    }

    [Fact]
    public void The_same_trace_gives_the_same_bytes_in_every_culture()
    {
        var here = CultureInfo.CurrentCulture;
        var first = TraceFile.BytesOf(Samples.Everything);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NegativeSign = "~" } };
            Assert.Equal(first, TraceFile.BytesOf(TraceFile.Read(first)));
        }
        finally
        {
            CultureInfo.CurrentCulture = here;
        }
    }

    [Fact]
    public void A_file_is_utf8_without_a_mark_and_its_lines_end_in_line_feeds()
    {
        var bytes = TraceFile.BytesOf(Samples.Everything);
        Assert.Equal("{\"kind\":\"header\",\"format\":2,"u8, bytes.AsSpan(0, 28));
        Assert.Equal((byte)'\n', bytes[^1]);
        Assert.DoesNotContain((byte)'\r', bytes);
    }

    [Fact]
    public void A_schedule_is_cut_into_lines_of_a_hundred()
    {
        var lines = TraceFile.LinesOf(Samples.Everything);
        Assert.Equal(3, lines.Count(line => line.StartsWith("""{"kind":"schedule",""", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_sample_holds_every_type_that_a_trace_can_hold()
    {
        var inSample = new HashSet<Type>();
        Collect(Samples.Everything, inSample);
        Collect(Samples.OfReads, inSample);
        Collect(Samples.OfSnapshots, inSample);
        Collect(LeadershipTraceTests.Sample, inSample);
        Collect(Samples.FlowAndDisks, inSample);
        Type[] families =
        [
            typeof(Happening), typeof(Input), typeof(Effect), typeof(Message), typeof(Command), typeof(Answer),
            typeof(DiskRecord),
        ];
        Type[] inProduct = [.. typeof(Rules).Assembly.GetTypes(), .. typeof(Happening).Assembly.GetTypes()];
        var needed = inProduct.Where(type => !type.IsAbstract && families.Any(type.IsSubclassOf)).ToList();
        var roles = typeof(Rules).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Role)));
        Assert.Equal([], needed.Concat(roles).Where(type => !inSample.Contains(type)).Select(type => type.Name));
    }

    [Fact]
    public void A_file_is_written_and_read_and_nothing_else_is_left()
    {
        using var folder = new TraceFile.Folder();
        File.WriteAllText(folder["a.trace.jsonl"], "older");
        TraceWriter.Write(Samples.Everything, folder["a.trace.jsonl"]);
        Assert.Equal(Samples.Everything, TraceReader.Read(folder["a.trace.jsonl"]));
        Assert.Equal([folder["a.trace.jsonl"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_trace_that_cannot_be_read_back_leaves_what_was_there()
    {
        using var folder = new TraceFile.Folder();
        File.WriteAllText(folder["a.trace.jsonl"], "older");
        var unreadable = new TraceBuilder().Then(new Crashed(new ServerId(9))).Build();
        var exception = Assert.Throws<ArgumentException>(() => TraceWriter.Write(unreadable, folder["a.trace.jsonl"]));
        Assert.EndsWith("expected a server of the cluster, s1 to s3, came \"s9\"", exception.Message, StringComparison.Ordinal);
        Assert.Equal([folder["a.trace.jsonl"]], Directory.GetFiles(folder.Path));
        Assert.Equal("older", File.ReadAllText(folder["a.trace.jsonl"]));
    }

    [Fact]
    public void A_state_that_does_not_follow_from_the_one_before_is_not_written()
    {
        var elsewhere = new TraceBuilder()[1].InTerm(5, votedFor: null);
        var trace = new TraceBuilder().Then(new Handled(new ServerId(1), new HeartbeatDue(), elsewhere, elsewhere, [])).Build();
        var exception = Assert.Throws<ArgumentException>(() => TraceFile.BytesOf(trace));
        Assert.StartsWith("event 1: expected s1 of {s1, s2, s3} in the state", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_format_does_not_know_is_not_written()
    {
        AssertUnknown(new StrangeInput(), []);
        AssertUnknown(new ClientRequest(new RequestId(new ClientId(1), 1), new StrangeCommand()), []);
        AssertUnknown(new Receive(new StrangeMessage()), []);
        AssertUnknown(new HeartbeatDue(), [new StrangeEffect()]);
        AssertUnknown(new HeartbeatDue(), [new Persist([new StrangeRecord()])]);
        AssertUnknown(new HeartbeatDue(), [new Reply(new RequestId(new ClientId(1), 1), new StrangeAnswer())]);
    }

    /// <summary>A mutant may keep more in a role than Figure 2 does.</summary>
    [Fact]
    public void A_role_of_a_mutant_is_written_as_the_role_of_the_paper()
    {
        var builder = new TraceBuilder();
        builder.Handle(1, new HeartbeatDue(), builder[1] with { Role = new ForgetfulFollower(Tally: 3) }, []);
        var read = (Handled)TraceFile.Read(TraceFile.BytesOf(builder.Build())).Happenings[0];
        Assert.Equal(new Follower(), read.After.Role);
    }

    private static void AssertUnknown(Input input, Sequence<Effect> effects)
    {
        var builder = new TraceBuilder();
        var trace = builder.Handle(1, input, builder[1], effects).Build();
        var exception = Assert.Throws<ArgumentException>(() => TraceFile.BytesOf(trace));
        Assert.Matches("^unknown [a-zA-Z]+ Strange", exception.Message);
    }

    private sealed record ForgetfulFollower(int Tally) : Follower;

    private sealed record StrangeInput : Input;

    private sealed record StrangeCommand : Command;

    private sealed record StrangeMessage() : Message(new ServerId(1), new ServerId(2), 1);

    private sealed record StrangeEffect : Effect;

    private sealed record StrangeRecord : DiskRecord;

    private sealed record StrangeAnswer : Answer;

    private static void Collect(object? value, HashSet<Type> types)
    {
        if (value is null or string || value.GetType().IsPrimitive)
        {
            return;
        }

        types.Add(value.GetType());
        if (value is System.Collections.IEnumerable items)
        {
            foreach (var item in items)
            {
                Collect(item, types);
            }

            return;
        }

        var properties = value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var property in properties.Where(property => property.GetIndexParameters().Length == 0))
        {
            Collect(property.GetValue(value), types);
        }
    }
}
