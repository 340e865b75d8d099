using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Exploration;

/// <summary>
/// How servers stand to each other when it takes few more steps to break what the paper's argument rests on. With the rules as
/// they are some of these are rare, and some cannot be; each is a stage on the way to the next.
/// </summary>
[Flags]
internal enum Omen
{
    /// <summary>Nothing out of the ordinary.</summary>
    None = 0,

    /// <summary>
    /// A voter holds a committed entry that its choice lacks, and with this vote and others that it could get the choice would
    /// have a majority: what keeps it from being elected is that votes are for one term only.
    /// </summary>
    LackingChoice = 1,

    /// <summary>As before, and the vote is for a term that the choice has not come to.</summary>
    VoteInAdvance = 2 | LackingChoice,

    /// <summary>As before, and the choice stands in the term of the vote, later than the entry was committed.</summary>
    LateVote = 4 | VoteInAdvance,

    /// <summary>An acknowledgement is on its way, from an earlier term, of what the two no longer have in common.</summary>
    OldAcknowledgement = 8,

    /// <summary>As before, and the receiver's log ends before, or has an entry of its current term there.</summary>
    LostAcknowledgement = 16 | OldAcknowledgement,

    /// <summary>As before, and the receiver leads.</summary>
    AcknowledgementToLeader = 32 | LostAcknowledgement,

    /// <summary>As before, and it covers an entry of the leader's own term, which the sender lacks.</summary>
    AcknowledgementOfNew = 64 | AcknowledgementToLeader,

    /// <summary>A leader's matchIndex of a follower is past the end of its own log.</summary>
    MatchPastEnd = 128,

    /// <summary>A leader counts a follower that lacks it for an entry of its own term.</summary>
    FalseMatch = 256 | MatchPastEnd,

    /// <summary>A server that a lease binds knows of no leader in the lease's term: it has been started since.</summary>
    BoundAnew = 512,

    /// <summary>While a lease binds, somebody stands for election in a later term.</summary>
    LaterCandidate = 1024,

    /// <summary>While a lease binds, there is a leader of a later term.</summary>
    LaterLeader = 2048 | LaterCandidate,

    /// <summary>
    /// A server's log goes on past an entry that conflicts with the last one that another server has discarded.
    /// </summary>
    TailInConflict = 4096,

    /// <summary>There are two such servers, and their tails are of the same term.</summary>
    TwoTailsInConflict = 8192 | TailInConflict,

    /// <summary>A snapshot is on its way to a server whose log goes on past an entry that conflicts with it.</summary>
    SnapshotToTail = 16384,
}

/// <summary>Finds the omens of a world.</summary>
internal static partial class Omens
{
    /// <summary>Whether there may be other omens after an event than before: most events change nothing of it.</summary>
    public static bool MayChange(Handled handled)
    {
        var (before, after) = (handled.Before, handled.After);
        var isAmiss = handled.Crash is not null || handled.Input is Restart;
        var hasMoved = before.CurrentTerm != after.CurrentTerm || before.VotedFor != after.VotedFor;
        var leads = after.Role is Leader && !ReferenceEquals(before.Role, after.Role);
        var isCut = after.Log.LastIndex <= before.Log.LastIndex;
        var hasNew = !ReferenceEquals(before.Log, after.Log) && (after.Role is Leader || isCut);
        return isAmiss || hasMoved || leads || hasNew || OfSnapshotsMayChange(handled);
    }

    /// <summary>All omens of a world.</summary>
    public static Omen In(World world)
    {
        var (omens, committed) = (OfLeases(world) | OfTails(world), LastCommitted(world));
        foreach (var host in world.Hosts)
        {
            omens |= OfVote(world, host, committed) | OfMatches(world, host);
        }

        foreach (var link in world.Network.Links)
        {
            foreach (var envelope in link.OnTheWay)
            {
                omens |= envelope.Message switch
                {
                    AppendEntriesReply { Success: true } reply => OnTheWay(world, reply),
                    InstallSnapshot snapshot => OnTheWay(world, snapshot),
                    _ => Omen.None,
                };
            }
        }

        return omens;
    }

    /// <summary>What a server has now, or will have when it comes back.</summary>
    private static PersistentState Own(Host host) => host.Condition == Condition.Down ? host.Disk.Synced : host.State.Persistent;

