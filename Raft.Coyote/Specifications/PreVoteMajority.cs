using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "A candidate only increments its term if it first learns from a majority of the cluster that they would be willing to grant
/// the candidate their votes (if the candidate's log is sufficiently up-to-date, and the voters have not received heartbeats from
/// a valid leader ...)" (section 9.6 of the dissertation). Where pre-votes are used, a server asks for votes in a term only when
/// a majority, itself included, said so about that very term; and who says so hears no leader, is in an earlier term, and its log
/// is not more up-to-date. One that stands at its leader's order needs no pre-vote (section 3.10). Its condition is met whenever
/// a server says so, or asks for votes.
/// </summary>
public sealed class PreVoteMajority : Property
{
    private readonly Dictionary<(ServerId Candidate, long Term), ServerSet> willing = [];
    private bool arePreVotesUsed;

    /// <inheritdoc/>
    public override string Name => "Pre-Vote Majority";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (happening is not Handled handled)
        {
            return null;
        }

        arePreVotesUsed |= handled.After.Role is PreCandidate;
        return arePreVotesUsed ? Judge(number, handled) : null;
    }

    private Violation? Judge(int number, Handled handled)
    {
        foreach (var effect in handled.Done)
        {
            var violation = (effect as Send)?.Message switch
            {
                PreVoteReply { VoteGranted: true } reply => JudgeVoter(number, handled, reply),
                RequestVote { IsTransfer: false } request => JudgeCandidate(number, handled, request),
                _ => null,
            };
            if (violation is not null)
            {
                return violation;
            }
        }

        return null;
    }

    private Violation? JudgeVoter(int number, Handled handled, PreVoteReply reply)
    {
        Exercise();
        willing[(reply.To, reply.NextTerm)] = Willing(reply.To, reply.NextTerm).Add(reply.From);
        return WhyUnwilling(handled) is not { } reason ? null : Fell(
            $"{reply.From} said that it would vote for {reply.To} in term {reply.NextTerm}, although {reason}",
            new Fact(number, $"{reply.From} said so, although {reason}"));
    }

    private static string? WhyUnwilling(Handled handled)
    {
        var state = handled.Before;
        return handled.Input switch
        {
            Receive { Message: PreVote request } when request.NextTerm <= state.CurrentTerm => $"its term is {state.CurrentTerm}",
            Receive { Message: PreVote } when state.HearsLeader => "it hears a leader",
            Receive { Message: PreVote request } when IsBehind(request, state.Log) => $"its own log is more up-to-date: {state.Log}",
            _ => null,
        };
    }

    private static bool IsBehind(PreVote request, Log log) =>
        !Electorate.IsUpToDate(request.LastLogTerm, request.LastLogIndex, log);

    private Violation? JudgeCandidate(int number, Handled handled, RequestVote request)
    {
        Exercise();
        var supporters = Willing(request.From, request.Term);
        return handled.After.Configuration.HasQuorum(supporters) ? null : Fell(
            $"{request.From} stands for election in term {request.Term}, and only {supporters} would vote for it",
            new Fact(number, $"{request.From} asked for votes in term {request.Term}"));
    }

    private ServerSet Willing(ServerId candidate, long term) =>
        willing.GetValueOrDefault((candidate, term), ServerSet.Of(candidate));
}
