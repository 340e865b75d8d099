using Raft.Core.Protocol;

namespace Raft.Tests.Protocol;

/// <summary>A leader and a follower talk until they have nothing left to say; each message arrives once, and in order.</summary>
/// <param name="Leader">The leader after it.</param>
/// <param name="Follower">The follower after it.</param>
/// <param name="RoundTrips">How many AppendEntries the follower answered.</param>
internal sealed record Exchange(ServerState Leader, ServerState Follower, int RoundTrips)
{
    /// <summary>Talks on from a step of the leader.</summary>
    public static Exchange From(Step leader, ServerState follower, Options options)
    {
        var roundTrips = 0;
        for (var request = RequestTo(follower, leader); request is not null; request = RequestTo(follower, leader))
        {
            var answer = follower.Receives(request, options);
            follower = answer.State;
            leader = leader.State.Receives(answer.Sent().Single(), options);
            roundTrips++;
        }

        return new Exchange(leader.State, follower, roundTrips);
    }

    private static Message? RequestTo(ServerState follower, Step leader) =>
        leader.Sent().SingleOrDefault(message => message.To == follower.Id);
}