    private static Omen OfVote(World world, Host host, (long Index, long Term) committed)
    {
        var own = Own(host);
        if (own.VotedFor is not { } choice || choice == host.State.Id)
        {
            return Omen.None;
        }

        var chosen = Own(world[choice]);
        var (index, term) = committed;
        var isLacking = own.Log.TermAt(index) == term && chosen.Log.TermAt(index) != term;
        return !isLacking || chosen.CurrentTerm > own.CurrentTerm || !CouldWin(world, chosen, host) ? Omen.None
            : chosen.CurrentTerm < own.CurrentTerm ? Omen.VoteInAdvance
            : chosen.CurrentTerm > term ? Omen.LateVote : Omen.LackingChoice;
    }

    /// <summary>The last entry that anybody knows to be committed: its index and its term.</summary>
    private static (long Index, long Term) LastCommitted(World world)
    {
        ServerState? furthest = null;
        foreach (var host in world.Hosts)
        {
            furthest = furthest is null || host.State.CommitIndex > furthest.CommitIndex ? host.State : furthest;
        }

        var index = furthest?.CommitIndex ?? 0;
        return (index, furthest?.Log.TermAt(index) ?? 0);
    }

    /// <summary>Whether a voter and those that have neither come further than the one it chose would be a majority.</summary>
    private static bool CouldWin(World world, PersistentState chosen, Host voter)
    {
        var votes = 1;
        foreach (var host in world.Hosts)
        {
            var own = Own(host);
            var isOther = host.State.Id != voter.State.Id;
            var wouldVote = Electorate.IsUpToDate(chosen.Log.LastTerm, chosen.Log.LastIndex, own.Log);
            votes += isOther && own.CurrentTerm <= chosen.CurrentTerm && wouldVote ? 1 : 0;
        }

        return votes * 2 > world.Hosts.Count;
    }

    private static bool IsLatest(World world, long term)
    {
        foreach (var host in world.Hosts)
        {
            if (Own(host).CurrentTerm > term)
            {
                return false;
            }
        }

        return true;
    }

    private static Omen OfMatches(World world, Host host)
    {
        var omens = Omen.None;
        if (host is { Condition: not Condition.Down, State: { Role: Leader leader } state })
        {
            foreach (var other in state.Others)
            {
                omens |= OfMatch(state, leader.MatchIndex[other], Own(world[other]));
            }
        }

        return omens;
    }

    private static Omen OfMatch(ServerState leader, long match, PersistentState follower)
    {
        var index = Math.Min(match, leader.Log.LastIndex);
        var isOwn = index > leader.CommitIndex && leader.Log.TermAt(index) == leader.CurrentTerm;
        var mayHaveLost = follower.CurrentTerm > leader.CurrentTerm;
        var isFalse = isOwn && !mayHaveLost && follower.Log.TermAt(index) != leader.CurrentTerm;
        return (isFalse ? Omen.FalseMatch : Omen.None) | (match > leader.Log.LastIndex ? Omen.MatchPastEnd : Omen.None);
    }

    private static Omen OnTheWay(World world, AppendEntriesReply reply)
    {
        var (own, sent, index) = (Own(world[reply.To]), Own(world[reply.From]).Log, reply.MatchIndex);
        var isShared = sent.Contains(index) && sent.TermAt(index) == own.Log.TermAt(index);
        return reply.Term >= own.CurrentTerm || index == 0 || isShared ? Omen.None : OfOld(world, world[reply.To], index);
    }

    /// <summary>What an old acknowledgement, up to an index, can do to the server that it is on its way to.</summary>
    private static Omen OfOld(World world, Host host, long index)
    {
        var own = Own(host);
        var isNew = own.Log.TermAt(Math.Min(index, own.Log.LastIndex)) == own.CurrentTerm;
        var isLost = own.Log.LastIndex < index || isNew;
        var leads = host is { Condition: not Condition.Down, State.Role: Leader } && IsLatest(world, own.CurrentTerm);
        return !isLost ? Omen.OldAcknowledgement
            : !leads ? Omen.LostAcknowledgement
            : isNew ? Omen.AcknowledgementOfNew : Omen.AcknowledgementToLeader;
    }
}
