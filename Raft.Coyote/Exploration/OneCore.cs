using System.Runtime.InteropServices;

namespace Raft.Coyote.Exploration;

/// <summary>
/// Starts each engine with all its threads on one core. Coyote runs one actor at a time, on a thread of its own; a
/// hand-over between threads of one core costs about two thirds of what it costs between two. Only how fast it
/// runs depends on this, never what it does.
/// </summary>
internal static class OneCore
{
    private static readonly int Cores = System.Environment.ProcessorCount;
    private static readonly Lock Gate = new();
    private static readonly int[] Users = new int[Cores];

    /// <summary>
    /// Starts something on a thread of its own, and so all threads that it starts, on the core that the fewest others of these
    /// use.
    /// </summary>
    public static Task<T> Start<T>(Func<T> work) => Task.Factory.StartNew(
        () => RunOnOneCore(work), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static T RunOnOneCore<T>(Func<T> work)
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

    /// <summary>Of cores that as few use, each process begins with another, so that several processes do not share one.</summary>
    private static int Take()
    {
        lock (Gate)
        {
            var core = Enumerable.Range(System.Environment.ProcessId, Cores).Select(number => number % Cores).MinBy(number => Users[number]);
            Users[core]++;
            return core;
        }
    }

    private static void Free(int core)
    {
        lock (Gate)
        {
            Users[core]--;
        }
    }

    private static void KeepTo(int core)
    {
        if (OperatingSystem.IsLinux() && Cores is > 1 and <= 64)
        {
            var mask = 1UL << core;
            _ = SetAffinity(0, sizeof(ulong), ref mask);
        }
    }

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    private static extern int SetAffinity(int thread, nint size, ref ulong mask);
}
