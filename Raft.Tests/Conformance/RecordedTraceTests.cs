using Raft.Core.Protocol;
using Raft.Coyote.Conformance;
using Raft.Coyote.Exploration;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;
using Raft.Tests.Exploration;

namespace Raft.Tests.Conformance;

/// <summary>Our own traces: those of the rules are accepted, those of mutants refused at the first wrong step.</summary>
public class RecordedTraceTests
{
    public static TheoryData<string> Scenarios() => [.. AllScenarios.InOrder.Select(scenario => scenario.Name)];

    public static TheoryData<string> Mutants() => [.. Catalogue.All.Items.Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_run_of_the_rules_is_accepted(string scenario)
    {
        foreach (var trace in Walks(AllScenarios.Find(scenario)!, walks: 2, seed: 11, options => new Rules(options)))
        {
            var verdict = Judge(trace);
            Assert.Null(verdict.First);
            Assert.Equal(trace.Happenings.Count, verdict.Facts.Events);
        }
    }

    /// <summary>
    /// The replay of the events on the rules, which holds the whole world, tells where the first wrong step is. A mutant that
    /// leaves
    /// none in these walks changes what a trace does not show, or is a control, or needs more luck.
    /// </summary>
    [Theory]
    [MemberData(nameof(Mutants))]
    public void A_run_of_a_mutant_is_refused_at_its_first_wrong_step(string name)
    {
        var mutant = Catalogue.Find(name)!;
        foreach (var trace in WalksOf(mutant))
        {
            var wrong = EventReplay.Run(trace, new Rules(trace.Header.Options), judged: null).Misfit?.Number;
            Assert.Equal(wrong + 1, Judge(trace).Steps?.Line);
        }
    }

    /// <summary>A few walks of a mutant.</summary>
    internal static IEnumerable<Trace> WalksOf(Mutant mutant) => AllScenarios.InOrder
        .Where((_, place) => place % 6 == mutant.Name.Length % 6)
        .SelectMany(scenario => Walks(scenario, walks: 1, seed: 5, mutant.Rules));

    private static Verdict Judge(Trace trace) => Conformity.Judge(new MemoryStream(TraceFileBytes(trace)), "walk.trace.jsonl");

    private static byte[] TraceFileBytes(Trace trace)
    {
        using var stream = new MemoryStream();
        TraceWriter.Write(trace, stream);
        return stream.ToArray();
    }

    private static List<Trace> Walks(Scenario scenario, int walks, long seed, Func<Options, Rules> rules)
    {
        var subject = Runs.Request(walks, seed).Subject with { Rules = rules };
        var block = new Block(scenario, Strategy.Walk, 0, 0, walks);
        var traces = new List<Trace>();
        RulesDriver.Run(block, subject, walk => traces.Add(new Trace(
            DrawnSetup.Header(block, subject, walk.Setup, 0, null!) with { Violation = null }, "", [.. walk.Story])));
        return traces;
    }
}
