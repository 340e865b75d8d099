using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>Builds traces happening by happening; it knows the state that each server is in.</summary>
internal sealed class TraceBuilder(int servers = 3)
{
    private readonly List<Happening> happenings = [];
    private readonly Dictionary<ServerId, ServerState> states = [];

    public static readonly Header Header = new(
        "raft 0.1.0",
        "first-election",
        Servers: 3,
        Clients: 2,
        new Options(BackTracking.ByConflictTerm, CommitRule.AllServers, NoOpAtElection: false, EmptyHeartbeats: false, 2),
        [new Drawn("log", "7"), new Drawn("a name with \"quotes\"", "ü\n\u2028 'and' <more> & +")],
        Driver.Coyote,
        "random",
        Seed: 123,
        Schedule: 17,
        Mutant: null,
        Violation: null,
        Steps: 456);

    public int Count => happenings.Count;

    public ServerState this[int server] => this[new ServerId(server)];

    public ServerState this[ServerId server] => states.GetValueOrDefault(server) ?? AtStart(server);

    public TraceBuilder Then(Happening happening)
    {
        happenings.Add(happening);
        return this;
    }

    /// <summary>A server handles an input with these rules.</summary>
    public Step Handle(int server, Input input, Rules rules, CrashPoint? crash = null, int? sentAt = null)
    {
        var step = rules.Receive(this[server], input);
        Handle(server, input, step.State, step.Effects, crash, sentAt);
        return step;
    }

    /// <summary>A server handles an input, and what comes of it is given.</summary>
    public TraceBuilder Handle(
        int server, Input input, ServerState after, Sequence<Effect> effects, CrashPoint? crash = null, int? sentAt = null)
    {
        var id = new ServerId(server);
        happenings.Add(new Handled(id, input, this[id], after, effects, crash, sentAt));
        states[id] = after;
        return this;
    }

    public Trace Build(Header? header = null, string schedule = "") =>
        new(header ?? Header with { Servers = servers }, schedule, [.. happenings]);

    public Trace BuildFailed(Violation violation) => Build(Header with { Servers = servers, Violation = violation });

    private ServerState AtStart(ServerId server) =>
        ServerState.AtStart(server, ServerSet.FirstServers(servers), PersistentState.FirstBoot);
}
