using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Sections 6.2 and 4.2.3 of the dissertation.</summary>
internal static class CheckQuorums
{
    private const string StepsDown =
        "A leader in Raft steps down if an election timeout elapses without a successful round of heartbeats to a "
        + "majority of its cluster";

    private const string Sticks =
        "if a server receives a RequestVote request within the minimum election timeout of hearing from a current leader, "
        + "it does not update its term or grant its vote";

    private static readonly Options On = Figure2 with { CheckQuorum = true };

    public static readonly Chapter Chapter = new("check-quorum",
        "Leaders that check whom they hear, and servers that keep to their leader (sections 6.2 and 4.2.3 of the dissertation)",
        Of("a-new-leader-hears-itself", "6.2", StepsDown, Candidate(1), Vote(1), "InitialProgress"),
        Of("a-success-is-heard", "6.2", StepsDown, Hearing(S1), Success(1, 0, 0), "Hear"),
        Of("a-refusal-is-heard", "6.2", StepsDown, Hearing(S1), Refusal(1, 0), "Hear"),
        Of("it-heard-a-majority-and-begins-anew", "6.2", StepsDown, Hearing(S1, S2), new ElectionTimeout(),
            "MustStepDown: false", "HeardAfterTimeout"),
        Of("it-heard-no-majority-and-steps-down", "6.2", StepsDown, Hearing(S1), new ElectionTimeout(),
            "MustStepDown: true", "ConvertToFollower"),
        Of("a-leader-is-not-deposed", "4.2.3", Sticks, Hearing(S1, S2), AskVote(2, 0, 0), "IsDisruption: true", "Disregard"),
        Of("a-follower-keeps-to-its-leader", "4.2.3", Sticks, Follower(1, leader: S3), AskVote(2, 0, 0), "IsDisruption: true",
            "Disregard"),
        Of("a-follower-keeps-to-its-leader-in-its-term", "4.2.3", Sticks, Follower(1, leader: S3), AskVote(1, 0, 0),
            "IsDisruption: true"),
        Of("one-of-an-older-term-is-told-so", "4.2.3", Sticks, Follower(2, leader: S3), AskVote(1, 0, 0),
            "IsDisruption: false", "RefuseOlderTerm"),
        Of("who-hears-no-leader-votes", "4.2.3", Sticks, Follower(1), AskVote(2, 0, 0), "IsDisruption: false", "GrantVote"),
        Of("who-stands-at-the-leaders-order-is-no-disruption", "4.2.3",
            "I have permission to disrupt the leader—it told me to!",
            Hearing(S1, S2), AskVote(2, 0, 0, isTransfer: true), "IsDisruption: false", "GrantVote"),
        Of("a-follower-whose-timeout-elapsed-stands", "4.2.3", Sticks, Follower(1, leader: S3), new ElectionTimeout(),
            "ConvertToCandidate"));

    private static Vector Of(string name, string section, string sentence, ServerState state, Input input,
        params string[] rules) =>
        V(name, $"dissertation, {section}", sentence, state, input, rules).Under(On);

    private static ServerState Hearing(params ServerId[] heard) =>
        Leader(1).With(leader => leader with { HeardFrom = ServerSet.Of(heard) });
}
