using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class SnapshotEqualsPrefixTests
{
    private const string Name = "Snapshot Equals Prefix";
    private static readonly Log Both = LogOf("1:a", "2:b");
    private static readonly Configuration Members = new(Three);

    private static Snapshot UpTo(long index, long term, string x, Configuration? members = null, Sessions sessions = default) =>
        new(index, term, members ?? Members, KeyValueStore.Empty.Apply(new Put("x", x)).Store, sessions);

    private static readonly ServerState Committed = Follower(S1, 2, Both, commit: 2, applied: 2);
    private static readonly Handled Committing = Step(Follower(S1, 2, Both), Committed);

    private static Handled Taking(Snapshot snapshot) => Step(
        Committed, Committed.WithSnapshot(snapshot), new Persist([new SaveSnapshot(snapshot), new DiscardUpTo(2, 2)]));

    [Fact]
    public void Holds_for_the_state_that_the_committed_entries_lead_to() =>
        AssertHolds(Name, 1, Committing, Taking(UpTo(2, 2, "b")));

    [Fact]
    public void Is_not_exercised_where_there_is_no_snapshot() => AssertHolds(Name, 0, Committing, new Crashed(S1));

    [Fact]
    public void Falls_when_it_goes_beyond_what_is_committed() => AssertFalls(
        Name,
        1,
        1,
        "the snapshot of s1 up to 2@2 goes beyond what is committed, which ends at index 0",
        Step(Follower(S1, 2, Both), Follower(S1, 2, Both).WithSnapshot(UpTo(2, 2, "b"))));

    [Fact]
    public void Falls_when_it_names_another_term() => AssertFalls(
        Name, 2, 1, "the snapshot of s1 up to 1@2 should say that its last entry is of term 1", Committing, Taking(UpTo(1, 2, "a")));

    [Fact]
    public void Falls_when_it_holds_another_state() => AssertFalls(
        Name,
        2,
        1,
        "the snapshot of s1 up to 2@2 holds {x=a}, but the entries up to there lead to {x=b}",
        Committing,
        Taking(UpTo(2, 2, "a")));

    [Fact]
    public void Falls_when_it_has_other_members() => AssertFalls(
        Name,
        2,
        1,
        "the snapshot of s1 up to 2@2 has the members {}, but the latest configuration has {s1, s2, s3}",
        Committing,
        Taking(UpTo(2, 2, "b", new Configuration(ServerSet.Empty))));

    [Fact]
    public void Falls_when_it_has_other_sessions() => AssertFalls(
        Name,
        2,
        1,
        "the snapshot of s1 up to 2@2 has 1 sessions of clients other than the 0 that are open",
        Committing,
        Taking(UpTo(2, 2, "b", sessions: new Sessions([new Session(1, 1, new Result(true, null))]))));

    [Fact]
    public void Judges_what_a_crash_left_on_the_disk() => AssertFalls(
        Name,
        2,
        1,
        "the snapshot of s1 up to 2@2 holds {x=a}, but the entries up to there lead to {x=b}",
        Committing,
        Taking(UpTo(2, 2, "a")).CrashedAfter(0, records: 1));

    [Fact]
    public void Falls_when_a_log_is_discarded_without_a_snapshot() => AssertFalls(
        Name,
        2,
        0,
        "the log on the disk of s1 begins after index 2, but the snapshot there is missing",
        Committing,
        Step(Committed, Committed, new Persist([new DiscardUpTo(2, 2)])));

    [Fact]
    public void Falls_when_a_log_is_discarded_beyond_the_snapshot() => AssertFalls(
        Name,
        2,
        1,
        "the log on the disk of s1 begins after index 2, but the snapshot there ends at index 1",
        Committing,
        Taking(UpTo(1, 1, "a")));
}
