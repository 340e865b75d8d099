using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class MonotonicTests
{
    [Fact]
    public void Monotonic_Term_holds_through_rises_restarts_and_old_messages() => AssertHolds(
        "Monotonic Term",
        3,
        Step(Follower(S1, 0), Follower(S1, 1)),
        Step(Follower(S1, 1), Follower(S1, 3)),
        new Crashed(S1),
        Restarting(Follower(S1, 3)),
        Receiving(Heartbeat(S2, S1, 2), Follower(S1, 3), Follower(S1, 3)),
        Step(Follower(S1, 3), Follower(S1, 3)));

    [Fact]
    public void Monotonic_Term_falls_when_an_old_message_lowers_it() => AssertFalls(
        "Monotonic Term",
        2,
        1,
        "the currentTerm of s1 went from 3 back to 2",
        Step(Follower(S1, 0), Follower(S1, 3)),
        Receiving(Heartbeat(S2, S1, 2), Follower(S1, 3), Follower(S1, 2)));

    [Fact]
    public void Monotonic_Term_falls_when_a_restart_lowers_it() => AssertFalls(
        "Monotonic Term",
        3,
        1,
        "the currentTerm of s1 went from 3 back to 2",
        Step(Follower(S1, 2), Follower(S1, 3)),
        new Crashed(S1),
        Restarting(Follower(S1, 2)));

    [Fact]
    public void Monotonic_Term_forgets_a_term_that_a_crash_prevented() => AssertHolds(
        "Monotonic Term",
        1,
        Step(Follower(S1, 0), Follower(S1, 2)),
        Step(Follower(S1, 2), Follower(S1, 3)).CrashedAfter(0),
        Restarting(Follower(S1, 2)));

    [Fact]
    public void Monotonic_Term_remembers_a_term_that_was_written_before_a_crash() => AssertFalls(
        "Monotonic Term",
        3,
        1,
        "the currentTerm of s1 went from 3 back to 2",
        Step(Follower(S1, 0), Follower(S1, 2)),
        Step(Follower(S1, 2), Follower(S1, 3), Disk(3, null, Log.Empty)).CrashedAfter(1),
        Restarting(Follower(S1, 2)));

    [Fact]
    public void Monotonic_Commit_holds_when_it_rises_and_through_a_restart() => AssertHolds(
        "Monotonic Commit",
        1,
        Receiving(Heartbeat(S2, S1, 1, prev: 2, commit: 2), Follower(S1, 1), Follower(S1, 1, commit: 2)),
        Receiving(Heartbeat(S2, S1, 1, prev: 1, commit: 2), Follower(S1, 1, commit: 2), Follower(S1, 1, commit: 2)),
        Restarting(Follower(S1, 1)));

    [Fact]
    public void Monotonic_Commit_falls_when_an_old_AppendEntries_lowers_it() => AssertFalls(
        "Monotonic Commit",
        1,
        1,
        "the commitIndex of s1 went from 2 back to 1",
        Receiving(Heartbeat(S2, S1, 1, prev: 2, commit: 1), Follower(S1, 1, commit: 2), Follower(S1, 1, commit: 1)));

    [Fact]
    public void Monotonic_Commit_does_not_judge_a_state_that_a_crash_prevented() => AssertHolds(
        "Monotonic Commit",
        0,
        Step(Follower(S1, 1, commit: 2), Follower(S1, 1, commit: 1)).CrashedAfter(0));

    [Fact]
    public void Monotonic_Applied_holds_when_it_rises_and_through_a_restart() => AssertHolds(
        "Monotonic Applied",
        1,
        Step(Follower(S1, 1), Follower(S1, 1, applied: 1)),
        Step(Follower(S1, 1, applied: 1), Follower(S1, 1, applied: 2)),
        Restarting(Follower(S1, 1)));

    [Fact]
    public void Monotonic_Applied_falls_when_it_decreases() => AssertFalls(
        "Monotonic Applied",
        1,
        1,
        "the lastApplied of s1 went from 2 back to 1",
        Step(Follower(S1, 1, applied: 2), Follower(S1, 1, applied: 1)));

    [Fact]
    public void Monotonic_Match_holds_when_an_old_success_changes_nothing_and_in_another_term() => AssertHolds(
        "Monotonic Match",
        1,
        Receiving(Success(1), Leader(S1, 1, null, 0, 0, 2, 0), Leader(S1, 1, null, 0, 0, 2, 0)),
        Receiving(Success(3), Leader(S1, 1, null, 0, 0, 2, 0), Leader(S1, 1, null, 0, 0, 3, 0)),
        Step(Leader(S1, 1, null, 0, 0, 3, 0), Leader(S1, 2)));

    [Fact]
    public void Monotonic_Match_falls_when_an_old_success_lowers_it() => AssertFalls(
        "Monotonic Match",
        1,
        1,
        "the matchIndex of s1, leader of term 1, for s2 went from 2 back to 1",
        Receiving(Success(1), Leader(S1, 1, null, 0, 0, 2, 0), Leader(S1, 1, null, 0, 0, 1, 0)));

    [Fact]
    public void Commit_Within_Log_holds_when_commitIndex_reaches_the_last_index() => AssertHolds(
        "Commit Within Log",
        2,
        Step(Follower(S1, 1, LogOf("1:a")), Follower(S1, 1, LogOf("1:a"), commit: 1)),
        Step(Follower(S1, 1, LogOf("1:a", "1:b"), commit: 1), Follower(S1, 1, LogOf("1:a"), commit: 1)),
        Step(Follower(S1, 1, LogOf("1:a")), Follower(S1, 1)));

    [Fact]
    public void Commit_Within_Log_falls_when_commitIndex_passes_the_last_index() => AssertFalls(
        "Commit Within Log",
        1,
        1,
        "the commitIndex of s1 is 2, but its log ends at index 1",
        Step(Follower(S1, 1, LogOf("1:a")), Follower(S1, 1, LogOf("1:a"), commit: 2)));

    [Fact]
    public void Commit_Within_Log_falls_when_the_log_is_cut_below_commitIndex() => AssertFalls(
        "Commit Within Log",
        1,
        1,
        "the commitIndex of s1 is 1, but its log ends at index 0",
        Step(Follower(S1, 1, LogOf("1:a"), commit: 1), Follower(S1, 1, commit: 1)));

    private static AppendEntriesReply Success(long matchIndex) => new(S2, S1, 1, Success: true, 0, matchIndex);
}
