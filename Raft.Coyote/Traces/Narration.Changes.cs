using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces;

/// <summary>
/// What changed in a server: term, role, vote, log, progress, commitIndex. It is read off the states before and after, whatever
/// the rules meant to do.
/// </summary>
public static partial class Narration
{
    /// <summary>What a step changed in its server, in the order in which it is told.</summary>
    internal static IEnumerable<Deed> Changes(Handled handled)
    {
        var (before, after) = (StateBefore(handled), handled.After);
        return
        [
            .. TermChanges(before, after),
            .. RoleChanges(before, after),
            .. VoteChanges(before, after),
            .. LogChanges(handled, before.Log, after.Log),
            .. ProgressChanges(before.Role, after.Role),
            .. CommitChanges(before, after),
            .. Applications(handled.Effects),
            .. Skips(handled.Effects),
            .. ReadChanges(before, after),
        ];
    }

    /// <summary>After a crash nothing is left but the disk: a restart is told against what is on it.</summary>
    private static ServerState StateBefore(Handled handled) => handled.Input is Restart restart
        ? ServerState.AtStart(handled.Server, handled.After.Servers, restart.Durable)
        : handled.Before;

    private static IEnumerable<Deed> TermChanges(ServerState before, ServerState after)
    {
        if (StartsElection(before, after))
        {
            var again = before.Role is Candidate ? " again" : "";
            yield return new Deed("become", $"candidate{again} in term {after.CurrentTerm}");
        }
        else if (after.CurrentTerm != before.CurrentTerm)
        {
            yield return after.CurrentTerm > before.CurrentTerm
                ? new Deed("adopt", $"term {after.CurrentTerm}")
                : new Deed("fall", $"back to term {after.CurrentTerm}");
        }
    }

    /// <summary>A candidate alone in its cluster is its leader in the same step.</summary>
    private static bool StartsElection(ServerState before, ServerState after)
    {
        var isOfNewTerm = after.CurrentTerm > before.CurrentTerm;
        return after.Role switch
        {
            Candidate => isOfNewTerm || before.Role is not Candidate,
            Leader => isOfNewTerm && before.Role is not Leader,
            _ => false,
        };
    }

    private static IEnumerable<Deed> RoleChanges(ServerState before, ServerState after)
    {
        var isOfSameTerm = after.CurrentTerm == before.CurrentTerm;
        switch (before.Role, after.Role)
        {
            case (not Leader, Leader):
                yield return new Deed("become", $"leader of term {after.CurrentTerm}");
                break;
            case (Candidate old, Candidate now) when isOfSameTerm && now.VotesGranted != old.VotesGranted:
                yield return new Deed("count", $"the votes of {List(now.VotesGranted)}");
                break;
            case (PreCandidate old, PreCandidate now) when now.PreVotesGranted.Count > old.PreVotesGranted.Count:
                yield return new Deed("count", $"the pre-votes of {List(now.PreVotesGranted)}");
                break;
            case (not PreCandidate, PreCandidate):
                yield return new Deed("become", $"pre-candidate for term {after.CurrentTerm + 1}");
                break;
            case (not Follower, Follower now):
                yield return new Deed("convert", now.LeaderId is null ? "to follower" : $"to follower of {now.LeaderId}");
                break;
            case (Follower old, Follower now) when now.LeaderId is not null && (now != old || !isOfSameTerm):
                yield return new Deed("take", $"{now.LeaderId} for its leader");
                break;
        }
    }

    private static IEnumerable<Deed> VoteChanges(ServerState before, ServerState after)
    {
        var isOfSameTerm = after.CurrentTerm == before.CurrentTerm;
        var isNewVote = after.VotedFor is not null && (after.VotedFor != before.VotedFor || !isOfSameTerm);
        var goesWithoutSaying = after.VotedFor == after.Id && StartsElection(before, after);
        if (isNewVote && !goesWithoutSaying)
        {
            var isSecond = isOfSameTerm && before.VotedFor is not null;
            var again = isSecond ? $" after its vote for {before.VotedFor} in the same term" : "";
            yield return new Deed("vote", $"for {(after.VotedFor == after.Id ? "itself" : after.VotedFor)}{again}");
        }
        else if (isOfSameTerm && before.VotedFor is not null && after.VotedFor is null)
        {
            yield return new Deed("forget", $"its vote for {before.VotedFor}");
        }
    }

