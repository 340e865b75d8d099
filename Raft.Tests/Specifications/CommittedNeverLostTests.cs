using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class CommittedNeverLostTests
{
    private const string Name = "Committed Never Lost";
    private static readonly Log Both = LogOf("1:a", "1:b");

    [Fact]
    public void Holds_while_a_majority_has_it_on_disk_through_crashes() => AssertHolds(
        Name,
        2,
        Writing(Leader(S1, 1, Both)),
        Writing(Follower(S2, 1, Both)),
        Committing(2),
        new Crashed(S1),
        Step(Follower(S3, 1), Follower(S3, 1), Disk(1, null, Both)).CrashedAfter(0));

    [Fact]
    public void A_write_that_is_found_again_after_a_crash_counts() => AssertHolds(
        Name,
        0,
        Step(Leader(S1, 1), Leader(S1, 1, Both), new BeginWrite(1, Both.Entries)),
        new Crashed(S1, WritesKept: 1),
        Writing(Follower(S2, 1, Both)),
        Step(Follower(S2, 1, Both), Follower(S2, 1, Both, commit: 2)));

    [Fact]
    public void Is_not_exercised_by_deletions_before_anything_is_committed() => AssertHolds(
        Name,
        0,
        Writing(Follower(S1, 1, Both)),
        Writing(Follower(S1, 1, LogOf("1:a"))),
        new Crashed(S1));

    [Fact]
    public void Falls_when_less_than_a_majority_had_it_on_disk() => AssertFalls(
        Name,
        3,
        0,
        "1:put x=b at index 2 is committed, but a majority, {s2, s3}, does not hold it on disk",
        Writing(Leader(S1, 1, Both)),
        Writing(Follower(S2, 1, LogOf("1:a"))),
        Committing(2));

    [Fact]
    public void Falls_when_a_disk_loses_it() => AssertFalls(
        Name,
        4,
        1,
        "1:put x=b at index 2 is committed, but a majority, {s2, s3}, does not hold it on disk",
        Writing(Leader(S1, 1, Both)),
        Writing(Follower(S2, 1, Both)),
        Committing(2),
        Writing(Follower(S2, 1, LogOf("1:a"))));

    [Fact]
    public void Falls_when_a_crash_cuts_a_rewrite_short() => AssertFalls(
        Name,
        4,
        1,
        "1:put x=a at index 1 is committed, but a majority, {s2, s3}, does not hold it on disk",
        Writing(Leader(S1, 1, Both)),
        Writing(Follower(S2, 1, Both)),
        Committing(1),
        Writing(Follower(S2, 1, Both)).CrashedAfter(0, records: 2));

    [Fact]
    public void Falls_when_other_entries_take_its_place() => AssertFalls(
        Name,
        4,
        1,
        "1:put x=a at index 1 is committed, but a majority, {s2, s3}, does not hold it on disk",
        Writing(Leader(S1, 1, Both)),
        Writing(Follower(S2, 1, Both)),
        Committing(1),
        Writing(Follower(S2, 2, LogOf("2:a", "1:b"))));

    [Fact]
    public void Holds_when_another_disk_came_to_hold_it_before_one_lost_it() => AssertHolds(
        Name,
        1,
        Writing(Leader(S1, 1, Both)),
        Writing(Follower(S2, 1, Both)),
        Committing(2),
        Writing(Follower(S3, 1, Both)),
        Writing(Follower(S2, 1, LogOf("1:a"))));

    [Fact]
    public void Half_of_an_even_number_is_enough_for_no_majority_can_do_without_it()
    {
        var judge = new Judge(ServerSet.FirstServers(4), new HashSet<string> { Name });
        Assert.Null(judge.Observe(1, Writing(Leader(S1, 1, Both))));
        Assert.Null(judge.Observe(2, Writing(Follower(S2, 1, Both))));
        Assert.Null(judge.Observe(3, Committing(2)));
        Assert.Equal(Name, judge.Observe(4, Writing(Follower(S2, 1)))?.Property);
    }

    private static Handled Committing(long index) => Step(Leader(S1, 1, Both), Leader(S1, 1, Both, commit: index));
}
