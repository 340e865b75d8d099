namespace Raft.Coyote.Conformance;

/// <summary>What kind of message a server sends to another.</summary>
internal enum MessageKind
{
    /// <summary>RequestVote, the candidate's.</summary>
    RequestVote,

    /// <summary>The answer to a RequestVote.</summary>
    RequestVoteReply,

    /// <summary>AppendEntries, with entries or without.</summary>
    AppendEntries,

    /// <summary>The answer to an AppendEntries or an InstallSnapshot.</summary>
    AppendEntriesReply,

    /// <summary>A heartbeat that is a message of its own and looks at no log; Figure 2 has none.</summary>
    Heartbeat,

    /// <summary>The answer to such a heartbeat.</summary>
    HeartbeatReply,

    /// <summary>InstallSnapshot (Figure 13), in one piece.</summary>
    InstallSnapshot,
}

/// <summary>A message as a trace shows it: without what is in its entries.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="From">The sender; servers are numbered as the trace first names them.</param>
/// <param name="To">The receiver.</param>
/// <param name="Term">The sender's term.</param>
/// <param name="Index">
/// RequestVote: lastLogIndex. AppendEntries: prevLogIndex. InstallSnapshot: lastIncludedIndex. A reply: up to where the logs
/// match
/// or, on a refusal, the prevLogIndex that is refused.
/// </param>
/// <param name="LogTerm">The term of the entry at <paramref name="Index"/>; on a refusal, of that at <paramref
/// name="Hint"/>.</param>
/// <param name="Entries">How many entries it carries.</param>
/// <param name="Commit">leaderCommit.</param>
/// <param name="IsRefusal">Whether a reply refuses.</param>
/// <param name="Hint">On a refusal, where the logs may match.</param>
internal readonly record struct WireMessage(
    MessageKind Kind, int From, int To, long Term, long Index, long LogTerm, long Entries, long Commit, bool IsRefusal, long Hint)
{
    /// <summary>Index of the last new entry.</summary>
    public long LastNewIndex => Index + Entries;

    /// <summary>Whether only the leader of its term sends it.</summary>
    public bool IsFromLeader => Kind is MessageKind.AppendEntries or MessageKind.Heartbeat or MessageKind.InstallSnapshot;

    /// <summary>A number that tells it from others; equal messages have the same.</summary>
    public ulong Fingerprint()
    {
        var hash = Mix(((ulong)Kind << 1) | (IsRefusal ? 1UL : 0), ((ulong)(uint)From << 32) | (uint)To);
        hash = Mix(Mix(Mix(hash, (ulong)Term), (ulong)Index), (ulong)LogTerm);
        return Mix(Mix(Mix(hash, (ulong)Entries), (ulong)Commit), (ulong)Hint);
    }

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood 2014), chained.</summary>
    private static ulong Mix(ulong hash, ulong value)
    {
        var mixed = (hash ^ value) + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
