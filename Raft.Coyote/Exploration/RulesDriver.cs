using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>Runs the walks of a block, one after another, and tells what they did.</summary>
internal sealed class RulesDriver
{
    private readonly Block block;
    private readonly Subject subject;
    private readonly Action<Walk>? onWalk;
    private readonly Tally tally = new();
    private readonly Sightings sightings;
    private readonly Corpus corpus = new();

    private RulesDriver(Block block, Subject subject, Action<Walk>? onWalk)
    {
        (this.block, this.subject, this.onWalk) = (block, subject, onWalk);
        sightings = new Sightings(tally);
    }

    /// <summary>Runs a block of walks, to its end or to the first violation.</summary>
    /// <param name="block">The block.</param>
    /// <param name="subject">What is the same for all blocks.</param>
    /// <param name="onWalk">Is shown each walk once it ended.</param>
    public static BlockResult Run(Block block, Subject subject, Action<Walk>? onWalk = null)
    {
        var driver = new RulesDriver(block, subject, onWalk);
        Trace? found = null;
        var number = block.FirstSchedule;
        try
        {
            for (; found is null && number < block.FirstSchedule + block.Schedules; number++)
            {
                found = driver.RunOne(number);
            }
        }
        catch (Exception exception)
        {
            return new BlockResult(block, driver.tally, null, $"in walk {number} of {block.Scenario.Name}: {exception}");
        }

        return new BlockResult(block, driver.tally, found, null);
    }

    private Trace? RunOne(long number)
    {
        var dice = new WalkDice(block.WalkSeed(subject.Seed, number));
        var point = corpus.Draw(dice);
        var setup = point?.Setup ?? block.Scenario.DrawSetup(dice, subject.Wishes);
        var judge = new Judge(ServerSet.FirstServers(setup.Servers), subject.Judged, setup.Options);
        sightings.BeginRun();
        var walk = new Walk(setup, subject.Rules(setup.Options), dice, judge, sightings, corpus.Offer);
        if (point is not null)
        {
            walk.GoOnFrom(point);
        }

        var before = judge.Exercised.ToDictionary();
        var violation = walk.Run();
        Count(walk, before, judge.Exercised);
        onWalk?.Invoke(walk);
        return violation is null ? null : Record(setup, number, walk, violation);
    }

    /// <summary>Counts what a walk did itself, not what had happened at the point from which it went on.</summary>
    private void Count(Walk walk, Dictionary<string, long> before, IEnumerable<(string Name, long Exercised)> after)
    {
        var exercised = after.Select(now => (now.Name, now.Exercised - before.GetValueOrDefault(now.Name)));
        tally.EndSchedule(walk.Events - walk.EventsBefore, exercised);
        tally.Steps += walk.Moves;
    }

    private Trace Record(Setup setup, long number, Walk walk, Violation violation)
    {
        var header = DrawnSetup.Header(block, subject, setup, number, violation) with { Steps = walk.Moves };
        return new Trace(header, "", [.. walk.Story]);
    }
}
