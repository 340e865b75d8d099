using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Checking.Handling;

/// <summary>Sections 5.1 and 5.2: followers, candidates, votes, leaders.</summary>
internal sealed partial class HandlingJudge
{
    /// <summary>A cluster may begin with a first configuration in its logs, in this term, that nobody was elected in.</summary>
    private const long TermOfBootstrap = 1;

    /// <summary>
    /// A server may step back at any time: a leader that hears no majority, one that was refused pre-votes. A newer term it
    /// can only
    /// have from a server that is in it, by a message that is not logged.
    /// </summary>
    private Refusal? BecomeFollower(Believed server, Observation seen)
    {
        var isNewer = seen.View.Term > server.Term;
        if (isNewer && seen.View.Term > Math.Max(cluster.Terms.Greatest, TermOfBootstrap))
        {
            return Refuse(
                server, "term from nowhere", $"a term of at most {cluster.Terms.Greatest}, the greatest so far",
                $"term {seen.View.Term}", Paper.AdoptTerm);
        }

        SeeStepDown(server, seen);
        server.Role = RoleSeen.Follower;
        if (isNewer)
        {
            (server.Term, server.Vote, server.HasHeardLeader) = (seen.View.Term, Observation.None, false);
        }

        return See(server, seen);
    }

    private void SeeStepDown(Believed server, Observation seen)
    {
        if (server.Role == RoleSeen.Leader && seen.View.Term == server.Term)
        {
            cluster.Options.Add(OptionsSeen.StepDown);
        }
    }

    private Refusal? BecomeCandidate(Believed server, Observation seen)
    {
        if (server.Role == RoleSeen.Leader || !MayStand(server))
        {
            return Refuse(
                server, "wrong candidate", "no candidacy of a leader, nor of one that does not vote", seen.Name, Paper.ToCandidate);
        }

        var expected = Views.Of(server) with { Term = server.Term + 1, Vote = server.Id, Role = RoleSeen.Candidate };
        if (See(server, seen, expected) is { } refusal)
        {
            return refusal;
        }

        (server.Term, server.Vote, server.Role) = (server.Term + 1, server.Id, RoleSeen.Candidate);
        (server.Granted, server.Refused, server.HasHeardLeader) = (default, default, false);
        return null;
    }

    private static bool MayStand(Believed server) =>
        server.Configuration.AllVoters.Count == 0 || server.Configuration.AllVoters.Contains(new ServerId(server.Id));

    /// <summary>The first answer of a server counts.</summary>
    private Refusal? CountVote(Believed server, WireMessage reply)
    {
        var voter = new ServerId(reply.From);
        if (server.Role != RoleSeen.Candidate || server.Granted.Or(server.Refused).Contains(voter))
        {
            return null;
        }

        server.Granted = reply.IsRefusal ? server.Granted : server.Granted.Add(voter);
        server.Refused = reply.IsRefusal ? server.Refused.Add(voter) : server.Refused;
        var isElected = server.Configuration.HasQuorum(server.Granted);
        var isLost = !server.Configuration.HasQuorum(server.Configuration.AllVoters.Except(server.Refused));
        return Await(server, isElected ? Next.BecomeLeader : isLost ? Next.GiveUp : Next.Anything, reply);
    }

    private Refusal? BecomeLeader(Believed server, Observation seen)
    {
        if (seen.Deed != Deed.BecameLeader)
        {
            return Misses(server, seen, "that it becomes leader, for a majority voted for it");
        }

        server.Unfinished = default;
        server.Role = RoleSeen.Leader;
        return See(server, seen) ?? Lead(server);
    }

    private Refusal? Lead(Believed server)
    {
        var record = cluster.Terms.Of(server.Term);
        if (record.Leader != Observation.None && record.Leader != server.Id)
        {
            return Refuse(
                server, "two leaders", $"no other leader of term {server.Term}", $"{cluster.NameOf(record.Leader)} leads it too",
                Paper.ElectionSafety);
        }

        cluster.Terms.Leads(server);
        server.ResetProgress();
        (server.CommitBeforeChange, server.Changes) = (server.Log.LastIndex, default);
        return null;
    }

    private Refusal? GiveUp(Believed server, Observation seen)
    {
        if (seen.Deed != Deed.BecameFollower)
        {
            return Misses(server, seen, "that it gives up, for a majority refused it");
        }

        server.Unfinished = default;
        server.Role = RoleSeen.Follower;
        return See(server, seen);
    }

    /// <summary>
    /// A vote that Figure 2 grants may still be refused by a server that has heard a leader of the term; one that Figure 2
    /// refuses
    /// may not be granted.
    /// </summary>
    private Refusal? AnswerVote(Believed server, Observation seen, WireMessage request)
    {
        var mayGrant = Reference.MayGrantVote(server.Id, server.Term, server.Vote, server.Log, request);
        var mayRefuse = !mayGrant || server.HasHeardLeader || server.Log.LastTerm == TermLog.Unknown;
        var isRefusal = seen.Message.IsRefusal ? mayRefuse : !mayGrant;
        var expected = Reply(server, MessageKind.RequestVoteReply, request.From) with { IsRefusal = isRefusal };
        var rule = server.Vote != Observation.None && server.Vote != request.From ? Paper.OneVote : Paper.GrantVote;
        var refusal = See(server, seen) ?? SeeSent(server, seen, expected, rule);
        SeeStickiness(mayGrant && isRefusal);
        server.Vote = isRefusal ? server.Vote : request.From;
        return refusal;
    }

    private void SeeStickiness(bool isSeen)
    {
        if (isSeen)
        {
            cluster.Options.Add(OptionsSeen.Stickiness);
        }
    }
}
