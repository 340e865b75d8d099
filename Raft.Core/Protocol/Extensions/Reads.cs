namespace Raft.Core.Protocol;

/// <summary>How a server answers a <see cref="Get"/> (section 6.4 of the dissertation).</summary>
public enum ReadRule
{
    /// <summary>As any command: it is appended, committed and applied.</summary>
    ThroughTheLog,

    /// <summary>The leader takes its commitIndex for the read index and makes sure that it still leads.</summary>
    ReadIndex,

    /// <summary>As <see cref="ReadIndex"/>; and a follower asks the leader for the read index, and answers itself.</summary>
    ReadIndexAtFollowers,

    /// <summary>As <see cref="ReadIndex"/>, but a leader that holds a lease knows that it still leads (section 6.4.1).</summary>
    Lease,

    /// <summary>Any server answers from what it has. Not linearizable; kept to show what it costs.</summary>
    Local,
}

public sealed partial record Options
{
    /// <summary>How reads are answered.</summary>
    public ReadRule Reads { get; init; }
}

/// <summary>A read that is not answered yet.</summary>
/// <param name="Id">The request.</param>
/// <param name="Key">What it asks for; null where another server will answer it.</param>
/// <param name="For">Who will answer the client: the server itself, or the follower that asked this leader for the index.</param>
/// <param name="Term">The term in which it came.</param>
/// <param name="Round">The leader's round of heartbeats that must be confirmed first; 0 when none must.</param>
/// <param name="ReadIndex">What the state machine must have applied; null while that is not known.</param>
public sealed record WaitingRead(RequestId Id, string? Key, ServerId For, long Term, long Round, long? ReadIndex)
{
    /// <summary>Whether nothing but the state machine is waited for.</summary>
    public bool IsSettled => Round == 0 && ReadIndex is not null;
}

public sealed partial record ServerState
{
    /// <summary>The reads that wait here.</summary>
    public Sequence<WaitingRead> Reads { get; init; }
}

public partial record Leader
{
    /// <summary>The round of heartbeats to which all belongs that is sent now; 0 before the first.</summary>
    public long Round { get; init; }

    /// <summary>The followers that answered this round.</summary>
    public ServerSet AnsweredBy { get; init; }

    /// <summary>The last round that a majority answered; 0 before the first.</summary>
    public long ConfirmedRound { get; init; }
}

public sealed partial record AppendEntries
{
    /// <summary>The leader's round of heartbeats; 0 when it has none.</summary>
    public long Round { get; init; }
}

public sealed partial record AppendEntriesReply
{
    /// <summary>The round of the request that this answers: an answer to an earlier one confirms no later read.</summary>
    public long Round { get; init; }
}

/// <summary>A follower asks the leader from where on a read is fresh (section 6.4).</summary>
/// <param name="From">The follower.</param>
/// <param name="To">The leader.</param>
/// <param name="Term">The follower's term.</param>
/// <param name="Id">The client's request.</param>
public sealed record ReadIndexRequest(ServerId From, ServerId To, long Term, RequestId Id) : Message(From, To, Term);

/// <summary>The answer to a ReadIndexRequest.</summary>
/// <param name="From">The leader.</param>
/// <param name="To">The follower.</param>
/// <param name="Term">The leader's term.</param>
/// <param name="Id">The client's request.</param>
/// <param name="ReadIndex">What the follower must have applied before it answers; null when it is to send the client
/// away.</param>
public sealed record ReadIndexReply(ServerId From, ServerId To, long Term, RequestId Id, long? ReadIndex) : Message(From, To, Term);

public sealed partial record ServerState
{
    /// <summary>
    /// This state with one more waiting read. A client waits for one at a time, so an older one of its own was given up; and
    /// what comes a second time is there already.
    /// </summary>
    internal ServerState With(WaitingRead read)
    {
        bool IsOfSame(WaitingRead other) => other.Id.Client == read.Id.Client && other.For == read.For;
        var hasNewer = Reads.Items.Any(other => IsOfSame(other) && other.Id.Number >= read.Id.Number);
        return hasNewer ? this : this with { Reads = [.. Reads.Items.Where(other => !IsOfSame(other)), read] };
    }

    /// <summary>This state with the read index of a waiting read known.</summary>
    internal ServerState With(WaitingRead read, long readIndex) =>
        this with { Reads = Reads.SetItem(Reads.Items.IndexOf(read), read with { ReadIndex = readIndex }) };

    /// <summary>This state without a waiting read.</summary>
    internal ServerState Without(WaitingRead read) => this with { Reads = [.. Reads.Items.Where(other => other != read)] };
}
