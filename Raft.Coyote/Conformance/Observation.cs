namespace Raft.Coyote.Conformance;

/// <summary>What a server logged that it did. Which state it showed, that before or that after, is told with each.</summary>
internal enum Deed
{
    /// <summary>It started or came back, with the state that it starts from; after.</summary>
    Started,

    /// <summary>It is about to start, and shows only the log that it found on its disk.</summary>
    Loading,

    /// <summary>All that it showed so far is on disk, and its messages may leave; the state at that moment.</summary>
    Persisted,

    /// <summary>It became, or stayed, a follower; after.</summary>
    BecameFollower,

    /// <summary>It became a candidate; after.</summary>
    BecameCandidate,

    /// <summary>It became the leader; after, and before it appends anything.</summary>
    BecameLeader,

    /// <summary>A leader is to append one entry; before.</summary>
    Appending,

    /// <summary>A leader is to append one configuration; before.</summary>
    ChangingConfiguration,

    /// <summary>A leader looked whether it may commit more; after.</summary>
    Committed,

    /// <summary>It is to use another configuration; before.</summary>
    Configured,

    /// <summary>A message arrived; before it is handled.</summary>
    Received,

    /// <summary>It sent a message; the state at that moment.</summary>
    Sent,

    /// <summary>Something of its state is another than before; after.</summary>
    Changed,

    /// <summary>It is to apply an entry.</summary>
    Applied,

    /// <summary>From now on not all that it does is logged; the state at that moment.</summary>
    Unwatched,

    /// <summary>From now on all that it does is logged again; the state at that moment.</summary>
    Watched,

    /// <summary>Nothing that the rules know of; the state is as it was.</summary>
    Noted,
}

/// <summary>A server's role as a trace shows it.</summary>
internal enum RoleSeen
{
    /// <summary>A follower.</summary>
    Follower,

    /// <summary>A server that asks whether it would be elected (section 9.6 of the dissertation); a follower otherwise.</summary>
    PreCandidate,

    /// <summary>A candidate.</summary>
    Candidate,

    /// <summary>A leader.</summary>
    Leader,
}

/// <summary>What a trace shows of a server's state.</summary>
/// <param name="Term">currentTerm.</param>
/// <param name="Vote">votedFor; 0 when there is none.</param>
/// <param name="Commit">commitIndex.</param>
/// <param name="LastIndex">Index of the last entry of its log.</param>
/// <param name="Role">Its role.</param>
internal readonly record struct View(long Term, int Vote, long Commit, long LastIndex, RoleSeen Role);

/// <summary>
/// One thing that one server logged: what a reader makes of a line, and all that the judges know of it. A reader fills the same
/// one again for each line.
/// </summary>
internal sealed class Observation
{
    /// <summary>No server: a vote for none.</summary>
    public const int None = 0;

    /// <summary>The server, numbered from 1 as the trace first names them.</summary>
    public int Server { get; set; }

    /// <summary>What it did.</summary>
    public Deed Deed { get; set; }

    /// <summary>What the format calls it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The state that it showed.</summary>
    public View View { get; set; }

    /// <summary>Term of the last entry of its log, where the format shows it.</summary>
    public long? LastTerm { get; set; }

    /// <summary>lastApplied, where the format shows it.</summary>
    public long? Applied { get; set; }

    /// <summary>The configuration that it used, where the format shows it.</summary>
    public ConfigurationSeen? Configuration { get; set; }

    /// <summary>
    /// The voters that it is to use from now on, or the servers that a new configuration is to add or to remove.
    /// </summary>
    public ServersSeen Members { get; set; }

    /// <summary>The servers that a new configuration is to remove.</summary>
    public ServersSeen Leaving { get; set; }

    /// <summary>The message that arrived or was sent.</summary>
    public WireMessage Message { get; set; }

    /// <summary>The message that it handled in this step, where the format tells of whole steps.</summary>
    public WireMessage? Handled { get; set; }

    /// <summary>The messages that it sent in this step, where the format tells of whole steps.</summary>
    public List<WireMessage> AllSent { get; } = [];

    /// <summary>What the leader knows of its own log when it sends an AppendEntries, where the format shows it.</summary>
    public (long Match, long Next)? OwnProgress { get; set; }

    /// <summary>What the value that changed was before, where the format shows it.</summary>
    public long? Before { get; set; }

    /// <summary>The command that is applied, as a number that tells it from others, and the how manieth it is.</summary>
    public (ulong Command, long Number)? Command { get; set; }

    /// <summary>Makes it blank again.</summary>
    public void Clear()
    {
        (Server, Deed, Name, View, Message) = (0, Deed.Noted, "", default, default);
        (LastTerm, Applied, Before, Command, OwnProgress, Configuration) = (null, null, null, null, null, null);
        (Members, Leaving, Handled) = (default, default, null);
        AllSent.Clear();
    }
}
