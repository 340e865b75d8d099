using Raft.Core.Protocol;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Conformance.Vectors;

/// <summary>
/// Short ways to say what a vector begins with. The server is s1 and hears from s2 unless said otherwise, there are three servers
/// unless said otherwise, and an entry is told by its term and index, as in the paper's figures.
/// </summary>
internal static class Given
{
    public static readonly ServerId S1 = new(1);
    public static readonly ServerId S2 = new(2);
    public static readonly ServerId S3 = new(3);
    public static readonly ServerId S4 = new(4);
    public static readonly ServerId S5 = new(5);
    public static readonly ServerSet Three = ServerSet.FirstServers(3);

    /// <summary>Figure 2; batches have a limit that is easy to read.</summary>
    public static readonly Options Figure2 = new(MaxEntriesPerAppend: 10);

    /// <summary>A vector under Figure 2's options.</summary>
    public static Vector V(string name, string section, string sentence, ServerState state, Input input, params string[] rules) =>
        new(name, section, sentence, new Situation(Figure2, state.Servers.Count, state, input), rules);

    public static Log Log(params long[] terms) => new(Entries(1, terms));

    public static Sequence<Entry> Entries(long from, params long[] terms) =>
        [.. terms.Select((term, position) => Entry(term, from + position))];

    /// <summary>The entry that the leader of a term put at an index.</summary>
    public static Entry Entry(long term, long index) => new(term, new Put("x", $"{term}.{index}"));

    public static Entry Config(long term, Configuration configuration) => new(term, new ChangeConfiguration(configuration));

    public static ServerState Follower(
        long term, Log? log = null, ServerId? votedFor = null, ServerId? leader = null, long commit = 0, int servers = 3)
    {
        var durable = new PersistentState(term, votedFor, log ?? Core.Protocol.Log.Empty);
        var started = ServerState.AtStart(S1, ServerSet.FirstServers(servers), durable);
        return (started with { Role = new Follower(leader) }).Committed(commit);
    }

    /// <summary>A candidate that has its own vote, and perhaps others.</summary>
    public static ServerState Candidate(long term, Log? log = null, ServerId[]? votes = null, int servers = 3) =>
        Follower(term, log, S1, servers: servers) with { Role = new Candidate(ServerSet.Of([S1, .. votes ?? []])) };

    /// <summary>A leader; without other word it has just been elected, and knows nothing of the logs of the others.</summary>
    public static ServerState Leader(
        long term, Log? log = null, long[]? next = null, long[]? match = null, long commit = 0, int servers = 3)
    {
        var follower = Follower(term, log, S1, commit: commit, servers: servers);
        var afterLast = Enumerable.Repeat(follower.Log.LastIndex + 1, servers);
        return follower with
        {
            Role = new Leader(new IndexPerServer([.. next ?? [.. afterLast]]),
            new IndexPerServer([.. match ?? new long[servers]])),
        };
    }

    /// <summary>This leader with something else in its role.</summary>
    public static ServerState With(this ServerState state, Func<Leader, Leader> change) =>
        state with { Role = change((Leader)state.Role) };

    /// <summary>This server, having applied the first entries of its log.</summary>
    public static ServerState Committed(this ServerState state, long index)
    {
        var store = state.StateMachine;
        for (var applied = state.LastApplied + 1; applied <= index; applied++)
        {
            store = store.Apply(state.Log[applied].Command).Store;
        }

        return index <= state.CommitIndex ? state : state with { CommitIndex = index, LastApplied = index, StateMachine = store };
    }

    public static Receive AskVote(long term, long lastIndex, long lastTerm, bool isTransfer = false) =>
        new(new RequestVote(S2, S1, term, lastIndex, lastTerm) { IsTransfer = isTransfer });

    public static Receive Vote(long term, bool granted = true, ServerId? from = null) =>
        new(new RequestVoteReply(from ?? S2, S1, term, granted));

    public static Receive Append(long term, long prevIndex, long prevTerm, long commit = 0, params Entry[] entries) =>
        new(new AppendEntries(S2, S1, term, prevIndex, prevTerm, [.. entries], commit));

    public static Receive Success(long term, long prev, long match, ServerId? from = null, long round = 0) =>
        new(new AppendEntriesReply(from ?? S2, S1, term, Success: true, prev, match) { Round = round });

    public static Receive Refusal(long term, long prev, Conflict? conflict = null, long round = 0) =>
        new(new AppendEntriesReply(S2, S1, term, Success: false, prev, MatchIndex: 0, conflict) { Round = round });

    /// <summary>A request of client c1.</summary>
    public static ClientRequest Ask(Command? command = null, int number = 1, int client = 1) =>
        new(new RequestId(new ClientId(client), number), command ?? new Put("x", "new"));
}
