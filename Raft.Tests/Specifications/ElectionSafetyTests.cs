using Raft.Core.Protocol;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class ElectionSafetyTests
{
    private const string Name = "Election Safety";

    [Fact]
    public void Holds_for_one_leader_in_each_term() => AssertHolds(
        Name,
        2,
        Step(Candidate(S1, 1), Leader(S1, 1)),
        Step(Leader(S1, 1), Leader(S1, 1)),
        Step(Candidate(S2, 2), Leader(S2, 2)));

    [Fact]
    public void Falls_at_the_second_leader_of_a_term() => AssertFalls(
        Name,
        3,
        2,
        "s1 and s2 both became leader of term 4",
        Step(Candidate(S1, 4), Leader(S1, 4)),
        Step(Leader(S1, 4), Follower(S1, 5)),
        Step(Candidate(S2, 4), Leader(S2, 4)));

    [Fact]
    public void Falls_when_a_leader_takes_its_role_along_to_another_leader_s_term() => AssertFalls(
        Name,
        3,
        3,
        "s2 and s1 both became leader of term 2",
        Step(Candidate(S1, 1), Leader(S1, 1)),
        Step(Candidate(S2, 2), Leader(S2, 2)),
        Step(Leader(S1, 1), Leader(S1, 2)));

    [Fact]
    public void Counts_a_leader_that_crashed_after_it_sent_as_one() => AssertFalls(
        Name,
        2,
        2,
        "s1 and s2 both became leader of term 4",
        Step(Candidate(S1, 4), Leader(S1, 4), new Send(Heartbeat(S1, S2, 4))).CrashedAfter(1),
        Step(Candidate(S2, 4), Leader(S2, 4)));

    [Fact]
    public void Does_not_count_a_leader_that_crashed_before() => AssertHolds(
        Name,
        1,
        Step(Candidate(S1, 4), Leader(S1, 4), new Send(Heartbeat(S1, S2, 4))).CrashedAfter(0),
        Step(Candidate(S2, 4), Leader(S2, 4)));
}
