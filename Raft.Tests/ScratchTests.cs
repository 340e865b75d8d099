using Raft.Coyote.Exploration;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;
using Raft.Tests.Exploration;

namespace Raft.Tests;

public class ScratchTests
{
    [Fact]
    public void Scratch()
    {
        long bytes = 0, events = 0;
        var traces = new List<byte[]>();
        foreach (var scenario in AllScenarios.InOrder)
        {
            var block = new Block(scenario, Strategy.Walk, 0, 0, 3);
            RulesDriver.Run(block, Runs.Request(3).Subject, walk =>
            {
                var header = DrawnSetup.Header(block, Runs.Request(3).Subject, walk.Setup, 0, null!) with { Violation = null };
                var trace = new Trace(header, "", [.. walk.Story]);
                using var stream = new MemoryStream();
                TraceWriter.Write(trace, stream);
                traces.Add(stream.ToArray());
                bytes += stream.Length;
                events += trace.Happenings.Count;
            });
        }

        var text = "";
        var bad = 0;
        foreach (var trace in traces)
        {
            var verdict = Raft.Coyote.Conformance.Conformity.Judge(new MemoryStream(trace), "x");
            if (!verdict.IsAccepted)
            {
                bad++;
                text += $"{verdict.Steps?.Line} {verdict.Steps?.Refusal} | {verdict.Properties?.Refusal}\n";
            }
        }

        File.WriteAllText("/tmp/bench/out.txt", $"{traces.Count} traces, {bad} refused {events} {bytes}\n{text}");
    }
}
