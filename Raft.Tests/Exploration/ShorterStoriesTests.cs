using Raft.Core.Protocol;
using Raft.Coyote.Conformance.Guests;
using Raft.Coyote.Environment;
using Raft.Coyote.Exploration;
using Raft.Coyote.Exploration.Shrinking;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;
using Raft.Tests.Traces;

namespace Raft.Tests.Exploration;

/// <summary>Where nothing can be taken from a story any more, another one may be shorter: the explorer looks for it.</summary>
public class ShorterStoriesTests
{
    private static readonly ServerId S1 = new(1);

    /// <summary>As many events as explore needs for the property, and half as many again at most.</summary>
    [Theory]
    [InlineData("commit-without-min", "contested-elections", 1, 8)]
    [InlineData("commit-without-min", "crash-restart", 3, 8)]
    [InlineData("commit-without-min", "lost-writes", 2, 8)]
    [InlineData("append-blind", "contested-elections", 2, 10)]
    [InlineData("append-blind", "contested-elections", 1, 10)]
    public void Whatever_the_seed_a_story_is_about_as_short_as_the_shortest(string mutant, string scenario, long seed, int most)
    {
        var trace = Found(mutant, scenario, seed);
        var rules = Catalogue.Find(mutant)!.Rules;
        var (whole, taken) = (Shrinker.Shrink(trace, rules), Shrinker.Shrink(trace, rules, states: 0));
        Assert.Equal((ShrinkOutcome.Minimal, ShrinkOutcome.Minimal), (whole.Outcome, taken.Outcome));
        Assert.Equal(trace.Header.Violation!.Property, whole.Shrunk!.Header.Violation!.Property);
        Assert.InRange(whole.Shrunk.Happenings.Count, 1, most);
        Assert.InRange(taken.Shrunk!.Happenings.Count, most + 1, trace.Happenings.Count);
        Assert.Equal(ReplayOutcome.Reproduced, Replayer.ReplayEvents(whole.Shrunk, rules).Outcome);
        Assert.Equal(TraceFile.BytesOf(whole.Shrunk), TraceFile.BytesOf(Shrinker.Shrink(whole.Shrunk, rules).Shrunk!));
    }

    /// <summary>
    /// With so many messages on their way as in the story all states of twelve actions are too many; with few they are not, and most
    /// of the long story that is found there can be taken away.
    /// </summary>
    [Fact]
    public void A_story_too_long_to_be_found_at_once_is_found_in_a_longer_one()
    {
        var trace = Found("log-check-length-only", "contested-elections", seed: 1);
        var rules = Catalogue.Find("log-check-length-only")!.Rules;
        Assert.Equal(12, Shrinker.Shrink(trace, rules).Shrunk!.Happenings.Count);
        Assert.InRange(Shrinker.Shrink(trace, rules, states: 0).Shrunk!.Happenings.Count, 13, trace.Happenings.Count);
    }

    /// <summary>A server that forgets its commitIndex forgets lastApplied too: of the two the judge names the first.</summary>
    [Fact]
    public void Where_another_property_falls_first_there_is_no_shorter_story()
    {
        const string property = "Monotonic Applied";
        var rules = Catalogue.Find("stepdown-resets-volatile")!.Rules;
        var alone = new HashSet<string> { property };
        var trace = Runs.Walk("stepdown-resets-volatile", 20_000, property);
        var script = ScriptReader.Read(trace, rules(trace.Header.Options), alone).Scripts.First();
        Assert.Empty(Near(null));
        var found = Near(alone).First();
        Assert.Equal(property, Performance.Of(found, rules(found.Options), alone).Violation!.Property);

        IEnumerable<Script> Near(IReadOnlySet<string>? judged) =>
            new ShorterStories(property, judged, rules, states: 10_000).Near(script, trace.Happenings.Items);
    }

    [Theory]
    [InlineData("Linearizability")]
    [InlineData("Pending Writes Commit")]
    public void What_the_explorer_does_not_judge_it_does_not_look_for(string property) =>
        AssertIsNotTried(property, [new Act(0, new TimeOut(S1))]);

    [Fact]
    public void What_it_cannot_do_it_does_not_look_for()
    {
        Move[] beyond = [new EndFaults(), new Skew(S1), new FillDisk(S1), new Corrupt(S1, 1), new Lapse(S1)];
        Assert.All(beyond, move => AssertIsNotTried("Vote Once", [new Act(0, new TimeOut(S1)), new Act(1, move)]));
        Assert.All(beyond, move => Assert.Null(StoryBounds.Of(Of(new Act(0, move)), [])));
    }

    [Fact]
    public void A_story_that_servers_of_somebody_elses_played_is_not_looked_for()
    {
        using var pool = new GuestPool(new GuestCommand("there is no such command", TimeSpan.FromSeconds(1)), 1);
        var stories = new ShorterStories("Vote Once", judged: null, options => new GuestRules(options, pool), states: 10_000);
        var (script, story) = Election(candidates: 2);
        Assert.Empty(stories.Near(script, story));
    }

    [Fact]
    public void The_bounds_are_those_of_the_story()
    {
        var (script, story) = Election(candidates: 2);
        var bounds = StoryBounds.Of(script, story)!;
        Assert.Equal((3, 1, 0, 4), (bounds.Servers, bounds.MaxTerm, bounds.MaxLog, bounds.MaxMessages));
        Assert.Equal((0, 0, 0, false), (bounds.MaxRequests, bounds.MaxDuplicates, bounds.MaxCrashes, bounds.Heartbeats));
    }

    /// <summary>No rules are made but those that tell whose they are.</summary>
    private static void AssertIsNotTried(string property, Act[] acts)
    {
        var (_, story) = Election(candidates: 1);
        var asked = 0;
        var stories = new ShorterStories(property, judged: null, Count, states: 10_000);
        Assert.Empty(stories.Near(Of(acts), story));
        Assert.InRange(asked, 0, 1);

        Rules Count(Options options)
        {
            asked++;
            return new Rules(options);
        }
    }

    /// <summary>Some servers stand for election; and so much more is done that a shorter story would be worth it.</summary>
    private static (Script Script, IReadOnlyList<Happening> Story) Election(int candidates)
    {
        var acts = Enumerable.Range(1, candidates).Select(server => new Act(server, new TimeOut(new ServerId(server)))).ToList();
        var script = Of([.. acts]);
        var story = Performance.Of(script, new Rules(new Options()), judged: null).Story;
        var idle = Enumerable.Range(10, 10).Select(id => new Act(id, new Pause(S1)));
        return (script with { Acts = [.. acts, .. idle] }, story);
    }

    private static Script Of(params Act[] acts) =>
        new(3, 0, new Options(), [.. acts]) { InitialServers = ServerSet.FirstServers(3) };

    private static Trace Found(string mutant, string scenario, long seed)
    {
        var subject = new Subject(seed, new Wishes(), mutant, Catalogue.Find(mutant)!.Rules, Judged: null);
        var block = new Block(AllScenarios.Find(scenario)!, Strategy.Walk, Number: 0, FirstSchedule: 0, Schedules: 2_000);
        return RulesDriver.Run(block, subject).Found!;
    }
}
