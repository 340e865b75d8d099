namespace Raft.Coyote.Conformance.Checking.Handling;

/// <summary>What was begun with a message goes on.</summary>
internal sealed partial class HandlingJudge
{
    /// <summary>
    /// Whether what was begun, if anything, is over without another word, for what was logged does not belong to it.
    /// </summary>
    private static bool MayEndSilently(Believed server, Observation seen)
    {
        var message = server.Unfinished.Message;
        return server.Unfinished.Next switch
        {
            Next.Anything => server.Appending.Least == 0 || seen.Deed is Deed.Appending or Deed.ChangingConfiguration or Deed.Sent,
            Next.AdoptTermOrIgnore => seen.Deed != Deed.BecameFollower || seen.View.Term != message.Term,
            Next.AnswerOrIgnore => !AnswersTo(seen, message),
            Next.AnswerOlderTerm => !AnswersOlderTerm(seen, message),
            Next.MayLookAtCommit => seen.Deed != Deed.Committed,
            _ => false,
        };
    }

    private Refusal? Finish(Believed server, Observation seen)
    {
        var (next, message) = server.Unfinished;
        return next switch
        {
            Next.AdoptTerm or Next.AdoptTermOrIgnore => AdoptTerm(server, seen, message),
            Next.Follow => FollowLeader(server, seen, message),
            Next.Answer or Next.AnswerOrIgnore => AnswersTo(seen, message)
                ? Answer(server, seen, message)
                : Misses(server, seen, "its answer"),
            Next.AnswerOlderTerm => AnswerOlderTerm(server, seen),
            Next.BecomeLeader => BecomeLeader(server, seen),
            Next.GiveUp => GiveUp(server, seen),
            Next.LookAtCommit or Next.MayLookAtCommit => LookAtCommit(server, seen),
            Next.UseSnapshot => UseSnapshot(server, seen, message),
            _ => Misses(server, seen, "that it appends the entry"),
        };
    }

    /// <summary>Whether something that was logged is the answer to a message.</summary>
    private static bool AnswersTo(Observation seen, WireMessage message) =>
        seen.Deed == Deed.Sent && seen.Message.To == message.From && seen.Message.Kind == AnswerTo(message.Kind);

    private static bool AnswersOlderTerm(Observation seen, WireMessage message) =>
        seen is { Deed: Deed.Sent, Message.Kind: MessageKind.AppendEntriesReply } && seen.Message.To == message.From;

    private static MessageKind AnswerTo(MessageKind request) => request switch
    {
        MessageKind.RequestVote => MessageKind.RequestVoteReply,
        MessageKind.Heartbeat => MessageKind.HeartbeatReply,
        _ => MessageKind.AppendEntriesReply,
    };

    private Refusal Misses(Believed server, Observation seen, string expected) => Refuse(
        server, "step not finished", $"{expected}, to end the step that it is in", $"{seen.Name}", RuleOf(server.Unfinished));

    private static PaperRule RuleOf(Unfinished unfinished) => unfinished.Next switch
    {
        Next.AdoptTerm or Next.AdoptTermOrIgnore => Paper.AdoptTerm,
        Next.Follow => Paper.NewLeader,
        Next.BecomeLeader or Next.GiveUp => Paper.Elected,
        Next.LookAtCommit or Next.MayLookAtCommit => Paper.LeaderCommit,
        Next.UseSnapshot => Paper.InstallSnapshot,
        Next.Anything => Paper.ClientAppend,
        _ => Paper.Passive,
    };
}
