using System.Diagnostics;
using Raft.Core.Protocol;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// Meets all states within bounds, breadth first over the real rules: level by level, all workers at the same level. Only
/// fingerprints stay in memory.
/// </summary>
public sealed partial class Search : IDisposable
{
    private readonly Lock gate = new();
    private readonly ReaderWriterLockSlim growing = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly SearchPlan plan;
    private readonly Action<SearchProgress>? onProgress;
    private readonly CancellationToken cancel;
    private readonly SearchWorker[] workers;
    private volatile SearchEnd end = SearchEnd.Exhausted;
    private Exception? fault;
    private Fall? fall;
    private int nextSegment;
    private int wholeLevels;
    private double lastTold;

    /// <summary>An exploration that has not begun.</summary>
    public Search(
        Bounds bounds, Rules rules, SearchPlan plan, Action<SearchProgress>? onProgress = null,
        CancellationToken cancel = default)
    {
        (this.plan, this.onProgress, this.cancel) = (plan, onProgress, cancel);
        var permutations = plan.Symmetry
            ? Permutation.All(bounds)
            : [Permutation.Identity(bounds.Servers)];
        Book = new StepBook(bounds, rules, permutations);
        Layout = new StateLayout(bounds.Servers, bounds.MaxMessages);
        Levels = new Levels(plan.Folder);
        Visited = new VisitedSet(plan.Workers << 16);
        workers = [.. Enumerable.Range(0, plan.Workers).Select(_ => new SearchWorker(this))];
    }

    /// <summary>What the rules were asked.</summary>
    public StepBook Book { get; }

    /// <summary>How a state is laid out.</summary>
    public StateLayout Layout { get; }

    /// <summary>All states.</summary>
    public Levels Levels { get; }

    /// <summary>Their fingerprints.</summary>
    public VisitedSet Visited { get; }

    /// <summary>Whether workers are to stop now.</summary>
    public bool MustStop => end != SearchEnd.Exhausted || cancel.IsCancellationRequested;

    /// <summary>The state in which all begins.</summary>
    public int[] Start()
    {
        var state = new int[Layout.Width];
        for (var server = 0; server < Layout.Servers; server++)
        {
            state[StateLayout.Locals + server] = Book.Start(new ServerId(server + 1));
        }

        return state;
    }

    /// <summary>Explores.</summary>
    public SearchResult Run()
    {
        try
        {
            if (plan.Past is { } milestone)
            {
                GoOnFrom(milestone, plan.Checkpoint!);
            }
            else
            {
                Begin();
            }

            RunLevels();
        }
        catch (OutOfMemoryException)
        {
            end = SearchEnd.OutOfMemory;
        }

        end = end == SearchEnd.Exhausted && cancel.IsCancellationRequested ? SearchEnd.Interrupted : end;
        end = fall is null ? end : SearchEnd.Violation;
        var path = fall is null ? null : new Retrace(this).Find(fall);
        var liveness = plan.Liveness && end == SearchEnd.Exhausted ? new ProgressSweep(this).Find() : null;
        return new SearchResult(
            end, Progress(), wholeLevels, workers.Sum(each => each.Ends), workers.Sum(each => each.Deadlocks), CountDeeds())
        {
            Counterexample = path,
            Liveness = liveness,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Levels.Dispose();
        Visited.Dispose();
        growing.Dispose();
    }

    /// <summary>A worker's next part of the level; null when there is no more.</summary>
    internal Segment? Next()
    {
        var segments = Levels[Levels.Count - 2];
        var mine = Interlocked.Increment(ref nextSegment) - 1;
        return MustStop || mine >= segments.Count ? null : segments[mine];
    }

    /// <summary>Lets the table grow if it must; all workers but one wait for it.</summary>
    internal void MakeRoom()
    {
        growing.ExitReadLock();
        growing.EnterWriteLock();
        try
        {
            GrowIfNeeded();
        }
        finally
        {
            growing.ExitWriteLock();
            growing.EnterReadLock();
        }
    }

    /// <summary>Tells how far it is, if it was not told lately.</summary>
    internal void Tell()
    {
        if (onProgress is null || clock.Elapsed.TotalSeconds - Volatile.Read(ref lastTold) < 0.25 || !gate.TryEnter())
        {
            return;
        }

        try
        {
            lastTold = clock.Elapsed.TotalSeconds;
            onProgress(Progress());
        }
        finally
        {
            gate.Exit();
        }
    }

    private void Begin()
    {
        var start = Start();
        Visited.Insert(workers[0].Expander.FingerprintOf(start));
        Visited.CountNew(1);
        Levels.Begin();
        Levels.Add(start);
    }

    private void RunLevels()
    {
        while (!MustStop && fall is null && Levels[Levels.Count - 1].Count > 0)
        {
            Levels.Begin();
            nextSegment = 0;
            RunWorkers();
            wholeLevels += MustStop ? 0 : 1;
            Keep();
        }
    }

    private void RunWorkers()
    {
        var threads = workers.Skip(1).Select(worker => new Thread(() => Run(worker))).ToList();
        threads.ForEach(thread => thread.Start());
        Run(workers[0]);
        threads.ForEach(thread => thread.Join());
        if (fault is not null and not OutOfMemoryException)
        {
            throw new InvalidOperationException(fault.Message, fault);
        }
    }

    private void Run(SearchWorker worker)
    {
        growing.EnterReadLock();
        try
        {
            worker.Run();
        }
        catch (Exception exception)
        {
            fault = exception;
            end = SearchEnd.OutOfMemory;
        }
        finally
        {
            growing.ExitReadLock();
        }
    }

    private void GrowIfNeeded()
    {
        if (Visited.Count <= Room || MustStop)
        {
            return;
        }

        if (Visited.Count > plan.MostStates)
        {
            end = SearchEnd.Enough;
            return;
        }

        if (Visited.BytesToGrow + GC.GetTotalMemory(forceFullCollection: false) > plan.Memory)
        {
            end = SearchEnd.OutOfMemory;
            return;
        }

        Visited.Grow();
    }

    private SearchProgress Progress()
    {
        var (distinct, expanded) = (Visited.Count, workers.Sum(each => each.Expanded));
        var levels = Levels.Count > 1 && Levels[Levels.Count - 1].Count == 0 ? Levels.Count - 1 : Levels.Count;
        return new SearchProgress(
            levels, distinct, workers.Sum(each => each.Generated) + 1, distinct - expanded,
            Visited.Bytes + GC.GetTotalMemory(forceFullCollection: false), clock.Elapsed.TotalSeconds);
    }

    private List<DeedCount> CountDeeds() =>
    [
        .. Book.Deeds.Names.Select((name, number) => new DeedCount(
            name, workers.Sum(each => each.Expander.Done[number]), workers.Sum(each => each.Expander.Idle[number]))),
    ];
}
