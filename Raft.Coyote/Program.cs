using System.Diagnostics;
using Raft.Core.Protocol;
using Raft.Coyote.Exploration;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
var seed = long.Parse(args[1]);
var n = long.Parse(args[2]);
var subject = new Subject(seed, new Wishes(), null, o => new Rules(o), null);
if (args[0] == "check")
{
    var p = Process.GetCurrentProcess();
    var c0 = p.TotalProcessorTime;
    var all = new Tally();
    Checker.Run(new CheckRequest(subject, AllScenarios.InOrder.Where(s => args.Length < 4 || args[3].Split(",").Contains(s.Name)).ToList(), Strategy.All.Where(s => args.Length < 5 || args[4].Split(",").Contains(s.Name)).ToList(), n), 2, _ => { }, r =>
    {
        all.Add(r.Tally);
        p.Refresh(); var c = (p.TotalProcessorTime - c0).TotalSeconds; c0 = p.TotalProcessorTime;
        Console.WriteLine($"{r.Scenario.Name} {r.Tally.Schedules} schedules {r.Tally.Events} events {r.Tally.Steps} steps {r.Tally.States.Count} states {c:F1}s {r.Tally.Events / c:F0}/s fault {r.Fault} found {r.Found?.Header.Violation} missed {string.Join(",", r.Missed)}");
        if (r.Found is not null) TraceWriterX(r.Found);
        Console.WriteLine("   " + string.Join(" ", r.Tally.Exercised.Select(e => $"{e.Key}={e.Value}")));
    }, default);
    Console.WriteLine(string.Join("; ", all.Coverage.Missed));
}
else
{
    foreach (var m in Catalogue.All.Where(m => args.Length < 4 || args[3].Split(',').Contains(m.Name)))
    {
        var r = MutantRun.Run(m, new CheckRequest(subject, AllScenarios.InOrder, Strategy.All, m.IsControl ? Math.Min(n, 3000) : n), 2, _ => { }, default);
        Console.WriteLine($"{m.Name} {(m.IsControl ? "CONTROL" : "")} {r.Schedules} schedules {r.Seconds:F1}s {r.Found?.Header.Scenario} {r.Found?.Header.Strategy} {r.Found?.Header.Violation?.Property} at {r.Found?.Happenings.Count} expected {r.IsAsExpected} {r.Fault}");
    }
}

return 0;
static void TraceWriterX(Raft.Coyote.Traces.Trace t) { System.IO.File.WriteAllLines("/tmp/story.txt", Raft.Coyote.Traces.Narration.Story(t)); Raft.Coyote.Traces.TraceWriter.Write(t, "/tmp/x.trace.jsonl"); }
