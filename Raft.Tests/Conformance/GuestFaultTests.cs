using Raft.Core.Protocol;
using Raft.Coyote.Conformance.Guests;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;
using Raft.Tests.Commands;
using Raft.Tests.Exploration;
using Raft.Tests.Traces;

namespace Raft.Tests.Conformance;

/// <summary>A process that hangs, ends or answers rubbish is a finding with its trace, and never a hang or a fault of ours.</summary>
[Collection(nameof(CoyoteAlone))]
public sealed class GuestFaultTests : IDisposable
{
    private const string NoSend = """{"type":"send","message":{"type":"requestVoteReply","from":"s9","to":"s1","term":1,"voteGranted":true}}""";

    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("read line; exit 7", "expected an answer, the process ended with exit code 7")]
    [InlineData("read line; echo too bad >&2; exit 1", "its standard error ends: too bad")]
    [InlineData("while read line; do echo hello; done", "expected one JSON value")]
    [InlineData("while read line; do echo '{\"effects\":[]}'; done", "expected the field \"commitIndex\", it is missing")]
    [InlineData("while read line; do printf '{\\n{'; done", "expected one JSON value")]
    [InlineData("read line; printf '{\"effects\"'; exit 0", "was it cut off?")]
    [InlineData("while read line; do echo 1; done", "expected an object, came 1")]
    public void It_is_told_with_its_trace_and_again_when_that_is_replayed(string script, string why)
    {
        var command = GuestScript.Write(folder["guest.sh"], script);
        var check = Check(command, "--driver", "rules");
        Assert.Equal((1, true), (check.ExitCode, check.Output.Contains("Answers In Protocol fell at event ", StringComparison.Ordinal)));
        Assert.Contains(why, check.Output, StringComparison.Ordinal);
        var trace = Directory.GetFiles(folder["out"], "*.shrunk.trace.jsonl").Single();
        var replay = Invocation.Of("replay", trace, "--server", command, "--patience", "1");
        Assert.Equal(1, replay.ExitCode);
        Assert.StartsWith("Still there: Answers In Protocol fell again", replay.OutputLines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read line; exit 7", "expected an answer, the process ended with exit code 7")]
    [InlineData("read line; sleep 600", "expected an answer within 1 s, came none")]
    public void Coyote_finds_it_as_well(string script, string why)
    {
        var check = Check(GuestScript.Write(folder["guest.sh"], script), "--driver", "coyote", "--no-shrink");
        Assert.Contains("Answers In Protocol fell at event 1 of first-election-3", check.Output, StringComparison.Ordinal);
        Assert.Contains(why, check.Output, StringComparison.Ordinal);
        Assert.Equal(1, check.ExitCode);
    }

    [Fact]
    public void An_answer_that_nobody_asked_for_is_told()
    {
        var talksTwice = GuestScript.Write(folder["guest.sh"], $"while read line; do {GuestScript.Follows}; {GuestScript.Follows}; done");
        using var guest = new GuestProcess(Command(talksTwice));
        var fault = Assert.Throws<GuestException>(() => AskUntilItFails(guest));
        Assert.StartsWith("expected an answer for each line, came another one: {", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NoSend, "effects[0].message.from: expected a server of the cluster, s1 to s3")]
    [InlineData("""{"type":"takeOver"}""", "effects[0].type: expected one of persist")]
    [InlineData("""{"type":"persist","records":[{"type":"appendAt","index":3,"entries":[]}]}""", "that fit a log of 0 entries")]
    [InlineData("""{"type":"persist","records":[{"type":"truncateFrom","index":0}]}""", "that fit a log of 0 entries")]
    [InlineData("""{"type":"send","message":{"type":"timeoutNow","from":"s1","to":"s2","term":1}}""", "expected a message of Figure 2 from s1")]
    [InlineData("""{"type":"beginWrite","index":1,"entries":[]}""", "expected an effect of Figure 2")]
    public void An_effect_that_no_server_has_is_refused_with_its_place(string effect, string why)
    {
        var answer = """{"effects":[EFFECT],"commitIndex":0,"role":{"type":"follower","leaderId":null}}""".Replace("EFFECT", effect, StringComparison.Ordinal);
        var role = AfterTimeout(GuestScript.Write(folder["guest.sh"], $"read line; {GuestScript.Follows}; while read line; do echo '{answer}'; done"));
        Assert.Contains(why, Assert.IsType<OutOfProtocol>(role).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_boot_does_nothing_but_wait()
    {
        var apply = """{"effects":[{"type":"reply","request":"c1#1","answer":{"type":"notLeader","leader":null}}],"commitIndex":0,"role":{"type":"follower","leaderId":null}}""";
        var role = AfterTimeout(GuestScript.Write(folder["guest.sh"], $"while read line; do echo '{apply}'; done"));
        Assert.Contains("expected no effect of a first boot but resetElectionTimer, came Reply", ((OutOfProtocol)role).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_answers_otherwise_when_asked_the_same_is_found_out()
    {
        var counts = """n=0; while read line; do n=$((n+1)); echo "{\"effects\":[],\"commitIndex\":$n,\"role\":{\"type\":\"follower\",\"leaderId\":null}}"; done""";
        using var pool = new GuestPool(Command(GuestScript.Write(folder["guest.sh"], counts)), most: 1);
        var server = new ServerId(1);
        var first = pool.Ask(server, pool.Ask(server, null, "boot a\n"u8.ToArray()), "x\n"u8.ToArray());
        pool.Ask(server, null, "boot b\n"u8.ToArray());
        var fault = Assert.Throws<GuestException>(() => pool.Ask(server, first, "y\n"u8.ToArray()));
        Assert.StartsWith("expected the answer that it gave when it was asked the same", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-program-anywhere", "expected a program that can be started, came \"no-such-program-anywhere\"")]
    [InlineData("", "--server expects a command, came none")]
    [InlineData("sh -c 'exit 3'", "expected an answer, the process ended")]
    public void A_command_that_is_no_server_is_bad_usage(string command, string why) => Check(command).AssertBadUsage("--server", why);

    [Theory]
    [InlineData("""{"protocol":2,"name":"x","chapters":[]}""", "protocol: expected a whole number from 1 to 1, came 2")]
    [InlineData("""{"protocol":1,"name":"x","chapters":["preVote"]}""", "chapters[0]: expected none of the chapters beyond Figure 2")]
    [InlineData("""{"protocol":1}""", "expected the field \"name\", it is missing")]
    [InlineData("hi", "expected one JSON value")]
    public void A_server_of_another_protocol_is_bad_usage(string hello, string why) =>
        Check(GuestScript.WriteWhole(folder["guest.sh"], $"read line; echo '{hello}'; read line")).AssertBadUsage("in the answer to hello", why);

    [Theory]
    [InlineData("leases", "scenario \"leases\" goes beyond Figure 2")]
    [InlineData("healing --mutant never-answers", "expected neither --mutant nor --commit-rule")]
    public void What_does_not_go_with_it_is_bad_usage(string words, string why) => Invocation.Of(
        ["check", .. words.Split(' '), "--server", GuestScript.Write(folder["guest.sh"], GuestScript.Idle)]).AssertBadUsage(why);

    [Fact]
    public void Patience_goes_with_a_server_alone() => Invocation.Of("check", "--patience", "3").AssertBadUsage("--patience goes with --server");

    [Fact]
    public void A_trace_of_a_server_wants_to_be_replayed_with_it()
    {
        Check(GuestScript.Write(folder["guest.sh"], "read line; exit 7"), "--driver", "rules");
        var trace = Directory.GetFiles(folder["out"], "*.trace.jsonl").First();
        Invocation.Of("replay", trace).AssertBadUsage($"{trace}:1: expected --server 'sh ", "guest.sh");
        Assert.Contains("server: sh", TraceReader.Read(trace).Header.Mutant, StringComparison.Ordinal);
    }

    /// <summary>What comes unasked may come late: then it is taken for the next answer, and what comes after it is seen.</summary>
    private static void AskUntilItFails(GuestProcess guest)
    {
        for (var line = 1; line <= 1_000; line++)
        {
            guest.Ask("x\n"u8.ToArray());
        }
    }

    private Role AfterTimeout(string command)
    {
        using var pool = new GuestPool(Command(command), most: 1);
        var server = ServerState.AtStart(new ServerId(1), ServerSet.FirstServers(3), PersistentState.FirstBoot);
        return new GuestRules(new Options(), pool).Receive(server, new ElectionTimeout()).State.Role;
    }

    private static GuestCommand Command(string text) => new(text, TimeSpan.FromSeconds(GuestCommand.UsualSeconds));

    private Invocation Check(string command, params string[] more) => Invocation.Of(
        ["check", "first-election-3", "--server", command, "--patience", "1", "--iterations", "3", "--out", folder["out"], .. more]);
}
