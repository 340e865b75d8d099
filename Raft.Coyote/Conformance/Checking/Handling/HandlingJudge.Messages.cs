namespace Raft.Coyote.Conformance.Checking.Handling;

/// <summary>A message arrives: what it leads to.</summary>
internal sealed partial class HandlingJudge
{
    private Refusal? Receive(Believed server, Observation seen)
    {
        var message = seen.Message;
        if ((See(server, seen) ?? CheckSent(server, message)) is { } refusal)
        {
            return refusal;
        }

        return message.Term > server.Term ? MeetNewerTerm(server, message)
            : message.Term < server.Term ? MeetOlderTerm(server, message)
            : Handle(server, message);
    }

    private Refusal? CheckSent(Believed server, WireMessage message)
    {
        if (message.To != server.Id)
        {
            return Refuse(
                server, "message for another", $"a message to {server.Name}", $"one to {cluster.NameOf(message.To)}", Paper.Network);
        }

        return cluster.Messages.MayHaveBeenSent(message) ? null
            : cluster.Messages.Waits(message) ? LeftTooEarly(server, message)
            : Refuse(
                server, "message from nowhere", "a message that was sent before", $"{message.Kind} of term {message.Term} from "
                + $"{cluster.NameOf(message.From)}, which sent none like it", Paper.Network);
    }

    /// <summary>In these traces a message leaves with the Ready that follows it, once what led to it is on disk.</summary>
    private Refusal LeftTooEarly(Believed server, WireMessage message) => Refuse(
        server, "answered before it was persisted", $"no message that {cluster.NameOf(message.From)} sent before it is Ready",
        MessageText.Of(message, cluster.NameOf), Paper.Persistent);

    /// <summary>
    /// "If a server receives a RequestVote request within the minimum election timeout of hearing from a current leader, it
    /// does not
    /// update its term or grant its vote" (dissertation, section 4.2.3). The clock is not in the trace.
    /// </summary>
    private static Refusal? MeetNewerTerm(Believed server, WireMessage message)
    {
        var mayIgnore = message.Kind == MessageKind.RequestVote && (server.HasHeardLeader || server.Role == RoleSeen.Leader);
        server.Unfinished = new(mayIgnore ? Next.AdoptTermOrIgnore : Next.AdoptTerm, message);
        return null;
    }

    /// <summary>A leader of an older term may be told of the newer one; or it is left to find out.</summary>
    private static Refusal? MeetOlderTerm(Believed server, WireMessage message)
    {
        server.Unfinished = new(message.IsFromLeader ? Next.AnswerOlderTerm : Next.Anything, message);
        return null;
    }

    /// <summary>A message of the server's own term.</summary>
    private Refusal? Handle(Believed server, WireMessage message) => message.Kind switch
    {
        MessageKind.RequestVote => Await(server, Next.Answer, message),
        MessageKind.RequestVoteReply => CountVote(server, message),
        MessageKind.AppendEntriesReply => CountMatch(server, message),
        MessageKind.HeartbeatReply => null,
        _ => HearLeader(server, message),
    };

    private Refusal? HearLeader(Believed server, WireMessage message)
    {
        if (server.Role == RoleSeen.Leader)
        {
            return Refuse(
                server, "two leaders", $"no other leader of term {server.Term}", $"{cluster.NameOf(message.From)} leads it too",
                Paper.ElectionSafety);
        }

        server.HasHeardLeader = true;
        return Await(server, server.Role == RoleSeen.Follower ? NextOfFollower(server, message) : Next.Follow, message);
    }

    private static Next NextOfFollower(Believed server, WireMessage message)
    {
        var isNewSnapshot = message.Kind == MessageKind.InstallSnapshot && message.Index > server.Commit;
        return isNewSnapshot ? Next.UseSnapshot : Next.Answer;
    }

    private static Refusal? Await(Believed server, Next next, WireMessage message)
    {
        server.Unfinished = new(next, message);
        return null;
    }

    private Refusal? AdoptTerm(Believed server, Observation seen, WireMessage message)
    {
        if (seen.Deed != Deed.BecameFollower)
        {
            return Misses(server, seen, $"that it becomes a follower in term {message.Term}");
        }

        var expected = Views.Of(server) with { Term = message.Term, Vote = Observation.None, Role = RoleSeen.Follower };
        return See(server, seen, expected) ?? Adopted(server, message);
    }

    /// <summary>
    /// One that left the candidate alone may have the same term from a message that is not logged; then it answers nothing.
    /// </summary>
    private Refusal? Adopted(Believed server, WireMessage message)
    {
        var mayBeIgnored = server.Unfinished.Next == Next.AdoptTermOrIgnore;
        (server.Term, server.Vote, server.Role) = (message.Term, Observation.None, RoleSeen.Follower);
        server.HasHeardLeader = message.IsFromLeader;
        server.Unfinished = default;
        return mayBeIgnored ? Await(server, Next.AnswerOrIgnore, message) : Handle(server, message);
    }

    private Refusal? FollowLeader(Believed server, Observation seen, WireMessage message)
    {
        if (seen.Deed != Deed.BecameFollower)
        {
            return Misses(server, seen, "that it becomes a follower");
        }

        server.Role = RoleSeen.Follower;
        return See(server, seen) ?? Await(server, NextOfFollower(server, message), message);
    }

    /// <summary>The answer says nothing but the newer term.</summary>
    private Refusal? AnswerOlderTerm(Believed server, Observation seen)
    {
        var plain = Reply(server, seen.Message.Kind, seen.Message.To);
        server.Unfinished = default;
        return See(server, seen) ?? SeeSent(server, seen, plain, Paper.OlderTerm);
    }

    private static WireMessage Reply(Believed server, MessageKind kind, int to) =>
        new(kind, server.Id, to, server.Term, 0, 0, 0, 0, false, 0);

    private Refusal? SeeSent(Believed server, Observation seen, WireMessage expected, PaperRule rule)
    {
        cluster.Messages.Add(server.Id, seen.Message);
        return seen.Message == expected ? null : Refuse(
            server, "wrong message", MessageText.Of(expected, cluster.NameOf), MessageText.Of(seen.Message, cluster.NameOf), rule);
    }
}
