using System.Diagnostics;
using Raft.Core.Protocol;
using Raft.Coyote.Exploration;
using Raft.Coyote.Scenarios;
if (args.Length > 0) { ulong m = 1; Console.WriteLine(Native.sched_setaffinity(0, 8, ref m)); }
foreach (var s in Strategy.All.Concat(Strategy.All)) {
var p = Process.GetCurrentProcess(); p.Refresh(); var c0 = p.TotalProcessorTime; var sw = Stopwatch.StartNew();
var r = CoyoteDriver.Run(new Block(Everything.Scenario, s, 0, 200), new Subject(1, new Wishes(), null, o => new Rules(o), null, 20000));
p.Refresh(); var c = (p.TotalProcessorTime - c0).TotalSeconds;
Console.WriteLine($"{s.Name} {r.Tally.Schedules} schedules {r.Tally.Events} events {r.Tally.States.Count} states wall {sw.Elapsed.TotalSeconds:F2} cpu {c:F2} => {r.Tally.Events / c:F0} events/cpu-s; {string.Join(",", r.Tally.Exercised)}");
}
return 0;
static class Native { [System.Runtime.InteropServices.DllImport("libc", SetLastError = true)] public static extern int sched_setaffinity(int pid, nint size, ref ulong mask); }
