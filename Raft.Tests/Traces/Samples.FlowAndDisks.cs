using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>What the chapters of flow and disks add to a trace.</summary>
internal static partial class Samples
{
    /// <summary>A trace of all that they add. It tells no sensible story.</summary>
    public static Trace FlowAndDisks { get; } = BuildFlowAndDisks();

    private static Trace BuildFlowAndDisks()
    {
        var builder = new TraceBuilder();
        var leader = new Leader(new IndexPerServer([1, 2, 7]), new IndexPerServer([0, 1, 6])) { Durable = 5 }
            .With(new Pipeline(S2, IsProbing: false, [3, 4]))
            .With(new Pipeline(S3, IsProbing: true, []));
        var state = builder[1].WithLog(new Log(Entries)) with { Role = leader };
        builder.Handle(1, new Written(5, 3), state, [new BeginWrite(6, Entries), new Reply(Request, new Busy())]);
        builder.Handle(1, new HeartbeatDue(), state, Persists, new CrashPoint(2, WritesKept: 1));
        builder.Then(new Handled(S1, new HeartbeatDue(), state, state, Persists, Refused: true));
        var corrupt = builder[2].Persistent with { CorruptAt = 0 };
        builder.Handle(2, new Restart(corrupt), builder[2] with { Persistent = corrupt, Role = new Refusing() }, []);
        builder.Then(new Crashed(S1, 2)).Then(new DiskFilled(S1)).Then(new SpaceFreed(S1));
        builder.Then(new Corrupted(S2, 3)).Then(new Repaired(S2));
        var options = new Options { MaxInFlight = 2, MaxBytesPerAppend = 9, MaxUncommitted = 1, ParallelWrites = true };
        return builder.Build(TraceBuilder.Header with { Options = options });
    }
}
