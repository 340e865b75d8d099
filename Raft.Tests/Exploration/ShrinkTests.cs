using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Exploration;
using Raft.Coyote.Exploration.Shrinking;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;
using Raft.Tests.Traces;

namespace Raft.Tests.Exploration;

/// <summary>The shortest trace that still breaks the same property.</summary>
public class ShrinkTests
{
    private const string Liveness = "Pending Writes Commit";

    public static TheoryData<string, string> Found() => new()
    {
        { "ignores-voted-for", "Vote Once" },
        { "ignores-voted-for", "Election Safety" },
        { "stale-vote-counted", "Election Safety" },
        { "match-from-leader-tail", "Committed Never Lost" },
        { "answer-before-commit", "Linearizability" },
        { "vote-not-durable", "Vote Once" },
        { "prev-term-unchecked", "Log Matching" },
        { "never-answers", Liveness },
        { "never-steps-back", "Logs Converge" },
        { "broadcast-stops-on-error", "A Leader Is Elected" },
        { "prevote-unseats-leader", "A Leader Stays" },
        { "transfer-never-ends", "Transfers End" },
        { "timeout-now-before-caught-up", "Transfer Up To Date" },
    };

    [Theory]
    [MemberData(nameof(Found))]
    public void It_breaks_the_same_property_when_it_is_replayed_and_nothing_can_be_taken_from_it(string mutant, string property)
    {
        var trace = Runs.Walk(mutant, 60_000, property);
        var rules = Catalogue.Find(mutant)!.Rules;
        var report = Shrinker.Shrink(trace, rules);
        Assert.Equal(ShrinkOutcome.Minimal, report.Outcome);
        var shrunk = report.Shrunk!;
        Assert.InRange(shrunk.Happenings.Count, 1, trace.Happenings.Count);
        Assert.Equal(ReplayOutcome.Reproduced, Replayer.ReplayEvents(trace, rules).Outcome);
        Assert.Equal(ReplayOutcome.Reproduced, Replayer.ReplayEvents(shrunk, rules).Outcome);
        Assert.Equal(property, shrunk.Header.Violation!.Property);
        AssertNothingCanBeTaken(shrunk, rules, property);
        AssertIsItsOwn(shrunk, rules);
    }

    /// <summary>
    /// All that clients asked for was given up. If they asked again they would wait, and logs need not converge while they do.
    /// </summary>
    [Fact]
    public void Where_it_takes_that_clients_ask_no_more_they_do_not()
    {
        var rules = Catalogue.Find("bytes-limit-starves")!.Rules;
        var subject = new Subject(Seed: 101, new Wishes(), "bytes-limit-starves", rules, Judged: null);
        var block = new Block(AllScenarios.Find("flow-and-disks-heal")!, Strategy.Walk, Number: 0, FirstSchedule: 0, Schedules: 1);
        var trace = RulesDriver.Run(block, subject).Found!;
        Assert.Equal("Logs Converge", trace.Header.Violation!.Property);
        var report = Shrinker.Shrink(trace, rules);
        Assert.Equal(ShrinkOutcome.Minimal, report.Outcome);
        Assert.Equal("Logs Converge", report.Shrunk!.Header.Violation!.Property);
        AssertNothingCanBeTaken(report.Shrunk, rules, "Logs Converge");
        AssertIsItsOwn(report.Shrunk, rules);
    }

    /// <summary>A run that is hot only because messages are held back proves nothing: then a server times out for want of them.</summary>
    [Fact]
    public void Once_faults_are_over_no_time_passes_while_anything_is_on_its_way()
    {
        Act[] acts = [new(0, new TimeOut(new ServerId(1))), new(1, new EndFaults()), new(2, new TimeOut(new ServerId(2)))];
        var script = new Script(3, 0, new Options(), [.. acts]) { InitialServers = ServerSet.FirstServers(3) };
        Assert.Equal(acts[..2], Performance.Of(script, new Rules(new Options()), judged: null).Done.Acts);
        var quiet = script with { Acts = [.. acts[1..]] };
        Assert.Equal(acts[1..], Performance.Of(quiet, new Rules(new Options()), judged: null).Done.Acts);
    }

    /// <summary>
    /// What is left out is left out by the reader of scripts, not by the shrinker: it may not agree with itself only.
    /// </summary>
    private static void AssertNothingCanBeTaken(Trace shrunk, Func<Options, Rules> rules, string property)
    {
        IReadOnlySet<string> judged = new HashSet<string> { property };
        var eventually = Coyote.Specifications.Properties.Liveness().Any(each => each.Name == property) ? property : null;
        var scripts = ScriptReader.Read(shrunk, rules(shrunk.Header.Options), judged).Scripts;
        var script = scripts.First(script => Fall(script) == property);
        Assert.All(Enumerable.Range(0, script.Acts.Count), left => Needs(script with { Acts = script.Acts.RemoveAt(left) }));
        Assert.All(Enumerable.Range(0, script.Wants.Count), left => Needs(script with { Wants = script.Wants.RemoveAt(left) }));

        // A run that goes on by itself may also become longer without an act.
        void Needs(Script without)
        {
            var performance = Performance.Of(without, rules(without.Options), judged, eventually);
            Assert.True(performance.Violation is null || (eventually is not null && performance.Story.Count >= shrunk.Happenings.Count));
        }

        string? Fall(Script without) => Performance.Of(without, rules(without.Options), judged, eventually).Violation?.Property;
    }

