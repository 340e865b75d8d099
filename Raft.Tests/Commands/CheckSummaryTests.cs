using Raft.Core.Protocol;
using Raft.Coyote.Commands;
using Raft.Coyote.Exploration;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;

namespace Raft.Tests.Commands;

/// <summary>What makes a check fail although no property fell.</summary>
public class CheckSummaryTests
{
    private static readonly Scenario Scenario = AllScenarios.InOrder[0];

    [Fact]
    public void A_property_that_was_never_exercised_makes_it_fail()
    {
        var summary = SummaryOf(fault: null, "Vote Once", "Monotonic Term");
        Assert.Equal((CheckVerdict.NeverExercised, 1), (summary.Verdict, summary.ExitCode));
        var lines = ReportCheck.AfterRows(summary).ToList();
        Assert.Contains($"{Scenario.Name} (coyote) should exercise Vote Once, Monotonic Term and never did in 500 schedules.", lines);
        Assert.Equal("No violation, but not all was exercised that should be, in 500 schedules, 9,000 protocol events, seed 7.", lines[^1]);
    }

    [Fact]
    public void A_fault_of_the_checker_is_none_of_Raft()
    {
        var summary = SummaryOf(fault: "out of paper", "Vote Once");
        Assert.Equal((CheckVerdict.Fault, 3), (summary.Verdict, summary.ExitCode));
        Assert.Equal([(Scenario.Name, "out of paper")], summary.Faults);
        Assert.StartsWith("The checker itself failed", ReportCheck.AfterRows(summary).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_is_told_on_one_line()
    {
        using var error = new StringWriter();
        var exitCode = RaftCommand.TellFault(new Surroundings { Output = TextWriter.Null, Error = error }, "out of paper\n   at Printer.Print()");
        Assert.Equal((3, $"a fault of the checker itself: out of paper{System.Environment.NewLine}"), (exitCode, error.ToString()));
    }

    private static CheckSummary SummaryOf(string? fault, params string[] missed)
    {
        var summary = new CheckSummary(new Subject(7, new Wishes(), Mutant: null, options => new Rules(options), Judged: null));
        summary.Add(new ScenarioReport(new Leg(Scenario, Driver.Coyote), new Tally { Schedules = 500, Events = 9_000 }, Found: null, fault, missed), finding: null);
        return summary;
    }
}
