using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Sections 4.1 and 4.2 of the dissertation: one server at a time.</summary>
internal static class Changes
{
    private const string One = "only one server can be added or removed from the cluster at a time";
    private const string Latest =
        "a server always uses the latest configuration in its log, regardless of whether the entry is committed";

    private const string OwnTerm = "a leader may not append a C-new entry until it has committed an entry from its current term";
    private const string Before = "the next configuration change may begin only once the previous one's entry has been committed";
    private const string CatchUp = "a new phase in which a new server joins the cluster as a non-voting member";
    private const string StillNeeded =
        "a server that is not part of its own latest configuration should still start new elections, as it might still be "
        + "needed until the C-new entry is committed";

    private const string Removed = "the leader steps down once the C-new entry is committed";
    private const string DoesNotCount =
        "a leader that is managing a cluster that does not include itself replicates log entries but does not count "
        + "itself in majorities";

    private const string Ignored = "a change that the leader may not begin is refused: the operator must order it again";

    private static readonly Options On = Figure2 with { Membership = Membership.SingleServer };
    private static readonly Configuration WithS4 = new(Three.Add(S4));
    private static readonly Configuration WithoutS1 = new(ServerSet.Of(S2, S3));
    private static readonly Configuration S3Learns = new(ServerSet.Of(S1, S2), Learners: ServerSet.Of(S3));
    private static readonly Configuration S1Learns = new(ServerSet.Of(S2, S3), Learners: ServerSet.Of(S1));
    private static readonly ChangeMembers AddS4 = new(ServerSet.Of(S4));
    private static readonly ServerState Ready = Leader(1, Log(1), commit: 1);

