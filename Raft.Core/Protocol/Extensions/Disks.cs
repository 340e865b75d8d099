namespace Raft.Core.Protocol;

/// <summary>
/// The chapter of disks in anger: a leader whose disk is slow (section 10.2.1 of the dissertation), a disk that is full, and a
/// record that cannot be read any more. A torn last record is none of these: its write never ended, nobody was told of it, and it
/// is dropped.
/// </summary>
public sealed partial record Options
{
    /// <summary>
    /// "The leader can write to its disk in parallel with replicating to the followers and them writing to their disks" (section
    /// 10.2.1). Only its own entries; terms, votes and what followers write are on disk before anybody hears of them, as ever.
    /// </summary>
    public bool ParallelWrites { get; init; }
}

/// <summary>
/// Begin to write entries to the log on disk, after all that was begun before, and do not wait. <see cref="Written"/> tells when
/// they are there; until then a crash may leave any first part of what was begun. A <see cref="Persist"/> that comes later waits
/// for it.
/// </summary>
public sealed record BeginWrite(long Index, Sequence<Entry> Entries) : Effect;

/// <summary>
/// What was begun to be written is on disk, up to an entry. Its term says which one is meant: by now the server may have another
/// there, of a later term, that is not on disk.
/// </summary>
public sealed record Written(long Index, long Term) : Input;

public partial record Leader
{
    /// <summary>With parallel writes: the index up to which the leader's own log is on its disk.</summary>
    public long Durable { get; init; }
}

public sealed partial record PersistentState
{
    /// <summary>
    /// The index of a log entry whose checksum is wrong; 0 when it is the term and vote; null when all can be read.
    /// </summary>
    public long? CorruptAt { get; init; }

    /// <summary>What is written over a corrupt record takes its place.</summary>
    private PersistentState WithoutOverwritten(DiskRecord record) => CorruptAt is { } corrupt && IsOverwritten(corrupt, record)
        ? this with { CorruptAt = null }
        : this;

    private static bool IsOverwritten(long corrupt, DiskRecord record) => record switch
    {
        TermAndVote => corrupt == 0,
        TruncateFrom cut => cut.Index <= corrupt,
        AppendAt added => added.Index <= corrupt,
        _ => false,
    };
}

/// <summary>
/// A server that found a corrupt record amid its disk, and waits for its operator. Whatever it said it may have promised
/// otherwise.
/// </summary>
public sealed record Refusing : Role;

public partial class Rules
{
    /// <summary>
    /// A leader's own entries are written while they are sent; the rest is on disk before anything else happens.
    /// </summary>
    private IEnumerable<Effect> Writes(ServerState state, Sequence<DiskRecord> records)
    {
        if (!Options.ParallelWrites || state.Role is not Leader)
        {
            return [new Persist(records)];
        }

        var first = records.Items.Where(record => record is not AppendAt).ToArray();
        var appends = records.Items.OfType<AppendAt>().Select(append => new BeginWrite(append.Index, append.Entries));
        return first.Length == 0 ? appends : [new Persist([.. first]), .. appends];
    }

    /// <summary>
    /// "The leader may even commit an entry before it has been written to the leader's own disk, if a majority of followers have
    /// written it to their disks" (section 10.2.1): itself it counts only for what is on its disk.
    /// </summary>
    protected virtual bool HoldsItself(ServerState state, long n) => !Options.ParallelWrites || ((Leader)state.Role).Durable >= n;

    private Step OnWritten(ServerState state, Written written)
    {
        if (state.Role is not Leader leader || !IsStillThere(state, written))
        {
            return Step.From(state);
        }

        var durable = Math.Max(leader.Durable, written.Index);
        return Step.From(AdvanceCommitIndex(state with { Role = leader with { Durable = durable } }));
    }

    /// <summary>
    /// An entry is known by its index and its term (section 5.3): another one may have taken its place meanwhile.
    /// </summary>
    protected virtual bool IsStillThere(ServerState state, Written written) => state.Log.TermAt(written.Index) == written.Term;

    /// <summary>
    /// Whether a server stops when its disk refuses a write, before anything that was to follow it. Nobody knows what is on disk
    /// after a write that failed, and the next one may seem to succeed: PostgreSQL panics ("fsyncgate", 2018), etcd exits.
    /// </summary>
    public virtual bool StopsAtRefusedWrite => true;

    /// <summary>Whether a server has nothing to say, for it found a corrupt record.</summary>
    private static bool Refuses(ServerState state, Input input) =>
        input is Restart restart ? restart.Durable.CorruptAt is not null : state.Role is Refusing;

    private Step Refuse(ServerState state, Input input) =>
        input is Restart restart ? OnCorruptRestart(state, restart) : Step.From(state);

    /// <summary>
    /// A corrupt record amid the disk was durable once, and others may have been told of it: to drop it, with all that follows,
    /// would take back a vote or a committed entry ("Protocol-Aware Recovery", Alagappan et al., FAST 2018). So the server serves
    /// no more.
    /// </summary>
    protected virtual Step OnCorruptRestart(ServerState state, Restart restart) =>
        Step.From(ServerState.AtStart(state.Id, state.Servers, restart.Durable) with { Role = new Refusing() });
}
