using System.Text;
using Raft.Core.Protocol;
using Raft.Coyote.Conformance.Guests;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Json;
using Raft.Tests.Architecture;

namespace Raft.Tests.Conformance;

/// <summary>The second section of specs/STEP.md shows lines that we send, and an answer that we understand.</summary>
public class GuestPageTests
{
    private static readonly string[] Lines =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "specs", "STEP.md"))
            .SkipWhile(line => !line.StartsWith("## A server of yours", StringComparison.Ordinal))
            .Where(line => line.StartsWith('{')),
    ];

    private static readonly ServerState Booted =
        ServerState.AtStart(new ServerId(1), ServerSet.FirstServers(3), PersistentState.FirstBoot);

    [Fact]
    public void What_it_says_that_we_send_we_send() => Assert.Subset(
        Lines.ToHashSet(),
        new HashSet<string>
        {
            Text(GuestLines.Hello),
            Text(GuestLines.Boot(Booted, new Options(), PersistentState.FirstBoot)),
            Text(GuestLines.Of(new ElectionTimeout())),
            Text(GuestLines.Of(new Receive(new RequestVoteReply(new ServerId(2), new ServerId(1), 1, VoteGranted: true)))),
            Text(GuestLines.Of(new ClientRequest(new RequestId(new ClientId(1), 1), new Put("x", "1")))),
            Text(GuestLines.Of(new HeartbeatDue())),
        });

    [Fact]
    public void The_answer_that_it_shows_is_one()
    {
        var answer = Encoding.UTF8.GetBytes(Assert.Single(Lines, line => line.StartsWith("{\"effects\"", StringComparison.Ordinal)));
        var step = GuestStep.Read(Booted, new GuestLife(null, [], answer));
        Assert.Equal((1L, new ServerId(1), 3), (step.State.CurrentTerm, step.State.VotedFor, step.Effects.Count));
        Assert.IsAssignableFrom<Candidate>(step.State.Role);
    }

    [Fact]
    public void The_greeting_that_it_shows_is_one()
    {
        var line = new OneLine(Encoding.UTF8.GetBytes(Assert.Single(Lines, line => line.StartsWith("{\"protocol\"", StringComparison.Ordinal))));
        using var document = JsonLine.Parse(line);
        GuestLines.ReadHello(new JsonValue(document.RootElement, line));
    }

    private static string Text(byte[] line) => Encoding.UTF8.GetString(line).TrimEnd('\n');
}
