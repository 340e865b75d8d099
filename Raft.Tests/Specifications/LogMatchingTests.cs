using Raft.Coyote.Environment;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class LogMatchingTests
{
    private const string Name = "Log Matching";

    [Fact]
    public void Holds_for_logs_that_differ_only_past_their_last_entry_of_the_same_term() => AssertHolds(
        Name,
        1,
        Step(Follower(S1, 3), Follower(S1, 3, LogOf("1:a", "1:b", "3:c"))),
        Step(Follower(S2, 3), Follower(S2, 3, LogOf("1:a", "1:b", "2:d", "2:e"))));

    [Fact]
    public void Is_not_exercised_by_logs_that_share_no_entry() => AssertHolds(
        Name,
        0,
        Step(Follower(S1, 3), Follower(S1, 3, LogOf("1:a"))),
        Step(Follower(S2, 3), Follower(S2, 3, LogOf("2:a"))));

    [Fact]
    public void Falls_when_entries_before_one_of_the_same_index_and_term_differ() => AssertFalls(
        Name,
        2,
        1,
        "the logs of s1 and s2 both have an entry of term 2 at index 2, but at index 1 s1 has 1:put x=a and s2 has 2:put x=c",
        Step(Follower(S1, 3), Follower(S1, 3, LogOf("1:a", "2:b"))),
        Step(Follower(S2, 3), Follower(S2, 3, LogOf("2:c", "2:b"))));

    [Fact]
    public void Falls_when_entries_of_the_same_index_and_term_differ() => AssertFalls(
        Name,
        2,
        1,
        "the logs of s1 and s3 both have an entry of term 1 at index 1, but at index 1 s1 has 1:put x=a and s3 has 1:put x=b",
        Step(Follower(S1, 1), Follower(S1, 1, LogOf("1:a"))),
        Step(Follower(S3, 1), Follower(S3, 1, LogOf("1:b"))));

    [Fact]
    public void Compares_with_the_disk_of_a_server_that_is_down() => AssertFalls(
        Name,
        3,
        1,
        "the logs of s1 and s2 both have an entry of term 1 at index 1, but at index 1 s1 has 1:put x=a and s2 has 1:put x=b",
        Writing(Follower(S1, 1, LogOf("1:a"))),
        new Crashed(S1),
        Step(Follower(S2, 1), Follower(S2, 1, LogOf("1:b"))));

    [Fact]
    public void Judges_what_a_crash_left_on_the_disk() => AssertFalls(
        Name,
        2,
        1,
        "the logs of s1 and s2 both have an entry of term 1 at index 1, but at index 1 s1 has 1:put x=a and s2 has 1:put x=b",
        Step(Follower(S1, 1), Follower(S1, 1, LogOf("1:a"))),
        Step(Follower(S2, 1), Follower(S2, 1), Disk(1, null, LogOf("1:b"))).CrashedAfter(1));

    [Fact]
    public void Does_not_judge_a_log_that_a_crash_prevented() => AssertHolds(
        Name,
        0,
        Step(Follower(S1, 1), Follower(S1, 1, LogOf("1:a"))),
        Step(Follower(S2, 1), Follower(S2, 1, LogOf("1:b")), Disk(1, null, LogOf("1:b"))).CrashedAfter(0));
}
