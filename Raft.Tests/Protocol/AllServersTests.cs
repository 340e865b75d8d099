using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Figure 2, "Rules for Servers: All Servers".</summary>
public class AllServersTests
{
    public static TheoryData<string> Roles => ["follower", "candidate", "leader"];

    [Fact]
    public void If_commitIndex_is_greater_than_lastApplied_apply_what_lies_between_in_log_order()
    {
        var follower = Follower(term: 2, log: Log(1, 1, 2), leader: S2);
        var step = follower.Receives(new AppendEntries(S2, S1, Term: 2, PrevLogIndex: 3, PrevLogTerm: 2, [], LeaderCommit: 2));
        step.ShouldBe(
            follower.Committed(2),
            new ResetElectionTimer(),
            new Send(new AppendEntriesReply(S1, S2, Term: 2, Success: true, PrevLogIndex: 3, MatchIndex: 3)),
            new Apply(1, Entry(1, 1), new Result(true, "1.1")),
            new Apply(2, Entry(1, 2), new Result(true, "1.2")));
    }

    [Fact]
    public void An_entry_is_applied_once()
    {
        var heartbeat = new AppendEntries(S2, S1, Term: 2, PrevLogIndex: 3, PrevLogTerm: 2, [], LeaderCommit: 2);
        var follower = Follower(term: 2, log: Log(1, 1, 2), leader: S2).After(heartbeat);
        var step = follower.Receives(heartbeat);
        Assert.Equal(follower, step.State);
        Assert.Empty(step.All<Apply>());
    }

    [Fact]
    public void What_the_log_does_not_hold_is_not_applied()
    {
        var impossible = Follower(log: Log(1)) with { CommitIndex = 3 };
        Assert.Equal(1, impossible.Handles(new HeartbeatDue()).State.LastApplied);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void If_a_request_contains_a_newer_term_set_currentTerm_and_convert_to_follower(string role)
    {
        var server = InTermTwo(role);
        var step = server.Receives(new RequestVote(S2, S1, Term: 5, LastLogIndex: 0, LastLogTerm: 0));
        step.ShouldBe(
            server.InTerm(5, votedFor: null) with { Role = new Follower() },
            new Persist([new TermAndVote(5, null)]),
            new Send(new RequestVoteReply(S1, S2, Term: 5, VoteGranted: false)));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void If_a_request_of_a_leader_contains_a_newer_term_follow_that_leader(string role)
    {
        var server = InTermTwo(role);
        var step = server.Receives(new AppendEntries(S2, S1, Term: 5, PrevLogIndex: 2, PrevLogTerm: 2, [], LeaderCommit: 0));
        step.ShouldBe(
            server.InTerm(5, votedFor: null) with { Role = new Follower(S2) },
            new ResetElectionTimer(),
            new Persist([new TermAndVote(5, null)]),
            new Send(new AppendEntriesReply(S1, S2, Term: 5, Success: true, PrevLogIndex: 2, MatchIndex: 2)));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void If_a_response_contains_a_newer_term_set_currentTerm_and_convert_to_follower(string role)
    {
        var server = InTermTwo(role);
        var follower = server.InTerm(5, votedFor: null) with { Role = new Follower() };
        var persist = new Persist([new TermAndVote(5, null)]);
        server.Receives(new RequestVoteReply(S2, S1, Term: 5, VoteGranted: false)).ShouldBe(follower, persist);
        server.Receives(new AppendEntriesReply(S2, S1, Term: 5, Success: false, PrevLogIndex: 2, MatchIndex: 0))
            .ShouldBe(follower, persist);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_response_of_an_older_term_is_for_nobody(string role)
    {
        var server = InTermTwo(role);
        server.Receives(new RequestVoteReply(S2, S1, Term: 1, VoteGranted: true)).ShouldLeave(server);
        server.Receives(new AppendEntriesReply(S2, S1, Term: 1, Success: true, PrevLogIndex: 1, MatchIndex: 2))
            .ShouldLeave(server);
        server.Receives(new AppendEntriesReply(S2, S1, Term: 1, Success: false, PrevLogIndex: 2, MatchIndex: 0))
            .ShouldLeave(server);
    }

    [Fact]
    public void The_term_never_goes_back()
    {
        var server = Follower(term: 5, log: Log(1));
        Assert.Equal(5, server.Receives(new RequestVote(S2, S1, Term: 4, LastLogIndex: 9, LastLogTerm: 4)).State.CurrentTerm);
        Assert.Equal(5, server.Receives(new AppendEntries(S2, S1, Term: 4, 0, 0, [], LeaderCommit: 0)).State.CurrentTerm);
    }

    [Fact]
    public void An_input_or_a_message_that_Figure_2_does_not_know_is_an_error_that_names_it()
    {
        var input = Assert.Throws<ArgumentException>(() => Follower().Handles(new Gossip()));
        Assert.StartsWith("unknown input Gossip", input.Message);
        var message = Assert.Throws<ArgumentException>(() => Follower().Receives(new Rumour(S2, S1, Term: 1)));
        Assert.StartsWith("unknown message Rumour", message.Message);
    }

    private static ServerState InTermTwo(string role) => role switch
    {
        "follower" => Follower(term: 2, log: Log(1, 2), votedFor: S3, leader: S3),
        "candidate" => Candidate(term: 2, log: Log(1, 2), servers: 5),
        _ => Leader(term: 2, log: Log(1, 2)),
    };

    private sealed record Gossip : Input;

    private sealed record Rumour(ServerId From, ServerId To, long Term) : Message(From, To, Term);
}
