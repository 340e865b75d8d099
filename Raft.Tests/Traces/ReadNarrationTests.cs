using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>Reads, leases and sessions in words.</summary>
public class ReadNarrationTests
{
    private static readonly ServerId S1 = new(1);
    private static readonly ServerId S2 = new(2);
    private static readonly RequestId Request = new(new ClientId(1), 1);
    private static readonly Options AtFollowers = new() { Reads = ReadRule.ReadIndexAtFollowers };
    private static readonly Options Lease = new() { Reads = ReadRule.Lease };
    private static readonly Options Sessions = new() { MaxSessions = 1 };

    private static ClientRequest Read => new(Request, new Get("x"));

    private static ServerState Leading(int servers = 2)
    {
        var log = new Log([new Entry(1, new NoOp())]);
        var all = ServerSet.FirstServers(servers);
        return ServerState.AtStart(S1, all, new PersistentState(1, S1, log)) with
        {
            CommitIndex = 1,
            LastApplied = 1,
            Role = new Leader(IndexPerServer.All(all, 2), IndexPerServer.All(all, 1)),
        };
    }

    private static ServerState Following => Leading() with { Id = S2, Role = new Follower(S1) };

    private static (string Told, ServerState After) Tell(ServerState state, Input input, Options options)
    {
        var step = new Rules(options).Receive(state, input);
        return (Narration.Tell(new Handled(state.Id, input, state, step.State, step.Effects)), step.State);
    }

    private static Receive Answer(long round) => new(new AppendEntriesReply(S2, S1, 1, Success: true, 1, 1) { Round = round });

    [Fact]
    public void A_read_at_the_leader()
    {
        var (asked, waiting) = Tell(Leading(), Read, AtFollowers);
        Assert.Equal(
            "s1 receives the request c1#1 (get x), keeps the read c1#1 waiting for round 1, begins round 1 of heartbeats, "
                + "sends a heartbeat to s2 (prev 1@1, no entries, leaderCommit 1, round 1)",
            asked);
        Assert.Equal(
            "s1 receives success up to 1 of term 1 from s2 (round 1), finds round 1 confirmed, answers c1#1 (ok, no value)",
            Tell(waiting, Answer(1), AtFollowers).Told);
    }

    [Fact]
    public void A_read_at_a_follower()
    {
        var (asked, waiting) = Tell(Following, Read, AtFollowers);
        Assert.Equal(
            "s2 receives the request c1#1 (get x), keeps the read c1#1 waiting for the leader's read index, asks s1 for the read index",
            asked);
        var (told, applying) = Tell(waiting, new Receive(new ReadIndexReply(S1, S2, 1, Request, 2)), AtFollowers);
        Assert.Equal("s2 receives ReadIndexReply of term 1 from s1 (for c1#1: 2), takes 2 for the read index of c1#1", told);
        Assert.Single(applying.Reads);
    }

    [Fact]
    public void A_follower_that_asks()
    {
        Assert.Equal(
            "s2 receives ReadIndexRequest of term 1 from s1 (for c1#1), refuses s1 a read index",
            Tell(Following, new Receive(new ReadIndexRequest(S1, S2, 1, Request)), AtFollowers).Told);
        var (_, waiting) = Tell(Leading(), new Receive(new ReadIndexRequest(S2, S1, 1, Request)), AtFollowers);
        Assert.EndsWith("tells s2 the read index 1", Tell(waiting, Answer(1), AtFollowers).Told);
    }

    [Fact]
    public void A_lease()
    {
        var (_, beating) = Tell(Leading(3), new HeartbeatDue(), Lease);
        var counted = new Leader(IndexPerServer.All(beating.Servers, 2), IndexPerServer.All(beating.Servers, 1)) { Round = 1, AnsweredBy = ServerSet.Of(S2) };
        var story = Narration.Tell(new Handled(S1, new HeartbeatDue(), beating, beating with { Role = counted }, []));
        Assert.Equal("s1 is due for a heartbeat, counts the answers of s2 to round 1", story);
        Assert.Equal(
            "s1 sees by its clock that its lease is over, gives up the lease of round 1",
            Tell(beating, new LeaseExpired(), Lease).Told);
        Assert.Equal("the clock of s2 runs ahead", Narration.Tell(new ClockJumped(S2)));
    }

    [Fact]
    public void A_command_that_is_skipped()
    {
        var alone = Leading(servers: 1);
        var (_, opened) = Tell(alone, new ClientRequest(Request, new OpenSession()), Sessions);
        var command = new Numbered(2, 1, new Append("x", "a"));
        var (_, applied) = Tell(opened, new ClientRequest(Request, command), Sessions);
        Assert.EndsWith(
            "skips entry 4 (append x+a, serial 1 of session 2): it was applied before, answers c1#1 (ok, value a)",
            Tell(applied, new ClientRequest(Request, command), Sessions).Told);
        Assert.EndsWith(
            "skips entry 4 (append x+a, serial 1 of session 9): its session is not open, answers c1#1 (its session expired)",
            Tell(applied, new ClientRequest(Request, command with { Session = 9 }), Sessions).Told);
    }
}
