namespace Raft.Coyote.Conformance;

/// <summary>A message in words.</summary>
internal static class MessageText
{
    /// <summary>The message, with what its kind has.</summary>
    public static string Of(WireMessage message, Func<int, string> nameOf) =>
        $"{message.Kind} of term {message.Term} from {nameOf(message.From)} to {nameOf(message.To)}{Arguments(message)}";

    private static string Arguments(WireMessage message) => message.Kind switch
    {
        MessageKind.RequestVote => $", last entry {message.Index} of term {message.LogTerm}",
        MessageKind.RequestVoteReply => message.IsRefusal ? ", refused" : ", granted",
        MessageKind.AppendEntries =>
            $", {message.Entries} entries after {message.Index} of term {message.LogTerm}, leaderCommit {message.Commit}",
        MessageKind.AppendEntriesReply when message.IsRefusal =>
            $", refused at {message.Index}; may match at {message.Hint} of term {message.LogTerm}",
        MessageKind.AppendEntriesReply => $", success up to {message.Index}",
        MessageKind.Heartbeat => $", leaderCommit {message.Commit}",
        MessageKind.InstallSnapshot => $", up to {message.Index}",
        _ => "",
    };
}
