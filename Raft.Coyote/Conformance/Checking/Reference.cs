using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Checking;

/// <summary>
/// The reference's own conditions, asked about states of which a trace shows only a part. What a condition does not look at, a
/// log's entries before the last for example, is left out of the state that it is asked about.
/// </summary>
internal sealed class Reference() : Rules(new Options())
{
    private static readonly Reference Rules = new();

    /// <summary>RequestVote, receiver's rule 2.</summary>
    public static bool MayGrantVote(int voter, long term, int vote, TermLog log, WireMessage request)
    {
        var known = log.LastTerm == TermLog.Unknown ? request.LogTerm : log.LastTerm;
        var durable = new PersistentState(term, vote == 0 ? null : new ServerId(vote), EndingAt(log.LastIndex, known));
        var asked = new RequestVote(new(request.From), new(request.To), request.Term, request.Index, request.LogTerm);
        return Rules.MayGrantVote(StateOf(voter, default, durable, new Follower()), asked);
    }

    /// <summary>AppendEntries, receiver's rule 2.</summary>
    public static bool MatchesPrevious(TermLog log, long prevLogIndex, long prevLogTerm)
    {
        var known = log.TermAt(prevLogIndex) == TermLog.Unknown ? prevLogTerm : log.TermAt(prevLogIndex);
        var window = log.Contains(prevLogIndex) ? Only(prevLogIndex, known) : EndingAt(log.LastIndex, log.LastTerm);
        return prevLogIndex == 0 || Rules.MatchesPrevious(window, Append(prevLogIndex, prevLogTerm, 0));
    }

    /// <summary>AppendEntries, receiver's rule 5.</summary>
    public static long FollowerCommitIndex(long commit, long lastNewIndex, long leaderCommit)
    {
        var state = StateOf(1, default, PersistentState.FirstBoot, new Follower()) with { CommitIndex = commit };
        return Rules.FollowerCommitIndex(state, Append(lastNewIndex, 0, leaderCommit));
    }

    /// <summary>Leaders: the two conditions on N.</summary>
    public static bool MayCommit(Believed leader, long n) => Rules.MayCommit(StateOf(leader, n), n);

    /// <summary>The first of these conditions alone.</summary>
    public static bool IsStored(Believed leader, long n) => Rules.IsStoredOnEnough(StateOf(leader, n), n);

    private static ServerState StateOf(Believed leader, long n)
    {
        var match = new Sequence<long>([.. leader.Configuration.AllVoters.Members.Select(voter => leader.Match[voter.Number])]);
        var role = new Leader(new IndexPerServer(match), new IndexPerServer(match));
        var term = leader.Log.TermAt(n) == TermLog.Unknown ? leader.Term : leader.Log.TermAt(n);
        var durable = new PersistentState(leader.Term, new ServerId(leader.Id), Only(n, term));
        return StateOf(leader.Id, leader.Configuration.ForReference(), durable, role);
    }

    /// <summary>
    /// The leader holds what it has said to itself that it holds: a format may show when its own disk has an entry.
    /// </summary>
    protected override ServerSet HoldersOf(ServerState state, long n)
    {
        var (holders, role) = (ServerSet.Empty, (Leader)state.Role);
        foreach (var server in state.Configuration.Members)
        {
            holders = role.MatchIndex[server] >= n ? holders.Add(server) : holders;
        }

        return holders;
    }

    private static ServerState StateOf(int server, Configuration configuration, PersistentState durable, Role role)
    {
        var snapshot = configuration.Voters.Count == 0
            ? null
            : new Snapshot(0, 0, configuration, KeyValueStore.Empty, default);
        return new ServerState(
            new ServerId(server), configuration.Voters, durable with { Snapshot = snapshot }, 0, 0, KeyValueStore.Empty, role);
    }

    private static AppendEntries Append(long prevLogIndex, long prevLogTerm, long leaderCommit) =>
        new(new(1), new(1), 0, prevLogIndex, prevLogTerm, [], leaderCommit);

    /// <summary>A log of which only the end is known.</summary>
    private static Log EndingAt(long lastIndex, long lastTerm) => new([]) { PrevIndex = lastIndex, PrevTerm = lastTerm };

    /// <summary>A log of which one entry is known.</summary>
    private static Log Only(long index, long term) => new([new Entry(term, new NoOp())]) { PrevIndex = index - 1 };
}
