using Raft.Core.Protocol;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class LeaderCompletenessTests
{
    private const string Name = "Leader Completeness";

    [Fact]
    public void Holds_for_a_leader_that_has_what_was_committed() => AssertHolds(
        Name,
        1,
        Step(Candidate(S1, 1), Leader(S1, 1)),
        Step(Leader(S1, 1, LogOf("1:a")), Leader(S1, 1, LogOf("1:a"), commit: 1)),
        Step(Candidate(S2, 2, LogOf("1:a")), Leader(S2, 2, LogOf("1:a", "2:b"))));

    [Fact]
    public void Is_not_exercised_by_an_election_before_anything_is_committed() => AssertHolds(
        Name,
        0,
        Step(Candidate(S1, 1), Leader(S1, 1, LogOf("1:a"))),
        Step(Candidate(S2, 2), Leader(S2, 2)));

    [Fact]
    public void Falls_for_a_leader_that_lacks_a_committed_entry() => AssertFalls(
        Name,
        2,
        1,
        "1:put x=a at index 1 was committed in term 1, but the log of s2, leader of term 2, ends at index 0",
        Step(Leader(S1, 1, LogOf("1:a")), Leader(S1, 1, LogOf("1:a"), commit: 1)),
        Step(Candidate(S2, 2), Leader(S2, 2)));

    [Fact]
    public void Falls_for_a_leader_with_another_entry_in_its_place() => AssertFalls(
        Name,
        2,
        1,
        "1:put x=b at index 2 was committed in term 1, but the log of s2, leader of term 3, has 2:put x=c there",
        Step(Leader(S1, 1, LogOf("1:a", "1:b")), Leader(S1, 1, LogOf("1:a", "1:b"), commit: 2)),
        Step(Candidate(S2, 3, LogOf("1:a", "2:c")), Leader(S2, 3, LogOf("1:a", "2:c"))));

    [Fact]
    public void Falls_when_an_old_leader_commits_what_a_later_leader_lacked() => AssertFalls(
        Name,
        3,
        1,
        "1:put x=a at index 1 was committed in term 1, but the log of s2, leader of term 2, has 2:put x=b there",
        Step(Candidate(S1, 1), Leader(S1, 1, LogOf("1:a"))),
        Step(Candidate(S2, 2), Leader(S2, 2, LogOf("2:b"))),
        Step(Leader(S1, 1, LogOf("1:a")), Leader(S1, 1, LogOf("1:a"), commit: 1)));

    [Fact]
    public void Counts_what_was_applied_before_a_crash_as_committed() => AssertFalls(
        Name,
        2,
        1,
        "1:put x=a at index 1 was committed in term 1, but the log of s2, leader of term 2, ends at index 0",
        Step(
            Leader(S1, 1, LogOf("1:a")),
            Leader(S1, 1, LogOf("1:a"), commit: 1),
            new Apply(1, Entry("1:a"), new Result(true, "a"))).CrashedAfter(1),
        Step(Candidate(S2, 2), Leader(S2, 2)));
}
