using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>What reads, leases and sessions add to a trace.</summary>
internal static partial class Samples
{
    private static readonly Entry InSession = new(3, new Numbered(7, 1, new Append("x", "2")), Request);

    /// <summary>A trace of all that chapter 6 of the dissertation adds. It tells no sensible story.</summary>
    public static Trace OfReads { get; } = BuildReads();

    private static Trace BuildReads()
    {
        var builder = new TraceBuilder();
        var header = TraceBuilder.Header with { Options = new Options { Reads = ReadRule.Lease, MaxSessions = 2 } };
        builder.Handle(1, new HeartbeatDue(), Reading(builder[1]), [.. ReadMessages.Items.Select(message => new Send(message)), .. Skips]);
        builder.Handle(1, new LeaseExpired(), Reading(builder[1]), []);
        foreach (var message in ReadMessages)
        {
            builder.Handle(2, new Receive(message), builder[2] with { Role = new Follower() }, [], sentAt: 1);
        }

        return builder.Then(new ClockJumped(S2)).Then(new Called(Request, S3, InSession.Command)).Build(header);
    }

    private static ServerState Reading(ServerState state) => state.WithLog(new Log([new Entry(3, new OpenSession(), Request), InSession])) with
    {
        Role = new Leader(new IndexPerServer([1, 2, 7]), new IndexPerServer([0, 1, 6]))
        {
            Round = 4,
            AnsweredBy = ServerSet.Of(S3),
            ConfirmedRound = 3,
            LapsedRound = 2,
            ForgoesLease = true,
        },
        KeepsLease = true,
        Reads = [new WaitingRead(Request, null, S3, 1, 5, null), new WaitingRead(Request, "x", S1, 1, 0, 4)],
        Sessions = new Sessions([new Session(7, 1, new Result(true, "2")), new Session(8, 0, null)]),
    };

    private static Sequence<Message> ReadMessages =>
    [
        new AppendEntries(S1, S2, 3, 6, 3, [], 0) { Round = 4 },
        new AppendEntriesReply(S1, S2, 3, Success: true, 6, 6) { Round = 4 },
        new ReadIndexRequest(S1, S2, 3, Request),
        new ReadIndexReply(S1, S2, 3, Request, 6),
        new ReadIndexReply(S1, S2, 3, Request, null),
    ];

    private static Sequence<Effect> Skips =>
    [
        new Apply(3, InSession, new Result(true, "2")) { Skipped = Skipped.AppliedBefore },
        new Apply(4, InSession, new Result(false, null)) { Skipped = Skipped.SessionExpired },
        new Reply(Request, new SessionExpired()),
    ];
}
