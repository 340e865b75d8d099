using Raft.Coyote.Exploration.Exhaustive;

namespace Raft.Coyote.Commands;

/// <summary>One run of <c>raft explore --simulate</c>.</summary>
internal sealed class SimulateRun(ExplorePlan plan, long walks, long seed, Surroundings surroundings)
{
    /// <summary>Runs it and reports.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        SimulationResult? result = null;
        Meter.Watch(surroundings, meter => result = Simulate(meter));
        var finding = result!.Found is { } found ? plan.Found(found.Actions, ("random walk", seed, found.Walk)) : null;
        foreach (var line in plan.Json ? [Document(result, finding)] : Lines(result, finding))
        {
            surroundings.Output.WriteLine(line);
        }

        return finding is null ? ExitCode.Clean : ExitCode.Found;
    }

    private SimulationResult Simulate(Meter meter)
    {
        using var simulation = new Simulation(plan.Bounds, plan.Rules, plan.Search, seed, surroundings.Interrupt);
        return simulation.Run(walks, done => meter.Move((double)done / walks, $"{Text.Of(done)} of {Text.Count(walks, "walk")}"));
    }

    private static IEnumerable<string> Lines(SimulationResult result, Finding? finding) =>
    [
        .. finding is null ? [] : ReportFinding.Lines(finding).Append(""),
        $"{Text.Count(result.Walks, "random walk")}, {Text.Count(result.Steps, "action")}, "
            + $"the longest had {Text.Of(result.Longest)}: " + (finding is null ? "no violation." : "a property fell."),
    ];

    private string Document(SimulationResult result, Finding? finding) => ReportJson.Write(new SimulateJson(
        seed, result.Walks, result.Steps, result.Longest, plan.Mutant, finding is null ? null : ReportJson.Of(finding)));

    private sealed record SimulateJson(
        long Seed, long Walks, long Actions, int Longest, string? Mutant, FindingJson? Violation) : DocumentJson;
}
