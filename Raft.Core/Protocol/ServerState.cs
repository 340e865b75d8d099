namespace Raft.Core.Protocol;

/// <summary>"Persistent state on all servers" (Figure 2): all that survives a crash.</summary>
/// <param name="CurrentTerm">Latest term server has seen (initialized to 0 on first boot, increases monotonically).</param>
/// <param name="VotedFor">CandidateId that received vote in current term (or null if none).</param>
/// <param name="Log">Log entries.</param>
public sealed partial record PersistentState(long CurrentTerm, ServerId? VotedFor, Log Log)
{
    /// <summary>The disk of a server that never ran.</summary>
    public static readonly PersistentState FirstBoot = new(0, null, Log.Empty);

    /// <summary>What the disk holds after one more record.</summary>
    public PersistentState With(DiskRecord record) => record switch
    {
        TermAndVote written => this with { CurrentTerm = written.CurrentTerm, VotedFor = written.VotedFor },
        TruncateFrom cut => this with { Log = Log.TruncateFrom(cut.Index) },
        AppendAt added => this with { Log = Log.TruncateFrom(added.Index).Append(added.Entries) },
        _ => throw new ArgumentException($"unknown record {record}", nameof(record)),
    };
}

/// <summary>What a server is at the moment. A role is data: only a <see cref="Leader"/> has NextIndex.</summary>
public abstract record Role;

/// <summary>"Followers are passive" (section 5.1).</summary>
/// <param name="LeaderId">The leader of this term, once it was heard from; clients are sent there.</param>
public partial record Follower(ServerId? LeaderId = null) : Role;

/// <summary>A server that wants to be elected.</summary>
/// <param name="VotesGranted">Who voted for it in this term, itself included.</param>
public partial record Candidate(ServerSet VotesGranted) : Role;

/// <summary>"Volatile state on leaders: reinitialized after election" (Figure 2).</summary>
/// <param name="NextIndex">
/// For each server, index of the next log entry to send to that server (initialized to leader last log index + 1).
/// </param>
/// <param name="MatchIndex">
/// For each server, index of highest log entry known to be replicated on server (initialized to 0, increases monotonically).
/// </param>
public partial record Leader(IndexPerServer NextIndex, IndexPerServer MatchIndex) : Role;

/// <summary>The whole state of a server: Figure 2's "State" box, and its name.</summary>
/// <param name="Id">The server.</param>
/// <param name="Servers">All servers of the cluster, this one included.</param>
/// <param name="Persistent">What survives a crash.</param>
/// <param name="CommitIndex">
/// Index of highest log entry known to be committed (initialized to 0, increases monotonically).
/// </param>
/// <param name="LastApplied">
/// Index of highest log entry applied to state machine (initialized to 0, increases monotonically).
/// </param>
/// <param name="StateMachine">The result of the entries up to <paramref name="LastApplied"/>.</param>
/// <param name="Role">Follower, candidate or leader, with what only that role has.</param>
public sealed partial record ServerState(
    ServerId Id,
    ServerSet Servers,
    PersistentState Persistent,
    long CommitIndex,
    long LastApplied,
    KeyValueStore StateMachine,
    Role Role)
{
    /// <summary>See <see cref="PersistentState"/>.</summary>
    public long CurrentTerm => Persistent.CurrentTerm;

    /// <summary>See <see cref="PersistentState"/>.</summary>
    public ServerId? VotedFor => Persistent.VotedFor;

    /// <summary>See <see cref="PersistentState"/>.</summary>
    public Log Log => Persistent.Log;

    /// <summary>All servers but this one.</summary>
    public ServerSet Others => Servers.Without(Id);

    /// <summary>
    /// "When servers start up, they begin as followers" (section 5.2), with what their disk holds and nothing else.
    /// </summary>
    public static ServerState AtStart(ServerId id, ServerSet servers, PersistentState durable) =>
        new(id, servers, durable, CommitIndex: 0, LastApplied: 0, KeyValueStore.Empty, new Follower());

    /// <summary>This state in a later term, with a vote or none.</summary>
    public ServerState InTerm(long term, ServerId? votedFor) =>
        this with { Persistent = Persistent with { CurrentTerm = term, VotedFor = votedFor } };

    /// <summary>This state with another log.</summary>
    public ServerState WithLog(Log log) =>
        ReferenceEquals(log, Log) ? this : this with { Persistent = Persistent with { Log = log } };
}
