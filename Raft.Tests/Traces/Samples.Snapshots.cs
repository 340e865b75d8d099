using Raft.Core.Protocol;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>All that the chapter on snapshots adds to what a trace can hold.</summary>
internal static partial class Samples
{
    private static readonly Snapshot Snapshot = new(
        5,
        2,
        new Configuration(ServerSet.Of(S1, S2), ServerSet.Of(S3), ServerSet.Empty),
        KeyValueStore.Empty.Apply(new Put("a", "1")).Store,
        new Sessions([new Session(1, 2, new Result(true, null))]));

    /// <summary>A trace of it. It tells no sensible story.</summary>
    public static Trace OfSnapshots { get; } = BuildSnapshots();

    private static Trace BuildSnapshots()
    {
        var builder = new TraceBuilder();
        var after = builder[3] with
        {
            Persistent = new PersistentState(2, null, new Log([new Entry(3, new NoOp())]) { PrevIndex = 4, PrevTerm = 2 })
            {
                Snapshot = Snapshot,
            },
            PartialSnapshot = new PartialSnapshot(3, Snapshot),
        };
        Sequence<Effect> effects =
        [
            new Persist([new SaveSnapshot(Snapshot), new DiscardUpTo(5, 2)]),
            new Send(new InstallSnapshot(S1, S2, 3, Snapshot, 2, Done: true)),
            new Send(new InstallSnapshotReply(S1, S2, 3, 5, 2, Done: false)),
        ];
        return builder.Handle(3, new TakeSnapshot(), after, effects).Build();
    }
}
