using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Section 6.4 of the dissertation, reads that followers answer.</summary>
internal static class FollowerReads
{
    private const string Asks =
        "To serve a read-only query, the follower would issue a request to the leader that just asked for a "
        + "current readIndex";

    private const string Waits = "waits for its state machine to advance at least as far as the readIndex";
    private const string Once = "a read is answered once";

    private const string Away = "a server that cannot tell says so, and the follower sends its client there";

    private static readonly Options On = Figure2 with { Reads = ReadRule.ReadIndexAtFollowers };
    private static readonly RequestId Id = new(new ClientId(1), 1);
    private static readonly ServerState Leading = Leader(1, Log(1), commit: 1);

    public static readonly Chapter Chapter = new("follower-reads",
        "Reads without the log, at followers (section 6.4 of the dissertation)",
        Of("a-follower-asks-the-leader", Asks, Follower(1, Log(1), leader: S2, commit: 1), Ask(new Get("x")),
            "AnswersFromWhatItHas: false"),
        Of("a-follower-that-knows-no-leader", Away, Follower(1), Ask(new Get("x"))),
        Of("a-candidate-knows-no-leader", Away, Candidate(1), Ask(new Get("x"))),
        Of("the-leader-confirms-itself-first", Asks, Leading, Request(), "NeedsRound: true"),
        Of("the-leader-was-confirmed-and-tells", Asks, Asked(), Success(1, 1, 1, round: 1), "HasConfirmed: true"),
        Of("a-follower-is-asked", Away, Follower(1, leader: S3), Request()),
        Of("a-leader-that-may-never-commit-in-its-term-is-asked", Away, Leader(2, Log(1), commit: 1), Request(term: 2),
            "HasCommittedInItsTerm: false").Under(On with { NoOpAtElection = false }),
        Of("a-leader-that-steps-down-forgets-who-asked", Away, Asked(), AskVote(2, 1, 1), "AdoptTerm"),
        Of("the-index-is-applied-already", Waits, Waiting(commit: 1), Told(1), "HasApplied: true"),
        Of("the-index-is-not-applied-yet", Waits, Waiting(commit: 1), Told(2), "HasApplied: false"),
        Of("the-index-is-applied-now", Waits, Waiting(commit: 1, index: 2), Append(1, 2, 1, 2), "HasApplied: true"),
        Of("the-leader-cannot-tell", Away, Waiting(commit: 1), Told(null)),
        Of("an-index-for-a-read-that-nobody-waits-for", Once, Follower(1, leader: S2), Told(1)),
        Of("an-index-for-a-read-that-has-one", Once, Waiting(commit: 1, index: 2), Told(1), "HasApplied: false"),
        Of("a-new-term-and-the-read-asked-a-leader-of-the-past", Away, Waiting(commit: 1), Append(2, 2, 1), "AdoptTerm"),
        Of("a-new-term-and-the-index-is-known", Waits, Waiting(commit: 1, index: 2), Append(2, 2, 1), "AdoptTerm",
            "HasApplied: false"));

    private static Vector Of(string name, string sentence, ServerState state, Input input, params string[] rules) =>
        V(name, sentence is Asks or Waits ? "dissertation, 6.4" : "ours", sentence, state, input, rules).Under(On);

    private static Receive Request(long term = 1) => new(new ReadIndexRequest(S2, S1, term, Id));

    private static Receive Told(long? index) => new(new ReadIndexReply(S2, S1, 1, Id, index));

    /// <summary>A leader that began a round for a read that s2 asked for.</summary>
    private static ServerState Asked() => Leading.With(leader => leader with { Round = 1 }) with
    {
        Reads = [new WaitingRead(Id, null, S2, 1, 1, 1)],
    };

    /// <summary>A follower with a read; the leader has told the index, or not yet.</summary>
    private static ServerState Waiting(long commit, long? index = null) => Follower(1, Log(1, 1), leader: S2, commit: commit) with
    {
        Reads = [new WaitingRead(Id, "x", S1, 1, 0, index)],
    };
}
