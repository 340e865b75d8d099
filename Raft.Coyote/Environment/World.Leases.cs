using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>
/// A server took part in a round of heartbeats that may give a leader a lease: until that is over its election timeout does not
/// elapse, as long as clocks drift no further apart than leases allow for.
/// </summary>
/// <param name="By">The server.</param>
/// <param name="To">The leader.</param>
/// <param name="Term">The leader's term.</param>
public sealed record Promise(ServerId By, ServerId To, long Term);

/// <summary>
/// Leases (section 6.4.1 of the dissertation) in a world without time: what bounded clock drift comes to is an order of
/// events. The
/// leader's clock says that the lease is over before the election timeout elapses at any server that took part in it. A crash
/// does
/// not release a server: its timeout begins anew when it comes back.
/// </summary>
public sealed partial record World
{
    /// <summary>What servers have promised by taking part in rounds.</summary>
    public Sequence<Promise> Promises { get; init; }

    /// <summary>Whether a server's election timeout may elapse: there is one left, and no lease forbids it.</summary>
    public bool MayTimeOut(ServerId server) => Left.Timeouts > 0 && (Promises.Count == 0 || LeaderPromised(server) is null);

    /// <summary>The leader that may hold a lease by a server's leave; null when there is none any more.</summary>
    public ServerId? LeaderPromised(ServerId server)
    {
        foreach (var promise in Promises)
        {
            if (promise.By == server && IsBinding(promise))
            {
                return promise.To;
            }
        }

        return null;
    }

    /// <summary>Whether a server may hold a lease, which its clock may end.</summary>
    public bool MayLapse(ServerId leader)
    {
        foreach (var promise in Promises)
        {
            if (promise.To == leader && IsBinding(promise))
            {
                return this[leader].Condition == Condition.Up;
            }
        }

        return false;
    }

    /// <summary>A leader that crashed, or that knows of a later term, holds no lease.</summary>
    private bool IsBinding(Promise promise)
    {
        var (state, condition) = (this[promise.To].State, this[promise.To].Condition);
        return condition != Condition.Down && state.Role is Leader && state.CurrentTerm == promise.Term;
    }

    private Turn Skew(ServerId server) => Happens(
        this with { Promises = PromisesWithout(server), Left = Left with { ClockSkews = Left.ClockSkews - 1 } },
        new ClockJumped(server));

    /// <summary>
    /// A round's heartbeat makes a promise, unless it is of a term that is past; an election timeout, or the end of the lease,
    /// ends it.
    /// </summary>
    private Sequence<Promise> PromisesAfter(Handled handled) => handled.Input switch
    {
        Receive { Message: AppendEntries { Round: > 0 } request }
            when handled.After.KeepsLease && handled.After.CurrentTerm == request.Term =>
            PromisesWithout(handled.Server).Add(new Promise(handled.Server, request.From, request.Term)),
        ElectionTimeout when Promises.Count > 0 => PromisesWithout(handled.Server),
        LeaseExpired => [.. Promises.Items.Where(promise => promise.To != handled.Server)],
        _ => Promises,
    };

    private Sequence<Promise> PromisesWithout(ServerId server) => [.. Promises.Items.Where(promise => promise.By != server)];
}
