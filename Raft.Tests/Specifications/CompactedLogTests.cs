using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

/// <summary>What the properties of Figure 3 make of logs that have discarded what a snapshot holds.</summary>
public class CompactedLogTests
{
    private static readonly Log Both = LogOf("1:a", "1:b");
    private static readonly Log Compacted = Both.DiscardUpTo(2, 1);
    private static readonly Snapshot UpTo2 = new(
        2, 1, new Configuration(Three), KeyValueStore.Empty.Apply(new Put("x", "b")).Store, default);

    private static readonly InstallSnapshot Install = new(S1, S2, 1, UpTo2, 0, Done: true);
    private static readonly Handled Committing = Step(Leader(S1, 1, Both), Leader(S1, 1, Both, commit: 2));

    private static readonly Handled Installing = Receiving(
        Install,
        Follower(S2, 1),
        Follower(S2, 1, Compacted, commit: 2, applied: 2).WithSnapshot(UpTo2),
        new Persist([new TermAndVote(1, null), new SaveSnapshot(UpTo2), new DiscardUpTo(2, 1)]),
        new Send(new InstallSnapshotReply(S2, S1, 1, 2, 0, Done: true)));

    [Fact]
    public void A_snapshot_holds_the_committed_entries_that_a_leader_discarded() => AssertHolds(
        "Leader Completeness", 1, Committing, Step(Candidate(S2, 2, Compacted), Leader(S2, 2, Compacted)));

    [Fact]
    public void A_leader_whose_snapshot_ends_too_early_lacks_the_rest() => AssertFalls(
        "Leader Completeness",
        2,
        1,
        "1:put x=b at index 2 was committed in term 1, but the log of s2, leader of term 2, ends at index 1",
        Committing,
        Step(Candidate(S2, 2, Both.DiscardUpTo(1, 1).TruncateFrom(2)), Leader(S2, 2, Both.DiscardUpTo(1, 1).TruncateFrom(2))));

    [Fact]
    public void A_snapshot_holds_the_committed_entries_on_disk() => AssertHolds(
        "Committed Never Lost", 0, Writing(Leader(S1, 1, Both)), Installing, Committing);

    [Fact]
    public void A_disk_that_discards_without_a_snapshot_has_lost_them() => AssertFalls(
        "Committed Never Lost",
        3,
        0,
        "1:put x=a at index 1 is committed, but a majority, {s2, s3}, does not hold it on disk",
        Writing(Leader(S1, 1, Both)),
        Step(Follower(S2, 1), Follower(S2, 1), new Persist([new DiscardUpTo(2, 1)])),
        Committing);

    [Fact]
    public void After_a_snapshot_the_next_index_is_applied() => AssertHolds(
        "State Machine Safety",
        0,
        Installing,
        Step(Follower(S2, 1), Follower(S2, 1).WithSnapshot(UpTo2), new Apply(3, Entry("1:c"), new Result(true, "c"))));

    [Fact]
    public void After_a_restart_from_a_snapshot_too() => AssertFalls(
        "State Machine Safety",
        2,
        0,
        "s2 applied index 1 after index 2, not index 3",
        Restarting(Follower(S2, 1).WithSnapshot(UpTo2)),
        Step(Follower(S2, 1), Follower(S2, 1), new Apply(1, Entry("1:a"), new Result(true, "a"))));

    [Fact]
    public void A_snapshot_is_told_of_when_it_is_on_the_disk() => AssertHolds("Durable Before Reply", 1, Installing);

    [Fact]
    public void A_snapshot_that_is_not_on_the_disk_must_not_be_told_of() => AssertFalls(
        "Durable Before Reply",
        1,
        1,
        "s2 told s1 of a snapshot or its log up to index 2, which was not on its disk",
        Installing with { Effects = [new Persist([new TermAndVote(1, null)]), .. Installing.Effects.Items[1..]] });

    [Fact]
    public void Nor_may_it_be_sent() => AssertFalls(
        "Durable Before Reply",
        1,
        0,
        "s1 told s2 of its snapshot up to index 2, which was not on its disk",
        Step(Leader(S1, 1), Leader(S1, 1), Disk(1, S1, Both), new Send(Install)));

    [Fact]
    public void To_discard_is_not_to_delete() => AssertHolds(
        "Leader Append-Only", 1, Step(Leader(S1, 1, Both), Leader(S1, 1, Compacted)));

    [Fact]
    public void To_discard_for_another_entry_is() => AssertFalls(
        "Leader Append-Only",
        1,
        1,
        "s1, leader of term 1, had 1:put x=a at index 1 of its log and deleted it",
        Step(Leader(S1, 1, Both), Leader(S1, 1, Both.DiscardUpTo(2, 3))));

    [Fact]
    public void Logs_are_compared_where_both_have_entries() => AssertHolds(
        "Log Matching",
        1,
        Step(Follower(S1, 1), Follower(S1, 1, LogOf("1:a", "1:b", "1:c").DiscardUpTo(2, 1))),
        Step(Follower(S2, 1), Follower(S2, 1, LogOf("1:a"))),
        Step(Follower(S3, 1), Follower(S3, 1, LogOf("1:a", "1:b", "1:c").DiscardUpTo(1, 1))));

    [Fact]
    public void And_differ_when_one_follows_another_entry_than_the_other() => AssertFalls(
        "Log Matching",
        2,
        1,
        "the logs of s1 and s2 both have an entry of term 2 at index 3, but at index 1 s1 has discarded what was there and s2 has 1:put x=a",
        Step(Follower(S1, 2), Follower(S1, 2, LogOf("1:a", "2:b", "2:c").DiscardUpTo(2, 2))),
        Step(Follower(S2, 2), Follower(S2, 2, LogOf("1:a", "1:b", "2:c"))));
}
