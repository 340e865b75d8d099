using Raft.Core.Protocol;

namespace Raft.Coyote.Traces;

/// <summary>Snapshots: what is taken, sent, received and installed, and what is discarded for it.</summary>
public static partial class Narration
{
    private static IEnumerable<Deed> SnapshotChanges(Input input, ServerState before, ServerState after)
    {
        if (after.Snapshot is { } snapshot && snapshot != before.Snapshot)
        {
            yield return new Deed(input is TakeSnapshot ? "take" : "install", UpTo("a snapshot", snapshot));
        }

        if (after.PartialSnapshot is { } partial && partial != before.PartialSnapshot)
        {
            yield return new Deed("keep", $"{Size(partial.Received.Size)} of {UpTo("a snapshot", partial.Received)}");
        }
    }

    /// <summary>What a log has discarded, and what is left of it then; where it does not go on after that, nothing is.</summary>
    private static (Log Left, IReadOnlyList<Deed> Deeds) Discard(Log before, Log after)
    {
        var left = before.DiscardUpTo(after.PrevIndex, after.PrevTerm);
        var (first, last) = (before.PrevIndex + 1, Math.Min(before.LastIndex, after.PrevIndex));
        var deeds = new List<Deed>();
        if (first <= last)
        {
            deeds.Add(new Deed("discard", $"its {Entries(first, last)}"));
        }

        if (before.LastIndex > left.LastIndex)
        {
            deeds.Add(new Deed("delete", $"its {Entries(left.LastIndex + 1, before.LastIndex)}"));
        }

        return (left, deeds);
    }

    private static string DescribeChunk(InstallSnapshot install)
    {
        var isWhole = install is { Offset: 0, Done: true };
        var end = isWhole ? "whole" : install.Done ? "the last chunk" : "more to come";
        var part = isWhole ? "" : $"{Size(install.Chunk.Size)} from {install.Offset} on, ";
        return $"last included {At(install.Chunk.LastIncludedIndex, install.Chunk.LastIncludedTerm)}, {part}{end}";
    }

    private static string Outcome(InstallSnapshotReply reply) => reply.Done
        ? $"that it has all up to {reply.LastIncludedIndex}"
        : $"that it has {Size(reply.Received)} of the snapshot up to {reply.LastIncludedIndex}";

    private static string UpTo(string name, Snapshot snapshot) =>
        $"{name} up to {At(snapshot.LastIncludedIndex, snapshot.LastIncludedTerm)}";

    private static string Size(int size) => size == 0 ? "nothing" : $"{size} {(size == 1 ? "item" : "items")}";
}
