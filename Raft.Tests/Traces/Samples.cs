using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>Traces to test with.</summary>
internal static partial class Samples
{
    private static readonly ServerId S1 = new(1);
    private static readonly ServerId S2 = new(2);
    private static readonly ServerId S3 = new(3);
    private static readonly RequestId Request = new(new ClientId(2), 1);

    private static readonly Sequence<Entry> Entries =
    [
        new(1, new NoOp()),
        new(2, new Put("x", "1"), Request),
        new(2, new Get("x"), new RequestId(new ClientId(1), 7)),
        new(long.MaxValue, new Append("ключ", ""), Request),
        new(3, new CompareAndSet("x", null, "2"), Request),
        new(3, new CompareAndSet("", "2", "3"), Request),
        new(3, new ChangeConfiguration(new Configuration(ServerSet.Of(S1), ServerSet.Of(S2), ServerSet.Of(S3)))),
    ];

    private static Trace BuildEverything()
    {
        var builder = new TraceBuilder();
        AddSteps(builder);
        AddSurroundings(builder);
        builder.Handle(3, new ChangeMembers(ServerSet.Of(S2), ServerSet.Of(S3), ServerSet.Of(S1)), builder[3], []);
        Sequence<Fact> facts = [new Fact(2, "s1 leads"), new Fact(4, "s2 leads")];
        var violation = new Violation("Election Safety", "s1 and s2 both lead term 3", facts);
        var header = TraceBuilder.Header with { Mutant = "ignores-voted-for", Violation = violation, ShrunkFrom = 214 };
        return builder.Build(header, string.Join('\n', Enumerable.Range(0, 250).Select(line => $"step {line} \"<é>\\\r")));
    }

    private static void AddSteps(TraceBuilder builder)
    {
        var candidate = builder[1].InTerm(1, S1).WithLog(new Log(Entries)) with { Role = new Candidate(ServerSet.Of(S1, S3)) };
        var sends = Messages.Select(message => new Send(message));
        builder.Handle(1, new ElectionTimeout(), candidate, [new ResetElectionTimer(), .. sends]);
        var store = KeyValueStore.Empty.Apply(new Put("b", "")).Store.Apply(new Put("a", "\"\0")).Store;
        var leader = candidate with
        {
            CommitIndex = 4,
            LastApplied = 3,
            StateMachine = store,
            Role = new Leader(new IndexPerServer([1, 2, 7]), new IndexPerServer([0, int.MaxValue, 6])),
        };
        builder.Handle(1, new ClientRequest(Request, new Put("k", "v")), leader, [.. Persists, .. Answers], sentAt: 1);
        builder.Handle(1, new HeartbeatDue(), leader, Persists, new CrashPoint(EffectsDone: 0, RecordsKept: 2, Torn: true));
        builder.Handle(1, new Restart(candidate.Persistent), builder[1] with { Role = new Follower(S2) }, [], new CrashPoint(0));
        foreach (var message in Messages)
        {
            builder.Handle(2, new Receive(message), builder[2] with { Role = new Follower() }, [], sentAt: 1);
        }
    }

    private static Sequence<Message> Messages { get; } =
    [
        new RequestVote(S1, S2, long.MaxValue, 6, 3),
        new RequestVoteReply(S1, S2, 1, VoteGranted: true),
        new RequestVoteReply(S1, S2, 0, VoteGranted: false),
        new AppendEntries(S1, S2, 3, 0, 0, Entries, int.MaxValue),
        new AppendEntries(S1, S2, 3, 6, 3, [], 0),
        new AppendEntriesReply(S1, S2, 3, Success: true, 6, 6),
        new AppendEntriesReply(S1, S2, 3, Success: false, 6, 0, new Conflict(Term: null, FirstIndex: 7)),
        new AppendEntriesReply(S1, S2, 3, Success: false, 6, 0, new Conflict(2, 1)),
    ];

    private static Sequence<Effect> Persists { get; } =
    [
        new Persist([new TermAndVote(2, null), new TermAndVote(2, S1), new TruncateFrom(3), new AppendAt(3, Entries)]),
        new Persist([]),
    ];

    private static Sequence<Effect> Answers { get; } =
    [
        new Apply(1, Entries[0], new Result(true, null)),
        new Apply(2, Entries[1], new Result(true, "1")),
        new Reply(Request, new Applied(new Result(false, "1"))),
        new Reply(Request, new NotLeader(S3)),
        new Reply(Request, new NotLeader(null)),
    ];

    /// <summary>A trace of all that a trace can hold. It tells no sensible story. It stands below what it is made of.</summary>
    public static Trace Everything { get; } = BuildEverything();

    private static void AddSurroundings(TraceBuilder builder) => builder
        .Then(new Crashed(S1))
        .Then(new Paused(S2))
        .Then(new Resumed(S2))
        .Then(new Lost(Messages[0], 1))
        .Then(new Doubled(Messages[3], 2))
        .Then(new Partitioned(ServerSet.Of(S1), ServerSet.Of(S2, S3), BothWays: true))
        .Then(new Partitioned(ServerSet.Of(S1, S3), ServerSet.Of(S2), BothWays: false))
        .Then(new Healed())
        .Then(new FaultsOver())
        .Then(new Called(Request, S3, new Get("x")))
        .Then(new RequestLost(Request, S3))
        .Then(new Returned(Request, new NotLeader(S1)))
        .Then(new Returned(Request, new Applied(new Result(true, "1"))))
        .Then(new GaveUp(Request));
}
