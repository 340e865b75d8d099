using System.Globalization;
using Raft.Core.Protocol;
using Raft.Coyote.Exploration.Exhaustive;
using Raft.Coyote.Mutants;

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
        var finding = result!.Counterexample is { } actions ? Found(actions) : null;
        var report = new ExploreReport(plan, result, finding);
        foreach (var line in plan.Json ? [ReportExploreJson.Write(report)] : ReportExplore.Lines(report))
        {
            surroundings.Output.WriteLine(line);
        }

        return result.End switch
        {
            SearchEnd.Violation => ExitCode.Found,
            SearchEnd.OutOfMemory => RaftCommand.TellFault(surroundings, ReportExplore.OutOfMemory(report)),
            _ => ExitCode.Clean,
        };
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

    /// <summary>What the explorer found is told as the judge of all runs tells it; if that one finds nothing, we are wrong.</summary>
    private Finding Found(IReadOnlyList<ConcreteAction> actions)
    {
        var trace = Reenactment.Play(actions, plan.Bounds, plan.Rules, plan.Mutant, ("breadth-first", 0, 0));
        return trace.Header.Violation is not null
            ? plan.Folder.Write(trace, RulesFor)
            : throw new InvalidOperationException(
                "the explorer found a violation that the judge does not confirm; it was led there by " + string.Join(", ", actions));
    }

    private Rules RulesFor(Options options) =>
        plan.Mutant is null ? new Rules(options) : Catalogue.Find(plan.Mutant)!.Rules(options);
}

/// <summary>What there is to tell of an exploration.</summary>
internal sealed record ExploreReport(ExplorePlan Plan, SearchResult Result, Finding? Finding);
