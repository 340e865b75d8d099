using Raft.Coyote.Conformance.Vectors.Chapters;

namespace Raft.Coyote.Conformance.Vectors;

/// <summary>All vectors.</summary>
internal static class AllVectors
{
    /// <summary>The chapters, in the order of the paper and the dissertation.</summary>
    public static readonly IReadOnlyList<Chapter> Chapters =
    [
        Election.Chapter, Replication.Chapter, Leading.Chapter, Commit.Chapter, Store.Chapter, Storage.Chapter, Snapshots.Chapter,
        PreVotes.Chapter, CheckQuorums.Chapter, Transfers.Chapter, ReadIndexes.Chapter, FollowerReads.Chapter, Leases.Chapter,
        ClientSessions.Chapter, Changes.Chapter, JointChanges.Chapter, Flow.Chapter, Disks.Chapter,
    ];

    /// <summary>Each vector, with its full name.</summary>
    public static IEnumerable<(string Name, Vector Vector)> Named =>
        Chapters.SelectMany(chapter => chapter.Vectors, (chapter, vector) => ($"{chapter.Name}/{vector.Name}", vector));
}
