using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Figure 8, which shows "why a leader cannot determine commitment using log entries from older terms".</summary>
public class Figure8Tests
{
    private static readonly ServerState LeaderInC =
        Leader(term: 4, log: Log(1, 2, 4), nextIndex: [1, 4, 2, 2, 2], matchIndex: [0, 2, 0, 0, 0], servers: 5).Committed(1);

    [Fact]
    public void In_c_the_entry_of_term_2_is_on_a_majority_but_it_is_not_committed()
    {
        var step = LeaderInC.Receives(new AppendEntriesReply(S3, S1, Term: 4, Success: true, PrevLogIndex: 1, MatchIndex: 2));
        Assert.Equal(1, step.State.CommitIndex);
        Assert.Empty(step.All<Apply>());
    }

    [Fact]
    public void In_d_a_server_that_holds_it_may_still_vote_for_S5_which_does_not()
    {
        var holder = Follower(term: 4, log: Log(1, 2));
        var step = holder.Receives(new RequestVote(S5, S1, Term: 5, LastLogIndex: 2, LastLogTerm: 3));
        Assert.Equal([new RequestVoteReply(S1, S5, Term: 5, VoteGranted: true)], step.Sent());
    }

    [Fact]
    public void In_d_S5_overwrites_it()
    {
        var holder = Follower(term: 4, log: Log(1, 2)).Committed(1);
        var step = holder
            .Receives(new AppendEntries(S5, S1, Term: 5, PrevLogIndex: 1, PrevLogTerm: 1, Entries(2, 3), LeaderCommit: 1));
        Assert.Equal(Log(1, 3), step.State.Log);
    }

    [Fact]
    public void In_e_an_entry_of_the_leaders_own_term_on_a_majority_commits_both()
    {
        var leader = LeaderInC.After(
            new AppendEntriesReply(S2, S1, Term: 4, Success: true, PrevLogIndex: 2, MatchIndex: 3),
            new AppendEntriesReply(S3, S1, Term: 4, Success: true, PrevLogIndex: 1, MatchIndex: 3));
        Assert.Equal(3, leader.CommitIndex);
    }

    [Fact]
    public void In_e_S5_cannot_win_an_election_any_more()
    {
        var holder = Follower(term: 4, log: Log(1, 2, 4));
        var step = holder.Receives(new RequestVote(S5, S1, Term: 5, LastLogIndex: 2, LastLogTerm: 3));
        Assert.Equal([new RequestVoteReply(S1, S5, Term: 5, VoteGranted: false)], step.Sent());
    }
}
