using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "Each server will vote for at most one candidate in a given term" (section 5.2), crash or no crash, as long as the term has
/// no leader: after that a majority has voted, and a second vote of one of the others elects nobody (if one of that majority
/// votes again, Election Safety is there to see what comes of it). A vote is seen when it is told: in a granting reply, and in
/// the request of a candidate, who "votes for itself". Its condition is met whenever a server that voted in a term is asked for
/// a vote in that term, or asks for one, in a later step.
/// </summary>
public sealed class VoteOnce : Property
{
    private readonly Dictionary<(ServerId Voter, long Term), Vote> votes = [];

    /// <inheritdoc/>
    public override string Name => "Vote Once";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (happening is not Handled handled)
        {
            return null;
        }

        foreach (var effect in handled.Done)
        {
            if (effect is Send { Message: RequestVote or RequestVoteReply } send
                && Judge(number, handled, send.Message, history) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    private Violation? Judge(int number, Handled handled, Message message, History history)
    {
        votes.TryGetValue((handled.Server, message.Term), out var first);
        var hasVotedBefore = first is not null && first.Happening != number;
        if (hasVotedBefore && (message is RequestVote || IsAskedInTerm(handled.Input, message.Term)))
        {
            Exercise();
        }

        var isSettled = history.Elections.ContainsKey(message.Term);
        return CandidateVotedFor(message) is { } candidate && !isSettled
            ? JudgeVote(handled.Server, message.Term, first, new Vote(candidate, number))
            : null;
    }

    private Violation? JudgeVote(ServerId voter, long term, Vote? first, Vote vote)
    {
        if (first is null)
        {
            votes.Add((voter, term), vote);
            return null;
        }

        return first.Candidate == vote.Candidate ? null : Fell(
            $"in term {term} {voter} voted for {first.Candidate} and for {vote.Candidate}",
            new Fact(first.Happening, $"{voter} voted for {first.Candidate} in term {term}"),
            new Fact(vote.Happening, $"{voter} voted for {vote.Candidate} in term {term}"));
    }

    private static bool IsAskedInTerm(Input input, long term) =>
        input is Receive { Message: RequestVote request } && request.Term == term;

    /// <summary>The candidate for whom a message tells a vote; null when it tells none.</summary>
    internal static ServerId? CandidateVotedFor(Message message) => message switch
    {
        RequestVote request => request.From,
        RequestVoteReply { VoteGranted: true } reply => reply.To,
        _ => null,
    };

    private sealed record Vote(ServerId Candidate, int Happening);
}
