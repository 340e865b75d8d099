using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>
/// Figure 2, Leaders: "If there exists an N such that N > commitIndex, a majority of matchIndex[i] ≥ N, and log[N].term ==
/// currentTerm: set commitIndex = N (sections 5.3, 5.4)"; and the two other rules that we keep for comparison.
/// </summary>
public class CommitTests
{
    [Fact]
    public void If_a_majority_of_matchIndex_is_at_least_N_set_commitIndex_to_N()
    {
        var leader = Leader(term: 2, log: Log(2, 2, 2), servers: 5);
        leader = leader.After(Matches(S2, 3), Matches(S3, 1));
        Assert.Equal(1, leader.CommitIndex);
        Assert.Equal(2, leader.After(Matches(S4, 2)).CommitIndex);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 2)]
    [InlineData(6, 3)]
    [InlineData(7, 3)]
    public void The_leader_needs_this_many_followers_to_commit(int servers, int followers)
    {
        var leader = Leader(term: 2, log: Log(2), servers: servers);
        for (var follower = 1; follower <= followers; follower++)
        {
            Assert.Equal(0, leader.CommitIndex);
            leader = leader.After(Matches(new ServerId(follower + 1), 1));
        }

        Assert.Equal(1, leader.CommitIndex);
    }

    [Fact]
    public void The_same_follower_counts_once()
    {
        var leader = Leader(term: 2, log: Log(2), servers: 5).After(Matches(S2, 1), Matches(S2, 1), Matches(S2, 1));
        Assert.Equal(0, leader.CommitIndex);
    }

    [Fact]
    public void An_entry_from_a_previous_term_is_not_committed_by_counting()
    {
        var leader = Leader(term: 3, log: Log(1, 2)).After(Matches(S2, 2, term: 3), Matches(S3, 2, term: 3));
        Assert.Equal(0, leader.CommitIndex);
    }

    [Fact]
    public void All_prior_entries_are_committed_indirectly_with_one_of_the_current_term()
    {
        var leader = Leader(term: 3, log: Log(1, 2, 3));
        var step = leader.Receives(Matches(S2, 3, term: 3));
        Assert.Equal([1L, 2L, 3L], step.All<Apply>().Select(apply => apply.Index));
        Assert.Equal(leader.Committed(3).WithProgress(nextIndex: [4, 4, 4], matchIndex: [0, 3, 0]), step.State);
    }

    [Fact]
    public void The_no_op_at_its_election_lets_a_leader_commit_what_its_predecessors_left()
    {
        var leader = Candidate(term: 3, log: Log(1, 2)).After(new RequestVoteReply(S2, S1, Term: 3, VoteGranted: true));
        Assert.Equal(3, leader.After(Matches(S2, 3, term: 3)).CommitIndex);
    }

    [Fact]
    public void Followers_learn_of_the_commitment_with_the_next_AppendEntries()
    {
        var leader = Leader(term: 2, log: Log(2)).After(Matches(S2, 1));
        var heartbeats = leader.Handles(new HeartbeatDue()).Sent().Cast<AppendEntries>();
        Assert.Equal([1L, 1L], heartbeats.Select(heartbeat => heartbeat.LeaderCommit));
    }

    [Fact]
    public void Clients_are_answered_in_the_order_of_the_log()
    {
        var leader = Leader(term: 2);
        leader = leader.Handles(new ClientRequest(Request(1), new Append("x", "a"))).State;
        leader = leader.Handles(new ClientRequest(Request(2), new Append("x", "b"))).State;
        var step = leader.Receives(Matches(S2, 2));
        step.ShouldBe(
            leader.Committed(2).WithProgress(nextIndex: [1, 3, 1], matchIndex: [0, 2, 0]),
            new Apply(1, leader.Log[1], new Result(true, "a")),
            new Reply(Request(1), new Applied(new Result(true, "a"))),
            new Apply(2, leader.Log[2], new Result(true, "ab")),
            new Reply(Request(2), new Applied(new Result(true, "ab"))));
    }

    [Fact]
    public void With_synchronous_replication_an_entry_waits_for_all_servers()
    {
        var options = new Options(CommitRule: CommitRule.AllServers);
        var leader = Leader(term: 2, log: Log(2));
        leader = leader.Receives(Matches(S2, 1), options).State;
        Assert.Equal(0, leader.CommitIndex);
        Assert.Equal(1, leader.Receives(Matches(S3, 1), options).State.CommitIndex);
    }

    [Fact]
    public void With_asynchronous_replication_an_entry_waits_for_nobody_but_the_leaders_disk()
    {
        var entry = new Entry(2, new Put("x", "1"), Request(1));
        var result = new Result(true, "1");
        var append = new AppendEntries(S1, S2, Term: 2, PrevLogIndex: 0, PrevLogTerm: 0, [entry], LeaderCommit: 1);
        var step = Leader(term: 2)
            .Handles(new ClientRequest(Request(1), entry.Command), new Options(CommitRule: CommitRule.LeaderAlone));
        step.ShouldBe(
            Leader(term: 2).WithLog(new Log([entry])).Committed(1),
            new Persist([new AppendAt(1, [entry])]),
            new Send(append),
            new Send(append with { To = S3 }),
            new Apply(1, entry, result),
            new Reply(Request(1), new Applied(result)));
    }

    [Fact]
    public void With_asynchronous_replication_the_no_op_is_committed_at_the_election()
    {
        var options = new Options(CommitRule: CommitRule.LeaderAlone);
        var step = Candidate(term: 2).Receives(new RequestVoteReply(S2, S1, Term: 2, VoteGranted: true), options);
        Assert.Equal(1, step.State.CommitIndex);
        Assert.All(step.Sent().Cast<AppendEntries>(), append => Assert.Equal(1, append.LeaderCommit));
    }

    private static AppendEntriesReply Matches(ServerId follower, long matchIndex, long term = 2) =>
        new(follower, S1, term, Success: true, PrevLogIndex: 0, matchIndex);
}