    public static readonly Chapter Chapter = new("membership", "Single-server changes (sections 4.1 and 4.2 of the dissertation)",
        Of("a-server-is-added", "4.1", Latest, Ready, AddS4,
            "IsSettled: true", "KnowsEarlierChanges: true", "HasCaughtUp: true", "FirstStep", "Meet"),
        Of("a-server-is-removed", "4.1", Latest, Ready, Leave(S3), "FirstStep"),
        Of("a-learner-is-added", "4.2.1", CatchUp, Ready, new ChangeMembers(ServerSet.Empty, ServerSet.Of(S4)), "Meet"),
        Of("a-voter-becomes-a-learner", "4.2.1", CatchUp, Ready, new ChangeMembers(ServerSet.Empty, ServerSet.Of(S3)),
            "FirstStep"),
        Of("a-learner-that-has-caught-up-is-promoted", "4.2.1", CatchUp, Learning(match: 1), new ChangeMembers(ServerSet.Of(S3)),
            "HasCaughtUp: true"),
        Of("a-learner-that-lags-is-not", "4.2.1", CatchUp, Learning(match: 0), new ChangeMembers(ServerSet.Of(S3)),
            "HasCaughtUp: false"),
        Of("not-two-servers-at-once", "4.1", One, Ready, new ChangeMembers(ServerSet.Of(S4, S5))).Among(5),
        Of("not-what-is-so-already", "ours", Ignored, Ready, new ChangeMembers(ServerSet.Of(S2))),
        Of("not-the-last-voter", "ours", Ignored, Leader(1, Log(1), commit: 1, servers: 1), Leave(S1)),
        Of("not-before-it-has-committed-in-its-term", "raft-dev, July 2015", OwnTerm, Leader(2, Log(1), commit: 1), AddS4,
            "KnowsEarlierChanges: false"),
        Of("not-before-the-change-before-is-committed", "4.1", Before, Changing(WithS4), Leave(S3), "IsSettled: false"),
        Of("not-at-a-follower", "ours", Ignored, Follower(1), AddS4),
        Of("not-while-it-hands-over", "ours", Ignored, Ready.With(leader => leader with { TransferTo = S2 }), AddS4,
            "AcceptsRequests: false"),
        Of("not-without-the-option", "ours", Ignored, Ready, AddS4).Under(Figure2),
        Of("the-new-majority-counts-at-once", "4.1", Latest, Changing(WithS4), Success(1, 1, 2), "IsStoredOnEnough: false"),
        Of("with-three-of-four-it-is-committed", "4.1", Latest, Changing(WithS4, matchOfS3: 2), Success(1, 1, 2),
            "IsStoredOnEnough: true"),
        Of("a-candidate-counts-by-the-latest-configuration", "4.1", Latest, Candidate(1, Of(WithS4)), Vote(1),
            "IsElected: false"),
        Of("a-configuration-that-is-deleted-no-longer-counts", "4.1",
            "a server may fall back to the previous configuration in its log",
            Follower(1, Of(WithS4)), Append(2, 0, 0, 0, Entry(2, 1)), "DeleteConflicts"),
        Of("a-learner-does-not-count-for-a-commit", "4.2.1", CatchUp, Leader(1, Of(S3Learns)), Success(1, 0, 1, from: S3),
            "IsStoredOnEnough: false"),
        Of("nor-is-it-waited-for", "4.2.1", CatchUp, Leader(1, Of(S3Learns)), Success(1, 0, 1), "IsStoredOnEnough: true"),
        Of("a-learners-vote-does-not-count", "4.2.1", CatchUp, Candidate(1, Of(S3Learns)), Vote(1, from: S3), "IsElected: false"),
        Of("a-learner-is-not-asked-for-its-vote", "4.2.1", CatchUp, Follower(1, Of(S3Learns)), new ElectionTimeout(),
            "ServersToAsk"),
        Of("a-learner-votes-when-it-is-asked", "4.1",
            "servers process incoming RPC requests without consulting their current configurations",
            Follower(1, Of(S1Learns)), AskVote(2, 1, 1), "GrantVote"),
        Of("a-learner-does-not-stand", "4.2.1", CatchUp, Follower(1, Of(S1Learns), leader: S2, commit: 1), new ElectionTimeout(),
            "MayStandForElection: false", "ConvertToFollower"),
        Of("a-server-that-is-not-in-the-cluster-waits", "4.2.1", CatchUp, Outside(), new ElectionTimeout(),
            "MayStandForElection: false").Among(4),
        Of("a-server-that-was-removed-does-not-stand", "4.2.2", StillNeeded, Follower(1, Of(WithoutS1), commit: 1),
            new ElectionTimeout(),
            "MayStandForElection: false"),
        Of("a-server-that-is-being-removed-stands", "4.2.2", StillNeeded, Follower(1, Of(WithoutS1)), new ElectionTimeout(),
            "MayStandForElection: true", "IsElected: false"),
        Of("a-server-that-is-being-added-and-was-not-before", "4.2.2", StillNeeded, Outside(),
            Append(1, 0, 0, 0, Config(1, WithS4)),
            "AppendNewEntries").Among(4),
        Of("a-leader-that-is-removed-does-not-count-itself", "4.2.2", DoesNotCount, Leader(1, Of(WithoutS1)), Success(1, 0, 1),
            "IsStoredOnEnough: false", "HasLeftTheCluster: false"),
        Of("a-leader-that-is-removed-steps-down-when-that-is-committed", "4.2.2", Removed,
            Leader(1, Of(WithoutS1), match: [0, 0, 1]),
            Success(1, 0, 1), "HasLeftTheCluster: true", "ConvertToFollower"));

    /// <summary>Beside the three servers of the cluster there is a fourth that may be added.</summary>
    private static Vector Of(string name, string section, string sentence, ServerState state, Input input, params string[] rules)
    {
        var where = section is "ours" or "raft-dev, July 2015" ? section : $"dissertation, {section}";
        var vector = V(name, where, sentence, state, input, rules).Under(On);
        return vector.Given.Servers == 3 ? vector.Among(4) : vector;
    }

    private static ChangeMembers Leave(ServerId server) => new(ServerSet.Empty, Leaving: ServerSet.Of(server));

    private static Log Of(Configuration configuration) => Core.Protocol.Log.Empty.Append(Config(1, configuration));

    /// <summary>A leader that has committed an entry and begun a change.</summary>
    private static ServerState Changing(Configuration configuration, long matchOfS3 = 0)
    {
        var log = Log(1).Append(Config(1, configuration));
        return Leader(1, log, next: [3, 2, 3, 3], match: [0, 1, matchOfS3, 0], commit: 1, servers: 4) with { Servers = Three };
    }

    private static ServerState Learning(long match) => Leader(1, Of(S3Learns), next: [2, 2, 2], match: [0, 1, match], commit: 1);

    /// <summary>A server with an empty disk that waits to be added to s2 and s3.</summary>
    private static ServerState Outside() => Follower(0) with { Servers = ServerSet.Of(S2, S3) };
}
