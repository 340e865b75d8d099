using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class LeaderAppendOnlyTests
{
    private const string Name = "Leader Append-Only";

    [Fact]
    public void Holds_when_a_leader_appends_and_when_a_follower_truncates() => AssertHolds(
        Name,
        1,
        Step(Leader(S1, 2, LogOf("1:a")), Leader(S1, 2, LogOf("1:a", "2:b"))),
        Step(Leader(S1, 2), Leader(S1, 2, LogOf("2:b"))),
        Step(Leader(S1, 2, LogOf("1:a", "2:b")), Follower(S1, 3, LogOf("1:a"))),
        Step(Follower(S1, 3, LogOf("1:a")), Follower(S1, 3)));

    [Fact]
    public void Is_exercised_by_an_AppendEntries_to_a_leader()
    {
        var leader = Leader(S1, 2, LogOf("1:a"));
        AssertHolds(Name, 1, Receiving(Heartbeat(S2, S1, 1), leader, leader));
    }

    [Fact]
    public void Falls_when_a_leader_deletes() => AssertFalls(
        Name,
        1,
        1,
        "s1, leader of term 2, had 1:put x=b at index 2 of its log and deleted it",
        Step(Leader(S1, 2, LogOf("1:a", "1:b")), Leader(S1, 2, LogOf("1:a"))));

    [Fact]
    public void Falls_when_a_leader_overwrites() => AssertFalls(
        Name,
        1,
        1,
        "s1, leader of term 2, had 1:put x=a at index 1 of its log and put 2:put x=c in its place",
        Step(Leader(S1, 2, LogOf("1:a")), Leader(S1, 2, LogOf("2:c", "2:d"))));

    [Fact]
    public void Falls_when_a_server_drops_entries_as_it_becomes_leader() => AssertFalls(
        Name,
        1,
        1,
        "s1, leader of term 2, had 1:put x=a at index 1 of its log and deleted it",
        Step(Candidate(S1, 2, LogOf("1:a")), Leader(S1, 2)));

    [Fact]
    public void Does_not_judge_a_state_that_a_crash_prevented() => AssertHolds(
        Name,
        0,
        Step(Leader(S1, 2, LogOf("1:a")), Leader(S1, 2)).CrashedAfter(0));
}
