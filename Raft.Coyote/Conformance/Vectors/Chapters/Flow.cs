using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>
/// Section 10.2 of the dissertation, and etcd's raft: how much a leader sends at once, and how much it takes on.
/// </summary>
internal static class Flow
{
    private const string Pipelining = "dissertation, 10.2.2";
    private const string Ahead =
        "the leader can update nextIndex optimistically after sending rather than waiting for acknowledgments";

    private const string Probing = "a leader probes with one request until it knows where the logs part; then it sends ahead";
    private const string Limit = "at most so many AppendEntries with entries are ahead of their acknowledgements";
    private const string Lost =
        "if a timeout occurs, the leader must decrement nextIndex back to its original value";

    private const string Bytes =
        "at most so many bytes of keys and values in one AppendEntries; an entry that is larger goes alone";
    private const string Busy = "with so many entries of its term not committed yet a leader takes no command";

    private static readonly Options Pipelined = Figure2 with { MaxInFlight = 2, MaxEntriesPerAppend = 1 };
    private static readonly Options Carrying = Pipelined with { EmptyHeartbeats = false };
    private static readonly Options InBytes = Figure2 with { MaxBytesPerAppend = 8, EmptyHeartbeats = false };
    private static readonly Options Pressed = Figure2 with { MaxUncommitted = 1 };

    public static readonly Chapter Chapter = new("flow",
        "How much a leader sends at once, and takes on (section 10.2 of the dissertation)",
        V("a-probe-goes-alone", "etcd, progress", Probing, Leader(1, Log(1), commit: 1), Ask(), "HasRoom: true").Under(Pipelined),
        V("no-second-probe", "etcd, progress", Probing, Leader(1, Log(1, 1), next: [3, 2, 2])
            .With(role => role.To(S2, true, 2).To(S3, true, 2)),
            Ask(), "HasRoom: false").Under(Pipelined),
        V("a-heartbeat-sends-a-probe-again", "etcd, progress", Probing, Leader(1, Log(1), next: [2, 1, 1])
            .With(role => role.To(S2, true, 1)),
            new HeartbeatDue(), "SendAppendEntries").Under(Carrying),
        V("an-empty-heartbeat-is-no-probe", "etcd, progress", Probing, Leader(1, Log(1), next: [2, 1, 1]), new HeartbeatDue(),
            "SendAppendEntries").Under(Pipelined),
        V("a-probe-succeeded-and-it-sends-ahead", Pipelining, Ahead,
            Leader(1, Log(1, 1, 1, 1), next: [5, 1, 5]).With(role => role.To(S2, true, 1)), Success(1, 0, 1), "HasRoom: true")
            .Under(Pipelined),
        V("a-late-success-ends-no-probe", "etcd, progress", Probing,
            Leader(1, Log(1, 1, 1), next: [4, 3, 4], match: [0, 2, 0], commit: 2).With(role => role.To(S2, true)),
            Success(1, 0, 1),
            "NewMatchIndex").Under(Pipelined),
        V("a-request-is-sent-ahead", Pipelining, Ahead, Sent([0, 0, 0], 1), Ask(), "HasRoom: true").Under(Pipelined),
        V("no-room-ahead", Pipelining, Limit, Sent([0, 0, 0], 1, 2), Ask(), "HasRoom: false").Under(Pipelined),
        V("a-success-frees-what-it-acknowledges", Pipelining, Limit, Sent([0, 0, 0], 1, 2), Success(1, 1, 2), "StillInFlight")
            .Under(Pipelined),
        V("a-success-frees-no-more-than-it-acknowledges", Pipelining, Limit, Sent([0, 0, 0], 1, 2), Success(1, 0, 1),
            "StillInFlight").Under(Pipelined),
        V("a-heartbeat-where-there-is-no-room", Pipelining, Lost, Sent([0, 0, 0], 1, 2), new HeartbeatDue(), "HasRoom: false")
            .Under(Pipelined),
        V("a-heartbeat-where-there-is-room", Pipelining, Ahead, Sent([0, 0, 0], 1), new HeartbeatDue(), "HasRoom: true")
            .Under(Carrying),
        V("a-refusal-of-what-was-sent-ahead", Pipelining, Lost, Sent([0, 0, 0], 1, 2), Refusal(1, 1), "OnRefusalInPipeline")
            .Under(Pipelined),
        V("a-refusal-of-what-is-known-to-be-there", "ours", "it is old", Sent([0, 1, 0], 2), Refusal(1, 1), "OnRefusalInPipeline")
            .Under(Pipelined),
        V("as-many-entries-as-fit", "ours", Bytes, Leader(1, Log(1, 1, 1), next: [4, 1, 1]), new HeartbeatDue(),
            "FitsBehind: true", "FitsBehind: false").Under(InBytes),
        V("one-entry-always-goes", "ours", Bytes, Leader(1, Log(1, 1), next: [3, 1, 1]), new HeartbeatDue(), "FitsBehind: true")
            .Under(InBytes with { MaxBytesPerAppend = 1 }),
        V("the-size-of-each-command", "ours", Bytes, Leader(1, OfEachSize(), next: [9, 1, 9]), new HeartbeatDue(),
            "FitsBehind: true").Under(InBytes with { MaxBytesPerAppend = 24 }),
        V("it-is-busy", "etcd 10167", Busy, Leader(1, Log(1)), Ask(), "IsBusy: true", "Uncommitted").Under(Pressed),
        V("what-is-committed-does-not-count", "etcd 10167", Busy, Leader(1, Log(1), commit: 1), Ask(), "IsBusy: false",
            "Uncommitted").Under(Pressed),
        V("entries-of-older-terms-do-not-count", "paper, 5.4.2", "they commit only with one of the leader's own term",
            Leader(2, Log(1)), Ask(), "IsBusy: false", "Uncommitted").Under(Pressed));

    /// <summary>A leader of three entries that has sent some ahead to s2; s3 has all.</summary>
    private static ServerState Sent(long[] match, params long[] inFlight) =>
        Leader(1, Log(1, 1, 1), next: [4, inFlight[^1] + 1, 4], match: match).With(role => role.To(S2, false, inFlight));

    private static Leader To(this Leader leader, ServerId follower, bool isProbing, params long[] inFlight) =>
        leader.With(new Pipeline(follower, isProbing, [.. inFlight]));

    private static Log OfEachSize() => new(
    [
        new Entry(1, new Put("x", "12")), new Entry(1, new Get("x")), new Entry(1, new Append("x", "12")),
        new Entry(1, new Numbered(1, 1, new Get("x"))), new Entry(1, new CompareAndSet("x", "1", "2")),
        new Entry(1, new CompareAndSet("x", null, "2")), new Entry(1, new NoOp()), new Entry(1, new Put("x", "0123456789")),
    ]);
}
