using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Section 6 of the paper and 4.3 of the dissertation: joint consensus.</summary>
internal static class JointChanges
{
    private const string Switches =
        "the cluster first switches to a transitional configuration we call joint consensus";

    private const string Both =
        "Agreement (for elections and entry commitment) requires separate majorities from both the old and new configurations.";

    private const string Leaves =
        "once C-old,new has been committed ... it is now safe for the leader to create a log entry describing C-new";

    private const string Stays = "while it hands over its leadership a leader begins nothing new";

    private static readonly Options On = Figure2 with { Membership = Membership.Joint };
    private static readonly ServerSet After = ServerSet.Of(S3, S4, S5);
    private static readonly Configuration OldNew = new(Three, After);
    private static readonly Log Joint = Log(1).Append(Config(1, OldNew));

    public static readonly Chapter Chapter = new("joint-membership",
        "Joint consensus (section 6 of the paper, 4.3 of the dissertation)",
        Of("any-change-in-one-go", Switches, Leader(1, Log(1), commit: 1),
            new ChangeMembers(ServerSet.Of(S4, S5), Leaving: ServerSet.Of(S1, S2)), "FirstStep", "Meet",
                "KnowsEarlierChanges: true"),
        Of("one-server-goes-through-it-too", Switches, Leader(1, Log(1), commit: 1), new ChangeMembers(ServerSet.Of(S4)),
            "FirstStep"),
        Of("before-it-has-committed-in-its-term", Switches, Leader(1), new ChangeMembers(ServerSet.Of(S4)),
            "KnowsEarlierChanges: true"),
        Of("learners-change-in-one-step", Switches, Leader(1, Log(1), commit: 1),
            new ChangeMembers(ServerSet.Empty, ServerSet.Of(S4)),
            "FirstStep"),
        Of("not-while-it-is-joint", Switches, Leading(committed: true, handsOver: true), new ChangeMembers(ServerSet.Of(S2)),
            "AcceptsRequests: false"),
        Of("not-before-c-new-is-committed", Switches, Leading(committed: false), new ChangeMembers(ServerSet.Of(S2)),
            "IsSettled: false"),
        Of("a-majority-of-the-union-is-not-enough", Both, Leading(committed: false, 0, 0, 2), Success(1, 1, 2, from: S4),
            "IsStoredOnEnough: false", "MayLeaveJoint: false"),
        Of("a-majority-of-both-commits-and-c-new-follows", Both, Leading(committed: false, 0, 2, 2), Success(1, 1, 2, from: S4),
            "IsStoredOnEnough: true", "MayLeaveJoint: true"),
        Of("who-hands-over-does-not-go-on-to-c-new", Stays, Leading(committed: true, handsOver: true), Success(1, 2, 2),
            "MayLeaveJoint: true", "AcceptsRequests: false"),
        Of("a-majority-of-c-old-does-not-elect", Both, Candidate(1, Joint, servers: 5), Vote(1), "IsElected: false"),
        Of("majorities-of-both-elect", Both, Candidate(1, Joint, votes: [S2, S3], servers: 5), Vote(1, from: S4),
            "IsElected: true"),
        Of("all-of-both-are-asked", Both, Follower(1, Joint), new ElectionTimeout(), "ServersToAsk"),
        Of("a-leader-that-finds-it-in-its-log-goes-on", Leaves, Elected(), Success(2, 2, 3, from: S4), "MayLeaveJoint: true"),
        Of("c-new-is-committed-and-its-leader-left", "the leader steps down once it has committed the C-new log entry", Left(),
            Success(1, 2, 3, from: S4), "HasLeftTheCluster: true"));

    private static Vector Of(string name, string sentence, ServerState state, Input input, params string[] rules) =>
        V(name, sentence == Stays ? "ours" : "paper, 6", sentence, state, input, rules).Under(On).Among(5);

    /// <summary>A leader in C-old,new, with the matchIndex of s2, s3 and s5.</summary>
    private static ServerState Leading(
        bool committed, long matchOfS2 = 0, long matchOfS3 = 0, long matchOfS5 = 0, bool handsOver = false)
    {
        var leader = Leader(
            1, Joint, next: [3, 3, 3, 2, 3], match: [0, matchOfS2, matchOfS3, 0, matchOfS5], commit: committed ? 2 : 1,
            servers: 5);
        return (leader with { Servers = Three }).With(role => handsOver ? role with { TransferTo = S3 } : role);
    }

    private static ServerState Elected()
    {
        var log = Joint.Append(Entry(2, 3));
        return Leader(2, log, next: [4, 4, 4, 3, 4], match: [0, 3, 3, 0, 3], commit: 1, servers: 5) with { Servers = Three };
    }

    private static ServerState Left()
    {
        var log = Joint.Append(Config(1, new Configuration(After)));
        return Leader(1, log, next: [4, 4, 4, 3, 4], match: [0, 2, 3, 2, 2], commit: 2, servers: 5) with { Servers = Three };
    }
}
