using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces;

/// <summary>Disks that are slow, full, or cannot be read.</summary>
public static partial class Narration
{
    private static string KeepingWrites(int kept) => kept switch
    {
        0 => "",
        1 => "; of the writes under way the first one is on its disk",
        _ => $"; of the writes under way the first {kept} are on its disk",
    };

    private static string WhatIsCorrupt(long index) => index == 0 ? "the record of term and vote" : $"entry {index}";

    /// <summary>
    /// Whom a leader probes again; that it sends ahead to others, and how far its own disk is, shows by itself.
    /// </summary>
    private static IEnumerable<Deed> FlowChanges(Leader old, Leader now) => old.Pipelines.Items
        .Where(pipeline => !pipeline.IsProbing && now.PipelineTo(pipeline.Follower).IsProbing)
        .Select(pipeline => new Deed("start", $"to probe {pipeline.Follower} again"));

    private static string StopsAtFullDisk(IReadOnlyList<Deed> done)
    {
        var after = done.Count == 0 ? "" : $" after {done[^1].Gerund}";
        return $"stops{after}, for its disk is full and refuses the write";
    }

    /// <summary>A refused write that the server takes no notice of.</summary>
    private static string TellRefusal(Handled handled) =>
        handled is { Refused: true, DrawnCrash: null, Crash: null } ? "; its full disk refused the write, and it goes on" : "";
}
