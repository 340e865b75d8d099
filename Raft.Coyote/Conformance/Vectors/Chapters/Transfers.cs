using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Section 3.10 of the dissertation.</summary>
internal static class Transfers
{
    private const string Section = "dissertation, 3.10";
    private const string Updates = "The prior leader fully updates the target server's log to match its own log";
    private const string TimesOut =
        "The prior leader sends a TimeoutNow request to the target server. This request has the same effect as the target "
        + "server's election timer firing";

    private const string Stops = "The prior leader stops accepting new client requests";
    private const string Aborts =
        "If leadership transfer does not complete after about an election timeout, the prior leader aborts the transfer "
        + "and resumes accepting client requests.";

    private const string Ignored = "an order that cannot be carried out is ignored";

    private static readonly TransferLeadership ToS2 = new(S2);
    private static readonly Receive StandNow = new(new TimeoutNow(S2, S1, 1));
    private static readonly Configuration S3Learns = new(ServerSet.Of(S1, S2), Learners: ServerSet.Of(S3));
    private static readonly Configuration S4Comes = new(ServerSet.Of(S1, S2, S3), ServerSet.Of(S1, S2, S4));

    public static readonly Chapter Chapter = new("leadership-transfer",
        "Handing over leadership (section 3.10 of the dissertation)",
        V("to-one-who-has-caught-up", Section, TimesOut, Leader(1, Log(1), match: [0, 1, 0], commit: 1), ToS2,
            "MayTransfer: true", "IsCaughtUp: true"),
        V("to-one-who-lags", Section, Updates, Leader(1, Log(1, 1), next: [3, 2, 3], match: [0, 1, 0], commit: 1), ToS2,
            "MayTransfer: true", "IsCaughtUp: false"),
        V("it-has-caught-up-now", Section, TimesOut, HandingOver(Log(1), [2, 1, 2], [0, 0, 0]), Success(1, 0, 1),
            "IsCaughtUp: true"),
        V("it-lags-still", Section, Updates, HandingOver(Log(1, 1), [3, 1, 3], [0, 0, 0]), Success(1, 0, 1), "IsCaughtUp: false"),
        V("another-has-caught-up", Section, Updates, HandingOver(Log(1), [2, 1, 1], [0, 0, 0]), Success(1, 0, 1, from: S3)),
        V("to-itself", "ours", Ignored, Leader(1), new TransferLeadership(S1), "MayTransfer: false"),
        V("to-one-who-does-not-vote", "ours", Ignored, Leader(1, Core.Protocol.Log.Empty.Append(Config(1, S3Learns)), commit: 1),
            new TransferLeadership(S3), "MayTransfer: false"),
        V("to-one-who-comes-to-vote", Section, TimesOut,
            Leader(1, Core.Protocol.Log.Empty.Append(Config(1, S4Comes)), match: [0, 0, 0, 1], servers: 4),
            new TransferLeadership(S4), "MayTransfer: true"),
        V("while-another-transfer-is-under-way", "ours", Ignored, HandingOver(Log(), [1, 1, 1], [0, 0, 0]),
            new TransferLeadership(S3),
            "MayTransfer: false"),
        V("at-a-follower", "ours", Ignored, Follower(1), ToS2, "MayTransfer: false"),
        V("no-request-is-taken-meanwhile", Section, Stops, HandingOver(Log(), [1, 1, 1], [0, 0, 0]), Ask(),
            "AcceptsRequests: false"),
        V("it-did-not-complete", Section, Aborts, HandingOver(Log(), [1, 1, 1], [0, 0, 0]), new ElectionTimeout(),
            "AbortTransfer",
            "MustStepDown: false"),
        V("the-target-stands-at-once", Section, TimesOut, Follower(1, Log(1), leader: S2), StandNow, "OnTimeoutNow",
            "ConvertToCandidate"),
        V("the-target-asks-no-pre-vote", Section, TimesOut, Follower(1, Log(1), leader: S2), StandNow, "OnTimeoutNow",
            "ConvertToCandidate").Under(Figure2 with { PreVote = true }),
        V("an-order-of-an-older-term", "ours", "the order stands for no other term than the leader's", Follower(3), StandNow,
            "IsOfOlderTerm: true"),
        V("an-order-to-who-leads-already", "ours", "a leader has no election timer to fire", Leader(1), StandNow,
            "OnTimeoutNow"));

    private static ServerState HandingOver(Log log, long[] next, long[] match) =>
        Leader(1, log, next, match).With(leader => leader with { TransferTo = S2 });
}
