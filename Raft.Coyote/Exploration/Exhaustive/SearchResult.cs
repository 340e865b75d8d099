namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>How an exploration ended.</summary>
public enum SearchEnd
{
    /// <summary>All states within the bounds were met, and no property fell.</summary>
    Exhausted,

    /// <summary>A property fell.</summary>
    Violation,

    /// <summary>Somebody ended it.</summary>
    Interrupted,

    /// <summary>Memory ran out.</summary>
    OutOfMemory,

    /// <summary>So many states were met as were asked for.</summary>
    Enough,
}

/// <summary>What an exploration needs besides the bounds.</summary>
/// <param name="Workers">How many threads work.</param>
/// <param name="Memory">How many bytes it may take up.</param>
/// <param name="Symmetry">Whether states count as one that differ in the servers' names only.</param>
/// <param name="Folder">Where states wait that do not fit into memory.</param>
public sealed record SearchPlan(int Workers, long Memory, bool Symmetry, string Folder)
{
    /// <summary>Whether it looks for states from which no progress can be made, once all are met.</summary>
    public bool Liveness { get; init; }

    /// <summary>What is looked for; null for whatever falls first.</summary>
    public Sought? Sought { get; init; }

    /// <summary>When more states than this were met, it is over; with one worker always with the same ones.</summary>
    public long MostStates { get; init; } = long.MaxValue;

    /// <summary>No way that it tries has more events; a client's request is two, for it is made and it arrives.</summary>
    public int MostEvents { get; init; } = int.MaxValue;

    /// <summary>Where it is kept how far it is, after each level; null when it is not.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>From where it goes on; null when it begins.</summary>
    public Milestone? Past { get; init; }

    /// <summary>What was asked for, as a checkpoint keeps it.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}

/// <summary>How far an exploration is.</summary>
/// <param name="Depth">How many levels there are; the start alone is the first.</param>
/// <param name="Distinct">How many states were met.</param>
/// <param name="Generated">How often an action led to a state.</param>
/// <param name="Queue">How many states wait for their actions to be tried.</param>
/// <param name="Bytes">How many bytes of memory are in use.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record SearchProgress(int Depth, long Distinct, long Generated, long Queue, long Bytes, double Seconds)
{
    /// <summary>States met in a second.</summary>
    public double PerSecond => Distinct / Math.Max(Seconds, 1e-3);
}

/// <summary>What came of an exploration.</summary>
/// <param name="End">How it ended.</param>
/// <param name="At">How far it got.</param>
/// <param name="WholeLevels">Of so many levels all states were judged.</param>
/// <param name="Ends">States that have no action within the bounds, and some beyond them.</param>
/// <param name="Deadlocks">States that have no action at all.</param>
/// <param name="Deeds">How often each kind of action was tried, and how often it changed something.</param>
public sealed record SearchResult(
    SearchEnd End, SearchProgress At, int WholeLevels, long Ends, long Deadlocks, IReadOnlyList<DeedCount> Deeds)
{
    /// <summary>The actions that lead to a violation, a shortest way; null when there is none.</summary>
    public IReadOnlyList<ConcreteAction>? Counterexample { get; init; }

    /// <summary>What was found of liveness; null when nobody asked, or not all states were met.</summary>
    public ProgressResult? Liveness { get; init; }

    /// <summary>
    /// The probability that two states had one fingerprint, and one of them was taken for the other, as TLC tells it.
    /// </summary>
    public double CollisionProbability => At.Distinct * (double)(At.Generated - At.Distinct) / Math.Pow(2, 64);
}

/// <summary>How often a kind of action was tried.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Changed">How often it changed a server, or sent something.</param>
/// <param name="Idle">How often it did neither.</param>
public sealed record DeedCount(string Name, long Changed, long Idle);
