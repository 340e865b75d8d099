using System.Globalization;
using Raft.Coyote.Exploration.Exhaustive;

namespace Raft.Coyote.Commands;

/// <summary>One run of <c>raft explore</c>.</summary>
internal sealed class ExploreRun(ExplorePlan plan, Surroundings surroundings)
{
    private const double SecondsBetweenNotes = 5;
    private double lastNote;

    /// <summary>Runs it and reports.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        SearchResult? result = null;
        Meter.Watch(surroundings, meter => result = Explore(meter));
        var finding = result!.Counterexample is { } actions ? plan.Found(actions, ("breadth-first", 0, 0)) : null;
        var report = new ExploreReport(plan, result, finding);
        foreach (var line in plan.Json ? [ReportExploreJson.Write(report)] : ReportExplore.Lines(report))
        {
            surroundings.Output.WriteLine(line);
        }

        return result.End switch
        {
            SearchEnd.Violation => ExitCode.Found,
            _ when result.Liveness?.Stuck > 0 => ExitCode.Found,
            SearchEnd.OutOfMemory => TellOutOfMemory(report),
            _ => ExitCode.Clean,
        };
    }

    /// <summary>No fault of the rules, and none of ours: but not all within the bounds was seen.</summary>
    private int TellOutOfMemory(ExploreReport report)
    {
        surroundings.Error.WriteLine(ReportExplore.OutOfMemory(report));
        return ExitCode.Fault;
    }

    private SearchResult Explore(Meter meter)
    {
        using var search = new Search(plan.Bounds, plan.Rules, plan.Search, at => Tell(meter, at), surroundings.Interrupt);
        return search.Run();
    }

    private void Tell(Meter meter, SearchProgress at)
    {
        var line = ReportExplore.Live(at);
        meter.Move((double)(at.Distinct - at.Queue) / at.Distinct, line);
        if (at.Seconds - lastNote >= SecondsBetweenNotes)
        {
            lastNote = at.Seconds;
            meter.Note(string.Create(CultureInfo.InvariantCulture, $"{line}, {at.Seconds:F0} s so far"));
        }
    }
}

/// <summary>What there is to tell of an exploration.</summary>
internal sealed record ExploreReport(ExplorePlan Plan, SearchResult Result, Finding? Finding);