    private static IEnumerable<Deed> LogChanges(Handled handled, Log before, Log after)
    {
        var common = before.CommonPrefixWith(after);
        if (before.LastIndex > common)
        {
            yield return new Deed("delete", $"its {Entries(common + 1, before.LastIndex)}");
        }

        if (after.LastIndex > common)
        {
            yield return new Deed("append", DescribeAppended(handled.Input, after, common + 1));
        }
    }

    private static string DescribeAppended(Input input, Log log, long first)
    {
        var last = log.LastIndex;
        return input switch
        {
            Receive { Message: AppendEntries request } when first == request.PrevLogIndex + 1 && last == request.LastNewIndex =>
                first == last ? "it" : "them",
            ClientRequest request when first == last && log[last].Origin == request.Id => $"it as entry {last}@{log[last].Term}",
            _ when first == last => $"entry {last}@{log[last].Term} ({log[last].Command})",
            _ => Entries(first, last),
        };
    }

    private static IEnumerable<Deed> CommitChanges(ServerState before, ServerState after)
    {
        if (after.CommitIndex != before.CommitIndex)
        {
            yield return after.CommitIndex > before.CommitIndex
                ? new Deed("set", $"commitIndex to {after.CommitIndex}")
                : new Deed("take", $"commitIndex back to {after.CommitIndex}");
        }
    }

    private static IEnumerable<Deed> Applications(Sequence<Effect> effects)
    {
        var applied = effects.Items.OfType<Apply>().Where(apply => apply.Skipped == Skipped.No).ToList();
        if (applied.Count == 1)
        {
            yield return new Deed("apply", $"entry {applied[0].Index} ({applied[0].Entry.Command})");
        }
        else if (applied.Count > 1)
        {
            yield return new Deed("apply", Entries(applied[0].Index, applied[^1].Index));
        }
    }

    private static IEnumerable<Deed> ProgressChanges(Role before, Role after)
    {
        if (before is not Leader old || after is not Leader now)
        {
            yield break;
        }

        foreach (var deed in LeadershipChanges(old, now))
        {
            yield return deed;
        }

        for (var position = 0; position < Math.Min(old.NextIndex.Indexes.Count, now.NextIndex.Indexes.Count); position++)
        {
            var server = new ServerId(position + 1);
            var isMatchNew = now.MatchIndex[server] != old.MatchIndex[server];
            var followsMatch = isMatchNew && now.NextIndex[server] == now.MatchIndex[server] + 1;
            if (isMatchNew)
            {
                yield return new Deed("set", $"matchIndex of {server} to {now.MatchIndex[server]}");
            }

            if (now.NextIndex[server] != old.NextIndex[server] && !followsMatch)
            {
                yield return new Deed("set", $"nextIndex of {server} to {now.NextIndex[server]}");
            }
        }
    }

    /// <summary>Whom a leader heard since its election timeout last elapsed, and to whom it hands over.</summary>
    private static IEnumerable<Deed> LeadershipChanges(Leader before, Leader after)
    {
        var heard = new ServerSet(after.HeardFrom.Bits & ~before.HeardFrom.Bits);
        if (heard.Count > 0)
        {
            yield return new Deed("hear", List(heard));
        }
        else if (after.HeardFrom != before.HeardFrom)
        {
            yield return new Deed("begin", "to listen anew");
        }

        if (after.TransferTo is { } target && target != before.TransferTo)
        {
            yield return new Deed("begin", $"to hand over its leadership to {target}");
        }
        else if (before.TransferTo is { } given && after.TransferTo is null)
        {
            yield return new Deed("give", $"up to hand over its leadership to {given}");
        }
    }
}
