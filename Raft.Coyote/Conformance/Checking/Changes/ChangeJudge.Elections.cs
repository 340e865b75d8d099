using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Checking.Changes;

/// <summary>Terms, votes and roles.</summary>
internal sealed partial class ChangeJudge
{
    /// <summary>What the server is said to have had before the change; several lines may tell of one change.</summary>
    private readonly Dictionary<int, (View Old, View New)> changes = [];

    private Refusal? SeeBefore(Believed server, Observation seen)
    {
        var now = Views.Of(server);
        var last = changes.GetValueOrDefault(server.Id, (now, now));
        var old = seen.View == last.Item2 ? last.Item1 : now;
        changes[server.Id] = (old, seen.View);
        var known = seen.Name switch
        {
            "TermChange" => old.Term,
            "Commit" => old.Commit,
            _ => old.LastIndex,
        };
        return seen.Before is not { } came || came == known ? null : cluster.Refuse(
            server, "wrong value before", $"{seen.Name} from {known}", $"from {came}", Paper.TermIncreases);
    }

    /// <summary>A new term begins with a candidate; all others have it from one.</summary>
    private Refusal? SeeTerm(Believed server, Observation seen)
    {
        var (old, term) = (server.Term, seen.View.Term);
        var stands = seen.View.Vote == server.Id;
        var most = IsSomebodyHidden(term) ? term : Math.Max(old, cluster.Terms.Greatest) + (stands ? 1 : 0);
        if (term < old || term > most)
        {
            return cluster.Refuse(
                server, term < old ? "term went back" : "term from nowhere", $"a term from {old} to {most}", $"term {term}",
                term < old ? Paper.TermIncreases : Paper.AdoptTerm);
        }

        if (term > old)
        {
            LeaveTerm(server);
            (server.Term, server.Vote, server.Granted) = (term, Observation.None, default);
        }

        return null;
    }

    private bool IsSomebodyHidden(long term) => cluster.Servers.Any(server => server.MayHide(term));

    /// <summary>
    /// What it holds of the leader's log now it may have told the leader; in a newer term it tells that one no more.
    /// </summary>
    private void LeaveTerm(Believed server)
    {
        if (cluster.Terms.Find(server.Term) is { } record)
        {
            record.Held[server.Id] = server.Log.CommonWith(record.Log);
        }
    }

    private Refusal? SeeVote(Believed server, Observation seen)
    {
        var vote = seen.View.Vote;
        if (vote == server.Vote)
        {
            return null;
        }

        if (server.Vote != Observation.None || vote == Observation.None)
        {
            return cluster.Refuse(
                server, "voted twice", $"the vote of term {server.Term}, for {cluster.NameOf(server.Vote)}",
                $"one for {cluster.NameOf(vote)}", Paper.OneVote);
        }

        var refusal = vote == server.Id ? null : SeeVoteFor(server, vote);
        server.Vote = vote;
        return refusal;
    }

    private Refusal? SeeVoteFor(Believed server, int candidate)
    {
        if (cluster.Terms.Find(server.Term)?.Candidates.TryGetValue(candidate, out var log) is not true)
        {
            return cluster.Find(candidate)?.MayHide(server.Term) ?? false ? null : cluster.Refuse(
                server, "vote for no candidate", $"a vote for a candidate of term {server.Term}",
                $"one for {cluster.NameOf(candidate)}, which did not stand", Paper.GrantVote);
        }

        var request = new WireMessage(
            MessageKind.RequestVote, candidate, server.Id, server.Term, log.LastIndex, log.LastTerm, 0, 0, false, 0);
        var isKnown = log.LastTerm != TermLog.Unknown;
        return !isKnown || Reference.MayGrantVote(server.Id, server.Term, server.Vote, server.Log, request) ? null : cluster.Refuse(
            server, "vote for a stale log", $"no vote for {cluster.NameOf(candidate)}, whose last entry was {log.LastIndex} of "
            + $"term {log.LastTerm}", "the vote", Paper.GrantVote);
    }

    private Refusal? SeeRole(Believed server, Observation seen, View before)
    {
        var isNew = seen.View.Role != before.Role || seen.View.Term != before.Term;
        server.Role = seen.View.Role;
        return !isNew ? null : server.Role switch
        {
            RoleSeen.Leader => SeeElected(server),
            RoleSeen.Candidate when server.Vote != server.Id => cluster.Refuse(
                server, "wrong candidate", "a candidate's vote for itself", $"one for {cluster.NameOf(server.Vote)}",
                Paper.ToCandidate),
            _ => null,
        };
    }

    private Refusal? SeeElected(Believed server)
    {
        var record = cluster.Terms.Of(server.Term);
        if (record.Leader != Observation.None && record.Leader != server.Id)
        {
            return cluster.Refuse(
                server, "two leaders", $"no other leader of term {server.Term}", $"{cluster.NameOf(record.Leader)} leads it too",
                Paper.ElectionSafety);
        }

        record.Votes[server.Id] = server.Vote;
        var votes = VotesFor(server, record);
        server.ResetProgress();
        return ConfigurationOf(server).HasQuorum(votes) ? null : cluster.Refuse(
            server, "leader without a majority", $"the votes of a majority of {cluster.NamesOf(ConfigurationOf(server).AllVoters)}",
            $"those of {cluster.NamesOf(votes)}", Paper.Elected);
    }

    /// <summary>The votes that it was told of, and its own; or, without messages, of all that may have voted for it.</summary>
    private ServersSeen VotesFor(Believed server, TermRecord record)
    {
        var voters = cluster.Servers.Where(other => MayHaveVoted(other, record, server.Id)).Select(other => new ServerId(other.Id));
        return TellsMessages ? server.Granted.Add(new ServerId(server.Id)) : ServersSeen.Of(voters);
    }

    private static bool MayHaveVoted(Believed voter, TermRecord record, int candidate) =>
        record.Votes.TryGetValue(voter.Id, out var vote) && vote != Observation.None
            ? vote == candidate
            : voter.MayHide(record.Term);
}
