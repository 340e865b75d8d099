using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>What goes to the disk, before what; and what a server knows when it comes back.</summary>
internal static class Storage
{
    private const string Figure = "paper, Figure 2";
    private const string First = "Persistent state on all servers: updated on stable storage before responding to RPCs";
    private const string Begin = "When servers start up, they begin as followers";

    private static readonly PersistentState Kept = new(3, S2, Log(1));

    public static readonly Chapter Chapter = new("storage", "Stable storage and restart (Figure 2 of the paper)",
        V("a-vote-is-on-disk-before-it-is-sent", Figure, First, Follower(1, Log(1)), AskVote(2, 1, 1), "PersistFirst",
            "RecordsOf",
            "MustWaitForDisk: true", "MustWaitForDisk: false"),
        V("a-candidate-is-on-disk-before-it-asks", Figure, First, Follower(1, Log(1)), new ElectionTimeout(), "PersistFirst",
            "RecordsOf"),
        V("entries-are-on-disk-before-they-are-acknowledged", Figure, First, Follower(1), Append(1, 0, 0, 0, Entry(1, 1)),
            "PersistFirst"),
        V("term-and-vote-go-together-and-before-the-log", Figure, First, Follower(1, Log(1, 1), votedFor: S3),
            Append(2, 1, 1, 0, Entry(2, 2)), "RecordsOf"),
        V("what-does-not-change-is-not-written", Figure, First, Follower(1, Log(1)), Append(1, 1, 1), "RecordsOf"),
        V("a-server-on-its-first-boot", "paper, 5.2", Begin, Follower(0), new Restart(PersistentState.FirstBoot), "OnRestart"),
        V("term-vote-and-log-survive", Figure, "currentTerm, votedFor, log[]: persistent state", Follower(3), new Restart(Kept),
            "OnRestart"),
        V("all-else-is-forgotten", Figure, "commitIndex, lastApplied: volatile state; nextIndex[], matchIndex[]: reinitialized",
            Leader(3, Log(1, 3), match: [0, 2, 2], commit: 2), new Restart(new PersistentState(3, S1, Log(1, 3))), "OnRestart"),
        V("a-vote-that-survived-is-not-given-to-another", "paper, 5.2",
            "Each server will vote for at most one candidate in a given term",
            ServerState.AtStart(S1, Three, new PersistentState(3, S3, Log(1))), AskVote(3, 1, 1),
            "HasNotVotedForAnother: false"));
}
