using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Section 6.4.1 of the dissertation.</summary>
internal static class Leases
{
    private const string Extends =
        "Once the leader's heartbeats were acknowledged by a majority of the cluster, it would extend its lease";

    private const string Normal = "the leader would use the normal heartbeat mechanism to maintain a lease";
    private const string Answers =
        "While the leader held its lease, it would service read-only queries without communication.";

    private const string Waits =
        "If the leader has not yet marked an entry from its current term committed, it waits until it has done so";

    private const string Keeps =
        "if a server receives a RequestVote request within the minimum election timeout of hearing from a current leader, "
        + "it does not update its term or grant its vote";

    private const string Transfer = "an election that the leader ordered waits for no timeout";
    private const string Restarts = "a server that restarts does not know what it answered before";

    private static readonly Options On = Figure2 with { Reads = ReadRule.Lease };

    public static readonly Chapter Chapter = new("leases", "Leases: reads by the clock (section 6.4.1 of the dissertation)",
        Of("a-heartbeat-begins-a-round", Normal, Leading(), new HeartbeatDue(), "OnHeartbeatDue"),
        Of("a-heartbeat-repeats-the-round-under-way", Normal, Leading(round: 1), new HeartbeatDue(), "OnHeartbeatDue"),
        Of("a-heartbeat-after-a-round-that-is-confirmed", Normal, Leading(round: 1, confirmed: 1), new HeartbeatDue()),
        Of("a-heartbeat-after-a-round-whose-lease-is-over", Normal, Leading(round: 1, lapsed: 1), new HeartbeatDue()),
        Of("a-follower-has-no-round", Normal, Follower(1), new HeartbeatDue()),
        Of("a-majority-answers-and-the-lease-begins", Extends, Leading(round: 1), Success(1, 1, 1, round: 1),
            "HasConfirmed: true"),
        Of("with-a-lease-it-answers-at-once", Answers, Leading(round: 1, confirmed: 1), Read, "HoldsLease: true",
            "IsHandedOver: false"),
        Of("without-one-it-begins-a-round", Answers, Leading(), Read, "HoldsLease: false"),
        Of("the-lease-is-over", "a lease lasts for less than the least election timeout", Leading(round: 1, confirmed: 1),
            new LeaseExpired(), "OnLeaseExpired"),
        Of("the-lease-of-a-round-under-way-is-over", "a lease begins when its round begins, not when it is answered",
            Leading(round: 1),
            new LeaseExpired(), "OnLeaseExpired"),
        Of("a-lease-that-is-over-answers-nothing", Answers, Leading(round: 1, confirmed: 1, lapsed: 1), Read,
            "HoldsLease: false"),
        Of("who-follows-now-has-no-lease", "only a leader has a lease", Follower(1), new LeaseExpired(), "OnLeaseExpired"),
        Of("before-it-has-committed-in-its-term",
            Waits, Leader(2, Log(1, 2), commit: 1).With(Confirmed), Read, "HasCommittedInItsTerm: false"),
        Of("who-begins-to-hand-over-forgoes-its-lease", Transfer, Leading(round: 1, confirmed: 1), new TransferLeadership(S2),
            "MayTransfer: true"),
        Of("who-hands-over-has-no-lease", Transfer, HandingOver(S2), Read, "IsHandedOver: true", "HoldsLease: false"),
        Of("a-transfer-that-came-to-nothing-gives-no-lease-back", Transfer, HandingOver(null), Read, "IsHandedOver: true"),
        Of("a-heartbeat-of-a-round-keeps-the-lease", Keeps, Follower(1, Log(1)), Beat(1, round: 1), "OnAppendEntries"),
        Of("a-heartbeat-without-a-round-does-not", Keeps, Follower(1, Log(1)), Beat(1, round: 0), "OnAppendEntries"),
        Of("a-heartbeat-of-an-older-term-does-not", Keeps, Follower(2, Log(1)), Beat(1, round: 1), "IsOfOlderTerm: true"),
        Of("it-does-not-vote-meanwhile", Keeps, Keeping(Follower(1, leader: S3)), AskVote(2, 0, 0), "IsKeptFromVoting: true"),
        Of("not-even-in-a-later-term", Keeps, Keeping(Follower(2)), AskVote(2, 0, 0), "IsKeptFromVoting: true"),
        Of("but-for-who-stands-at-the-leaders-order", Transfer, Keeping(Follower(1, leader: S3)),
            AskVote(2, 0, 0, isTransfer: true),
            "IsKeptFromVoting: false", "GrantVote"),
        Of("other-messages-are-not-kept-from-it", Keeps, Keeping(Follower(1, leader: S3)), Append(2, 0, 0),
            "IsKeptFromVoting: false"),
        Of("its-timeout-ends-that", Keeps, Keeping(Follower(1, leader: S3)), new ElectionTimeout(), "OnElectionTimeout"),
        Of("a-restart-begins-it", Restarts, Follower(1), new Restart(new PersistentState(1, null, Log(1))),
            "KeepsLeaseAfterRestart: true"));

    private static ClientRequest Read => Ask(new Get("x"));

    private static Vector Of(string name, string sentence, ServerState state, Input input, params string[] rules) =>
        V(name, SectionOf(sentence), sentence, state, input, rules).Under(On);

    private static string SectionOf(string sentence) => sentence switch
    {
        Extends or Normal or Answers => "dissertation, 6.4.1",
        Waits => "dissertation, 6.4",
        Keeps => "dissertation, 4.2.3",
        _ => "ours",
    };

    private static ServerState Leading(long round = 0, long confirmed = 0, long lapsed = 0) => Leader(1, Log(1), commit: 1)
        .With(leader => leader with { Round = round, ConfirmedRound = confirmed, LapsedRound = lapsed });

    private static Leader Confirmed(Leader leader) => leader with { Round = 1, ConfirmedRound = 1 };

    private static ServerState HandingOver(ServerId? to) => Leading(round: 1, confirmed: 1)
        .With(leader => leader with { TransferTo = to, ForgoesLease = true });

    private static ServerState Keeping(ServerState state) => state with { KeepsLease = true };

    private static Receive Beat(long term, long round) => new(new AppendEntries(S2, S1, term, 0, 0, [], 0) { Round = round });
}
