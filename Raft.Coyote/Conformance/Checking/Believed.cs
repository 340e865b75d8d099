namespace Raft.Coyote.Conformance.Checking;

/// <summary>The state that the reference is in for a server: what all that the trace showed so far leads to.</summary>
/// <param name="id">The server.</param>
/// <param name="name">What the trace calls it.</param>
internal sealed class Believed(int id, string name)
{
    /// <summary>The server.</summary>
    public int Id { get; } = id;

    /// <summary>What the trace calls it.</summary>
    public string Name { get; } = name;

    /// <summary>currentTerm.</summary>
    public long Term { get; set; }

    /// <summary>votedFor; 0 for none.</summary>
    public int Vote { get; set; }

    /// <summary>log[].</summary>
    public TermLog Log { get; set; }

    /// <summary>commitIndex.</summary>
    public long Commit { get; set; }

    /// <summary>lastApplied, as far as the trace shows it.</summary>
    public long Applied { get; set; }

    /// <summary>Its role.</summary>
    public RoleSeen Role { get; set; }

    /// <summary>The configuration that it uses.</summary>
    public ConfigurationSeen Configuration { get; set; }

    /// <summary>Whether it has heard of a leader of its term since it started.</summary>
    public bool HasHeardLeader { get; set; }

    /// <summary>Whether the trace has shown the state that it started from.</summary>
    public bool HasStarted { get; set; }

    /// <summary>What it showed while it has not yet shown the term and vote that it found; null when it has.</summary>
    public View? Loading { get; set; }

    /// <summary>
    /// The terms in which not all that it did is in the trace: the first and the last so far; null when there are none.
    /// </summary>
    public (long First, long Last)? Hidden { get; set; }

    /// <summary>What its disk holds.</summary>
    public OnDisk Disk { get; private set; }

    /// <summary>Who granted a candidate its vote.</summary>
    public ServersSeen Granted { get; set; }

    /// <summary>Who refused it.</summary>
    public ServersSeen Refused { get; set; }

    /// <summary>A leader's matchIndex[], its own included; by the servers' numbers.</summary>
    public MatchIndexSeen Match { get; } = new();

    /// <summary>Servers of which it cannot be seen whether the leader has begun anew with their matchIndex.</summary>
    public ServersSeen VagueMatch { get; set; }

    /// <summary>Where a leader's log ended when it was elected, or at its last change of configuration.</summary>
    public long CommitBeforeChange { get; set; }

    /// <summary>The last two changes that a leader began, while it has used no other configuration since.</summary>
    public (ChangeSeen? Before, ChangeSeen? Last) Changes { get; set; }

    /// <summary>What the server is in the middle of.</summary>
    public Unfinished Unfinished { get; set; }

    /// <summary>A leader's: entries that it is about to append, at least and at most.</summary>
    public (long Least, long Most) Appending { get; set; }

    /// <summary>All of it is on disk now.</summary>
    public void Persist() => Disk = new OnDisk(Term, Vote, Log, Commit);

    /// <summary>matchIndex[] "initialized to 0"; the leader holds its own log.</summary>
    public void ResetProgress()
    {
        Match.Clear();
        Match[Id] = Log.LastIndex;
        VagueMatch = default;
    }

    /// <summary>Whether it may have done something in a term that is not in the trace.</summary>
    public bool MayHide(long term) => Hidden is { } hidden && term >= hidden.First && term <= hidden.Last;

    /// <summary>The state in words.</summary>
    public string Describe(Func<int, string> nameOf) =>
        $"{Name} is {Role.ToString().ToLowerInvariant()} in term {Term}, voted for {(Vote == 0 ? "nobody" : nameOf(Vote))}, "
        + $"commitIndex {Commit}, log: {Log}";
}

/// <summary>What a server has on disk.</summary>
/// <param name="Term">currentTerm.</param>
/// <param name="Vote">votedFor.</param>
/// <param name="Log">log[].</param>
/// <param name="Commit">commitIndex, which need not be there.</param>
internal readonly record struct OnDisk(long Term, int Vote, TermLog Log, long Commit);

/// <summary>What a server that logs each of its steps must, or may, log next.</summary>
internal enum Next
{
    /// <summary>Anything that begins a step.</summary>
    Anything,

    /// <summary>That it adopts the message's newer term.</summary>
    AdoptTerm,

    /// <summary>The same, or nothing: a server that hears its leader may leave a candidate alone.</summary>
    AdoptTermOrIgnore,

    /// <summary>That it follows the leader that it heard.</summary>
    Follow,

    /// <summary>That it answers the message.</summary>
    Answer,

    /// <summary>That it answers a candidate, or nothing, if it left it alone and has the term from elsewhere.</summary>
    AnswerOrIgnore,

    /// <summary>That it answers a message of an older term, or nothing.</summary>
    AnswerOlderTerm,

    /// <summary>That it became leader.</summary>
    BecomeLeader,

    /// <summary>That it gave up, for a majority refused it.</summary>
    GiveUp,

    /// <summary>That it looked whether it may commit more.</summary>
    LookAtCommit,

    /// <summary>The same, or nothing.</summary>
    MayLookAtCommit,

    /// <summary>That it uses the configuration of the snapshot that it installed; then the answer.</summary>
    UseSnapshot,
}

/// <summary>A step that is not over yet.</summary>
/// <param name="Next">What is to be logged next.</param>
/// <param name="Message">The message that it is about.</param>
internal readonly record struct Unfinished(Next Next, WireMessage Message);
