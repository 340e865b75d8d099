using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>"When servers start up, they begin as followers" (section 5.2), with their disk and nothing else.</summary>
public class RestartTests
{
    private static readonly PersistentState Disk = new(3, S2, Log(1, 3));

    public static TheoryData<string> Lives => ["first boot", "follower", "candidate", "leader"];

    [Theory]
    [MemberData(nameof(Lives))]
    public void A_server_restarts_from_its_disk_and_from_nothing_else(string life) =>
        LifeBefore(life).Handles(new Restart(Disk)).ShouldBe(
            new ServerState(
                S1, ServerSet.FirstServers(3), Disk, CommitIndex: 0, LastApplied: 0, KeyValueStore.Empty, new Follower()),
            new ResetElectionTimer());

    [Fact]
    public void What_was_in_memory_and_not_on_the_disk_is_gone()
    {
        var leader = Leader(term: 3, log: Log(1, 3, 3)).Committed(3);
        var restarted = leader.Handles(new Restart(Disk)).State;
        Assert.Equal(Log(1, 3), restarted.Log);
        Assert.Null(restarted.StateMachine["x"]);
    }

    [Fact]
    public void A_vote_survives_a_crash()
    {
        var restarted = Follower(term: 3).Handles(new Restart(Disk)).State;
        var step = restarted.Receives(new RequestVote(S3, S1, Term: 3, LastLogIndex: 9, LastLogTerm: 3));
        Assert.Equal([new RequestVoteReply(S1, S3, Term: 3, VoteGranted: false)], step.Sent());
    }

    [Fact]
    public void The_state_machine_is_rebuilt_by_applying_the_log_again()
    {
        var before = Follower(term: 3, log: Log(1, 3), votedFor: S2, leader: S2).Committed(2);
        var restarted = before.Handles(new Restart(before.Persistent)).State;
        var heartbeat = new AppendEntries(S2, S1, Term: 3, PrevLogIndex: 2, PrevLogTerm: 3, [], LeaderCommit: 2);
        var step = restarted.Receives(heartbeat);
        Assert.Equal([1L, 2L], step.All<Apply>().Select(apply => apply.Index));
        Assert.Equal(before, step.State);
    }

    [Fact]
    public void A_server_that_starts_is_as_one_that_restarts() =>
        Assert.Equal(
            Leader(term: 9).Handles(new Restart(Disk)).State, ServerState.AtStart(S1, ServerSet.FirstServers(3), Disk));

    private static ServerState LifeBefore(string life) => life switch
    {
        "first boot" => ServerState.AtStart(S1, ServerSet.FirstServers(3), PersistentState.FirstBoot),
        "follower" => Follower(term: 5, log: Log(1, 1, 1), votedFor: S3, leader: S3).Committed(3),
        "candidate" => Candidate(term: 5, log: Log(1, 1, 1), votes: [S2]),
        _ => Leader(term: 5, log: Log(1, 1, 1), matchIndex: [0, 3, 3]).Committed(3),
    };
}
