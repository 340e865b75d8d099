using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Section 6.4 of the dissertation, reads at the leader.</summary>
internal static class ReadIndexes
{
    private const string Waits =
        "If the leader has not yet marked an entry from its current term committed, it waits until it has done so";

    private const string Round =
        "The leader needs to make sure it hasn't been superseded by a newer leader of which it is unaware. It issues a "
        + "new round of heartbeats and waits for their acknowledgments from a majority of the cluster";

    private const string Answers =
        "the leader issues the query against its state machine and replies to the client with the results";
    private const string Any = "a single round of heartbeats for any number of read-only queries that it has accumulated";
    private const string Elsewhere = "a leader that steps down cannot confirm its reads: their clients are told to ask elsewhere";

    private static readonly Options On = Figure2 with { Reads = ReadRule.ReadIndex };
    private static readonly Options NoNoOp = On with { NoOpAtElection = false };
    private static readonly Options Local = Figure2 with { Reads = ReadRule.Local };

    public static readonly Chapter Chapter = new("read-index",
        "Reads without the log, at the leader (section 6.4 of the dissertation)",
        Of("a-read-begins-a-round", Round, Leading(), Read(), "HasCommittedInItsTerm: true", "NeedsRound: true",
            "HasConfirmed: false"),
        Of("the-next-read-waits-for-the-next-round", Any, Waiting(1, 1), Read(2, client: 2), "NeedsRound: false"),
        Of("a-majority-answers-the-round", Answers, Waiting(1, 1), Success(1, 1, 1, round: 1),
            "AnswersRound: true", "HasConfirmed: true", "HasApplied: true"),
        Of("a-refusal-answers-the-round-too", "any answer of the leader's term says that it leads still", Waiting(1, 1),
            Refusal(1, 1, round: 1), "AnswersRound: true", "HasConfirmed: true"),
        Of("an-answer-to-an-earlier-round", "what was sent before the round says nothing of now", Waiting(1, 1),
            Success(1, 1, 1, round: 0),
            "AnswersRound: false"),
        Of("an-answer-of-an-older-term", "what was sent before the round says nothing of now", Late(), Success(1, 1, 1, round: 1),
            "IsOfOlderTerm: true"),
        Of("two-of-five-have-answered", Round, Waiting(1, 1, servers: 5), Success(1, 1, 1, round: 1), "HasConfirmed: false"),
        Of("the-round-is-confirmed-and-another-begins", Any, Waiting(1, 1).Also(2, round: 2), Success(1, 1, 1, round: 1),
            "NeedsRound: true", "HasApplied: true"),
        Of("before-it-has-committed-in-its-term", Waits, Leader(2, Log(1, 2), commit: 1), Read(), "HasCommittedInItsTerm: false"),
        Of("confirmed-before-it-has-committed-in-its-term", Waits, Late(), Success(2, 1, 1, round: 1),
            "HasConfirmed: true", "HasCommittedInItsTerm: false"),
        Of("now-it-has-committed-in-its-term", Waits, Late().With(leader => leader with { ConfirmedRound = 1 }),
            Success(2, 1, 2, round: 1),
            "HasCommittedInItsTerm: true", "HasApplied: true"),
        Of("alone-it-answers-at-once", Answers, Leader(1, Log(1), commit: 1, servers: 1), Read(), "HasConfirmed: true",
            "HasApplied: true"),
        Of("without-a-no-op-the-first-reads-go-through-the-log", Waits, Leader(2, Log(1), commit: 1), Read(),
            "HasCommittedInItsTerm: false").Under(NoNoOp),
        Of("without-a-no-op-later-reads-do-not", Waits, Leading(), Read(), "NeedsRound: true").Under(NoNoOp),
        Of("a-read-in-a-session", Round, Leading(), Ask(new Numbered(1, 1, new Get("x"))), "NeedsRound: true"),
        Of("a-command-goes-through-the-log", Round, Leading(), Ask(), "IsBusy: false"),
        Of("a-client-that-asks-anew-has-given-up-its-read", "a client waits for one read at a time", Waiting(1, 1), Read(2)),
        Of("a-read-that-comes-twice-or-late", "what comes a second time is there already", Waiting(2, 1), Read(1)),
        Of("a-follower-sends-the-client-to-the-leader", "only the leader answers", Follower(1, leader: S2), Read(),
            "AnswersFromWhatItHas: false"),
        Of("a-leader-that-steps-down-sends-the-client-away", Elsewhere, Waiting(1, 1), Append(2, 1, 1), "AdoptTerm"),
        Of("any-server-answers-from-what-it-has", "not linearizable; kept to show what it costs", Follower(1, Log(1), commit: 1),
            Read(),
            "AnswersFromWhatItHas: true", "HasApplied: true").Under(Local),
        Of("a-leader-without-its-own-commit-answers-from-what-it-has", "not linearizable; kept to show what it costs",
            Leader(2, Log(1), commit: 1), Read(), "AnswersFromWhatItHas: true").Under(Local with { NoOpAtElection = false }));

    private static Vector Of(string name, string sentence, ServerState state, Input input, params string[] rules) =>
        V(name, sentence is Waits or Round or Answers or Any ? "dissertation, 6.4" : "ours", sentence, state, input, rules)
            .Under(On);

    private static ClientRequest Read(int number = 1, int client = 1) => Ask(new Get("x"), number, client);

    private static ServerState Leading(int servers = 3) =>
        Leader(1, Log(1), match: new long[servers], commit: 1, servers: servers);

    /// <summary>A leader that began its first round of heartbeats for a read of c1.</summary>
    private static ServerState Waiting(int number, long round, int servers = 3) =>
        Leading(servers).With(leader => leader with { Round = 1 }).Also(number, round, client: 1);

    private static ServerState Also(this ServerState state, int number, long round, int client = 2)
    {
        var read = new WaitingRead(new RequestId(new ClientId(client), number), "x", S1, state.CurrentTerm, round,
            state.CommitIndex);
        return state with { Reads = state.Reads.Add(read) };
    }

    /// <summary>A leader with a read, a round of heartbeats on their way, and nothing committed in its term.</summary>
    private static ServerState Late()
    {
        var leader = Leader(2, Log(1, 2), next: [3, 2, 2], commit: 1).With(leader => leader with { Round = 1 });
        return leader with { Reads = [new WaitingRead(new RequestId(new ClientId(1), 1), "x", S1, 2, 1, null)] };
    }
}
