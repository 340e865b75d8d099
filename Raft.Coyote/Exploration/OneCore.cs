using System.Runtime.InteropServices;

namespace Raft.Coyote.Exploration;

/// <summary>
/// Starts each engine with all its threads on one core. Coyote runs one actor at a time, on a thread of its own; a
/// hand-over between threads of one core costs about two thirds of what it costs between two. Only how fast it
/// runs depends on this, never what it does.
/// </summary>
internal sealed class OneCore(int workers)
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly bool[] isTaken = new bool[workers];

    /// <summary>
    /// Starts something on a thread of its own, and so all threads that it starts, on a core that no other of these uses.
    /// </summary>
    public Task<T> Start<T>(Func<T> work) => Task.Factory.StartNew(
        () => RunOnOwnCore(work), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private T RunOnOwnCore<T>(Func<T> work)
    {
        var core = Take();
        try
        {
            KeepTo(core);
            return work();
        }
        finally
        {
            Free(core);
        }
    }

    private int Take()
    {
        gate.Wait();
        var core = Math.Max(0, Array.IndexOf(isTaken, false));
        isTaken[core] = true;
        gate.Release();
        return core;
    }

    private void Free(int core)
    {
        gate.Wait();
        isTaken[core] = false;
        gate.Release();
    }

    private static void KeepTo(int core)
    {
        if (OperatingSystem.IsLinux() && System.Environment.ProcessorCount is > 1 and <= 64)
        {
            var mask = 1UL << (core % System.Environment.ProcessorCount);
            _ = SetAffinity(0, sizeof(ulong), ref mask);
        }
    }

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    private static extern int SetAffinity(int thread, nint size, ref ulong mask);
}
