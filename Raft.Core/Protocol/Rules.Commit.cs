namespace Raft.Core.Protocol;

/// <summary>Sections 5.3 and 5.4.2, committing entries.</summary>
public partial class Rules
{
    /// <summary>
    /// Leaders: "If there exists an N such that N > commitIndex, a majority of matchIndex[i] ≥ N, and log[N].term == currentTerm:
    /// set commitIndex = N (sections 5.3, 5.4)".
    /// </summary>
    protected virtual ServerState AdvanceCommitIndex(ServerState state)
    {
        for (var n = state.Log.LastIndex; n > state.CommitIndex; n--)
        {
            if (MayCommit(state, n))
            {
                return state with { CommitIndex = n };
            }
        }

        return state;
    }

    /// <summary>The two conditions on N.</summary>
    protected virtual bool MayCommit(ServerState state, long n)
    {
        var isStoredOnEnough = IsStoredOnEnough(state, n);
        var isOfCurrentTerm = IsOfCurrentTerm(state, n);
        return isStoredOnEnough && isOfCurrentTerm;
    }

    /// <summary>
    /// Section 5.4.2 and Figure 8: "only log entries from the leader's current term are committed by counting replicas"; an
    /// entry of an older term commits only indirectly, with one that follows it.
    /// </summary>
    protected virtual bool IsOfCurrentTerm(ServerState state, long n) => state.Log.TermAt(n) == state.CurrentTerm;

    /// <summary>"A majority of matchIndex[i] ≥ N"; the other two rules are kept for comparison.</summary>
    protected virtual bool IsStoredOnEnough(ServerState state, long n) => Options.CommitRule switch
    {
        CommitRule.Quorum => HasQuorum(state, HoldersOf(state, n)),
        CommitRule.AllServers => HoldersOf(state, n) == state.Servers,
        _ => true,
    };

    /// <summary>The servers known to hold the leader's entry N: the leader itself, and the followers that said so.</summary>
    protected virtual ServerSet HoldersOf(ServerState state, long n)
    {
        var holders = ServerSet.Of(state.Id);
        foreach (var other in state.Others)
        {
            holders = ((Leader)state.Role).MatchIndex[other] >= n ? holders.Add(other) : holders;
        }

        return holders;
    }

    /// <summary>
    /// AppendEntries, receiver's rule 5: "If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new
    /// entry)". Past the last new entry the follower's log may still differ from the leader's.
    /// </summary>
    protected virtual long FollowerCommitIndex(ServerState state, AppendEntries request) =>
        request.LeaderCommit > state.CommitIndex
            ? Math.Max(state.CommitIndex, Math.Min(request.LeaderCommit, request.LastNewIndex))
            : state.CommitIndex;
}
