using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Section 10.2.1 of the dissertation, and disks with records that cannot be read.</summary>
internal static class Disks
{
    private const string Section = "dissertation, 10.2.1";
    private const string Beside =
        "The leader can replicate to the followers in parallel with writing to its own disk";

    private const string Counts =
        "The leader may even commit an entry before it has been written to the leader's own disk, if a majority of "
        + "followers have written it to their disks";

    private const string Known = "an entry is known by its index and its term: another one may have taken its place meanwhile";
    private const string Corrupt =
        "a corrupt record was durable once, and others may have been told of it: the server serves no more (after "
        + "Alagappan et al., FAST 2018)";

    private static readonly Options On = Figure2 with { ParallelWrites = true };
    private static readonly PersistentState Broken = new(2, S2, Log(1, 2)) { CorruptAt = 1 };
    private static readonly ServerState Refusing =
        ServerState.AtStart(S1, Three, Broken) with { Role = new Refusing() };

    public static readonly Chapter Chapter = new("disks",
        "Writes beside replication, and corrupt records (section 10.2.1 of the dissertation)",
        V("a-leader-writes-while-it-sends", Section, Beside, Leader(1, Log(1)).With(Durable), Ask(), "PersistFirst").Under(On),
        V("a-new-leaders-log-is-on-disk-but-for-its-no-op", Section, Beside, Candidate(2, Log(1)), Vote(2), "InitialProgress")
            .Under(On),
        V("alone-it-is-elected-its-vote-is-on-disk-first", Section, Beside, Follower(1, Log(1), servers: 1),
            new ElectionTimeout(),
            "HoldsItself: false", "PersistFirst").Under(On),
        V("a-follower-writes-first", Section, Beside, Follower(1), Append(1, 0, 0, 0, Entry(1, 1)), "PersistFirst").Under(On),
        V("a-leader-does-not-count-what-it-has-not-written", Section, Counts, Leader(1, Log(1)), Success(1, 0, 1),
            "HoldsItself: false", "MayCommit: false").Under(On),
        V("a-majority-of-followers-is-enough", Section, Counts, Leader(1, Log(1), match: [0, 0, 1]), Success(1, 0, 1),
            "HoldsItself: false", "MayCommit: true").Under(On),
        V("it-is-on-disk-now", Section, Counts, Leader(1, Log(1), match: [0, 1, 0]), new Written(1, 1),
            "IsStillThere: true", "HoldsItself: true", "MayCommit: true").Under(On),
        V("a-write-of-what-is-there-no-more", "ours", Known, Leader(3, Log(1, 3)), new Written(2, 1), "IsStillThere: false")
            .Under(On),
        V("a-write-beyond-the-end-of-the-log", "ours", Known, Leader(3, Log(1)), new Written(2, 1), "IsStillThere: false")
            .Under(On),
        V("an-earlier-write-comes-late", "ours", "writes may be reported out of order", Leader(1, Log(1)).With(Durable),
            new Written(0, 0),
            "IsStillThere: true").Under(On),
        V("a-write-of-who-leads-no-more", "ours", "only a leader counts its own disk", Follower(1, Log(1)), new Written(1, 1))
            .Under(On),
        V("a-corrupt-record-is-found-at-a-restart", "ours", Corrupt, Follower(0), new Restart(Broken), "OnCorruptRestart"),
        V("a-corrupt-term-and-vote", "ours", Corrupt, Follower(0), new Restart(Broken with { CorruptAt = 0 }),
            "OnCorruptRestart"),
        V("it-says-nothing-any-more", "ours", Corrupt, Refusing, AskVote(3, 2, 2)),
        V("repaired-it-serves-again", "ours", Corrupt, Refusing, new Restart(Broken with { CorruptAt = null }), "OnRestart"));

    private static Leader Durable(Leader leader) => leader with { Durable = 1 };
}
