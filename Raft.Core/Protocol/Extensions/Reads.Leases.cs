namespace Raft.Core.Protocol;

/// <summary>
/// The leader's clock says that the lease is over that any round until now may have given it: a lease begins when its round
/// begins, and lasts one least election timeout, less what clocks may drift apart (section 6.4.1). The rules have no clock;
/// whoever
/// drives them sees to it that no server that answered such a round has its election timeout elapse before this comes.
/// </summary>
public sealed record LeaseExpired : Input;

public partial record Leader
{
    /// <summary>The last round whose lease is over.</summary>
    public long LapsedRound { get; init; }

    /// <summary>Whether it may hold no lease in this term any more, for it has begun to hand over its leadership.</summary>
    public bool ForgoesLease { get; init; }
}

public sealed partial record ServerState
{
    /// <summary>
    /// Whether a leader may hold a lease by this server's leave: it heard from one, and its election timeout has not elapsed
    /// since.
    /// </summary>
    public bool KeepsLease { get; init; }
}

/// <summary>
/// Section 6.4.1, "using clocks to reduce messaging for read-only queries". "The lease approach assumes a bound on clock drift
/// across
/// servers": with a greater one it returns stale answers.
/// </summary>
public partial class Rules
{
    /// <summary>A leader that holds a lease, and has committed in its term, needs no round for a read.</summary>
    private bool MayReadOnLease(ServerState state) =>
        Options.Reads == ReadRule.Lease && HasCommittedInItsTerm(state) && HoldsLease((Leader)state.Role);

    /// <summary>
    /// "Once the leader's heartbeats were acknowledged by a majority of the cluster, the leader would extend its lease": a lease
    /// counts from when the round began, so answers that come late give none.
    /// </summary>
    protected virtual bool HoldsLease(Leader leader) => leader.ConfirmedRound > leader.LapsedRound && !IsHandedOver(leader);

    /// <summary>
    /// An election that the leader ordered (section 3.10) waits for no timeout. The order may be on its way still when the
    /// transfer was given up, so for the rest of its term the leader holds no lease.
    /// </summary>
    protected virtual bool IsHandedOver(Leader leader) => leader.ForgoesLease || leader.TransferTo is not null;

    private static ServerState WithLeaseForgone(ServerState state) =>
        state.Role is Leader { TransferTo: not null, ForgoesLease: false } leader
            ? state with { Role = leader with { ForgoesLease = true } }
            : state;

    /// <summary>The clock of a leader goes on.</summary>
    protected virtual Step OnLeaseExpired(ServerState state) => state.Role is Leader leader
        ? Step.From(state with { Role = leader with { LapsedRound = leader.Round } })
        : Step.From(state);

    /// <summary>
    /// "The leader would use the normal heartbeat mechanism to maintain a lease": each heartbeat begins a round, unless it
    /// repeats one that may still give a lease.
    /// </summary>
    private ServerState AtHeartbeat(ServerState state)
    {
        var isUnderWay = state.Role is Leader leader && leader.Round > leader.ConfirmedRound && leader.Round > leader.LapsedRound;
        return Options.Reads != ReadRule.Lease || isUnderWay ? state : WithNextRound(state);
    }

    /// <summary>
    /// "If a server receives a RequestVote request within the minimum election timeout of hearing from a current leader, it does
    /// not update its term or grant its vote" (section 4.2.3). A lease rests on it, more than <see cref="Options.CheckQuorum"/>
    /// gives: the server may know of a later term, and so of no leader, while the leader of the earlier one holds a lease.
    /// Whoever stands at the leader's own order is let through: that leader holds no lease any more.
    /// </summary>
    protected virtual bool IsKeptFromVoting(ServerState state, Message message) =>
        message is RequestVote { IsTransfer: false } && state.KeepsLease;

    /// <summary>
    /// It begins with a round's heartbeat and ends with the election timeout. What comes in between does not end it, not even
    /// a later
    /// term: the leader of the earlier one may not know of that term yet.
    /// </summary>
    private ServerState WithLeaseKept(ServerState state, Input input) => Options.Reads != ReadRule.Lease ? state : input switch
    {
        Receive { Message: AppendEntries { Round: > 0 } request } when request.Term == state.CurrentTerm =>
            state with { KeepsLease = true },
        ElectionTimeout => state with { KeepsLease = false },
        Restart => state with { KeepsLease = KeepsLeaseAfterRestart },
        _ => state,
    };

    /// <summary>
    /// A server that restarts does not know what it answered before: it waits one election timeout before it votes. (etcd does
    /// not: a server that knows no leader votes at once, and a restarted one knows none.)
    /// </summary>
    protected virtual bool KeepsLeaseAfterRestart => true;
}