    private static void AssertIsItsOwn(Trace shrunk, Func<Options, Rules> rules)
    {
        var again = Shrinker.Shrink(TraceFile.Read(TraceFile.BytesOf(shrunk)), rules);
        Assert.Equal(ShrinkOutcome.Minimal, again.Outcome);
        Assert.Equal(TraceFile.BytesOf(shrunk), TraceFile.BytesOf(again.Shrunk!));
    }

    [Fact]
    public void It_says_where_it_comes_from()
    {
        var trace = Runs.Walk("stale-vote-counted", 20_000);
        var shrunk = Shrink(trace).Shrunk!;
        Assert.Equal(trace.Happenings.Count, shrunk.Header.ShrunkFrom);
        Assert.Equal("", shrunk.Schedule);
        var (of, origin) = (shrunk.Header, trace.Header);
        Assert.Equal((origin.Scenario, origin.Seed, origin.Schedule, origin.Strategy), (of.Scenario, of.Seed, of.Schedule, of.Strategy));
        Assert.Equal((origin.Mutant, origin.Driver, origin.Draw), (of.Mutant, of.Driver, of.Draw));
        TraceSchema.AssertHolds(shrunk);
    }

    [Fact]
    public void The_same_trace_is_always_shrunk_to_the_same_bytes()
    {
        var trace = Runs.Walk("commit-own-last-index", 20_000);
        Assert.Equal(TraceFile.BytesOf(Shrink(trace).Shrunk!), TraceFile.BytesOf(Shrink(trace).Shrunk!));
    }

    [Fact]
    public void A_trace_of_the_actors_is_shrunk_too()
    {
        var trace = Runs.Of("stale-vote-counted", 2_000).Found!;
        Assert.NotEqual("", trace.Schedule);
        Assert.Equal(ShrinkOutcome.Minimal, Shrink(trace).Outcome);
    }

    [Fact]
    public void Smaller_clusters_plainer_commands_and_lower_terms_are_preferred()
    {
        var shrunk = Shrink(Runs.Walk("answer-before-commit", 20_000, "Linearizability")).Shrunk!;
        var calls = shrunk.Happenings.Items.OfType<Called>().Select(called => called.Command).ToList();
        Assert.Equal([new Put("x", "1"), new Get("x")], calls);
        Assert.Equal(1, shrunk.Happenings.Items.OfType<Handled>().Max(handled => handled.After.CurrentTerm));
        Assert.Equal((2, 1), (shrunk.Header.Servers, shrunk.Header.Clients));
    }

    [Fact]
    public void What_never_happens_is_shown_by_a_run_that_comes_round()
    {
        var shrunk = Shrink(Runs.Walk("never-answers", 20_000, Liveness)).Shrunk!;
        Assert.Single(shrunk.Happenings.Items.OfType<FaultsOver>());
        Assert.Matches("^all is as it was at #[0-9]+, and can go on so for ever$", shrunk.Header.Violation!.Facts.Items[^1].Text);
        Assert.Equal(5, shrunk.Happenings.Count);
    }

    [Fact]
    public void When_the_budget_is_used_up_the_property_still_falls()
    {
        var trace = Runs.Walk("prev-term-unchecked", 20_000, "Log Matching");
        var report = Shrinker.Shrink(trace, Catalogue.Find("prev-term-unchecked")!.Rules, budget: 300);
        Assert.Equal(ShrinkOutcome.Unfinished, report.Outcome);
        Assert.Equal("Log Matching", report.Shrunk!.Header.Violation!.Property);
        Assert.InRange(report.Replayed, 300, 300 + trace.Happenings.Count);
    }

    [Fact]
    public void Rules_that_are_mended_do_not_follow_it()
    {
        var report = Shrinker.Shrink(Runs.Walk("ignores-voted-for", 20_000), options => new Rules(options));
        Assert.Equal((ShrinkOutcome.DoesNotFit, null), (report.Outcome, report.Shrunk));
        Assert.Contains("the story tells", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_that_does_not_fall_any_more_is_gone()
    {
        var trace = Runs.Walk("ignores-voted-for", 20_000, "Vote Once");
        var header = trace.Header with { Violation = trace.Header.Violation! with { Property = "Log Matching" } };
        var report = Shrink(trace with { Header = header });
        Assert.Equal((ShrinkOutcome.Gone, "Vote Once"), (report.Outcome, report.Detail));
    }

    private static ShrinkReport Shrink(Trace trace) => Shrinker.Shrink(trace, Catalogue.Find(trace.Header.Mutant!)!.Rules);
}
