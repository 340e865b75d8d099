using Raft.Core.Protocol;

namespace Raft.Tests.Protocol;

/// <summary>
/// Short ways to say "given a server with this log": the server under test is always s1, and an entry is told by its term
/// and index alone, as in the paper's figures. Logs made here obey Log Matching.
/// </summary>
internal static class Given
{
    public static readonly ServerId S1 = new(1);
    public static readonly ServerId S2 = new(2);
    public static readonly ServerId S3 = new(3);
    public static readonly ServerId S4 = new(4);
    public static readonly ServerId S5 = new(5);

    /// <summary>A log of entries with these terms, the first at index 1.</summary>
    public static Log Log(params long[] terms) => new(Entries(from: 1, terms));

    /// <summary>Entries with these terms, as they stand in a log from an index on.</summary>
    public static Sequence<Entry> Entries(long from, params long[] terms) =>
        [.. terms.Select((term, position) => Entry(term, from + position))];

    /// <summary>The entry that the leader of a term put at an index.</summary>
    public static Entry Entry(long term, long index) => new(term, new Put("x", $"{term}.{index}"));

    /// <summary>The no-op of a term (section 8).</summary>
    public static Entry NoOp(long term) => new(term, new NoOp());

    /// <summary>A request of client c1.</summary>
    public static RequestId Request(int number) => new(new ClientId(1), number);

    public static ServerState Follower(
        long term = 1, Log? log = null, ServerId? votedFor = null, ServerId? leader = null, int servers = 3) =>
        Server(term, log, votedFor, new Follower(leader), servers);

    /// <summary>A candidate that has its own vote, and perhaps others.</summary>
    public static ServerState Candidate(long term = 1, Log? log = null, ServerId[]? votes = null, int servers = 3) =>
        Server(term, log, S1, new Candidate(ServerSet.Of([S1, .. votes ?? []])), servers);

    /// <summary>A leader; without other word its nextIndex[] and matchIndex[] are as right after its election.</summary>
    public static ServerState Leader(
        long term = 1, Log? log = null, long[]? nextIndex = null, long[]? matchIndex = null, int servers = 3) =>
        Server(term, log, S1, Progress(log, nextIndex, matchIndex, servers), servers);

    /// <summary>This server, having applied the first entries of its log.</summary>
    public static ServerState Committed(this ServerState state, long index)
    {
        var store = state.StateMachine;
        for (var applied = state.LastApplied + 1; applied <= index; applied++)
        {
            store = store.Apply(state.Log[applied].Command).Store;
        }

        return state with { CommitIndex = index, LastApplied = index, StateMachine = store };
    }

    /// <summary>This leader with other indexes for its followers.</summary>
    public static ServerState WithProgress(this ServerState state, long[] nextIndex, long[] matchIndex) =>
        state with { Role = Progress(state.Log, nextIndex, matchIndex, state.Servers.Count) };

    private static ServerState Server(long term, Log? log, ServerId? votedFor, Role role, int servers)
    {
        var persistent = new PersistentState(term, votedFor, log ?? Log());
        return ServerState.AtStart(S1, ServerSet.FirstServers(servers), persistent) with { Role = role };
    }

    private static Leader Progress(Log? log, long[]? nextIndex, long[]? matchIndex, int servers)
    {
        var next = nextIndex ?? [.. Enumerable.Repeat((log ?? Log()).LastIndex + 1, servers)];
        return new Leader(new IndexPerServer([.. next]), new IndexPerServer([.. matchIndex ?? new long[servers]]));
    }
}
