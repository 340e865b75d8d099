using Raft.Core.Protocol;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>Runs the walks of a block, one after another, and tells what they did.</summary>
internal static class RulesDriver
{
    /// <summary>Runs a block of walks, to its end or to the first violation.</summary>
    /// <param name="block">The block.</param>
    /// <param name="subject">What is the same for all blocks.</param>
    /// <param name="onWalk">Is shown each walk once it ended.</param>
    public static BlockResult Run(Block block, Subject subject, Action<Walk>? onWalk = null)
    {
        var tally = new Tally();
        var sightings = new Sightings(tally);
        for (var number = block.FirstSchedule; number < block.FirstSchedule + block.Schedules; number++)
        {
            try
            {
                if (RunOne(block, subject, number, sightings, tally, onWalk) is { } found)
                {
                    return new BlockResult(block, tally, found, null);
                }
            }
            catch (Exception exception)
            {
                return new BlockResult(block, tally, null, $"in walk {number}: {exception}");
            }
        }

        return new BlockResult(block, tally, null, null);
    }

    private static Trace? RunOne(
        Block block, Subject subject, long number, Sightings sightings, Tally tally, Action<Walk>? onWalk)
    {
        var dice = new WalkDice(block.WalkSeed(subject.Seed, number));
        var setup = block.Scenario.DrawSetup(dice, subject.Wishes);
        var judge = new Judge(ServerSet.FirstServers(setup.Servers), subject.Judged);
        sightings.BeginRun();
        var walk = new Walk(setup, subject.Rules(setup.Options), dice, judge, sightings.See);
        var violation = walk.Run();
        tally.EndSchedule(walk.Events, judge);
        tally.Steps += walk.Moves;
        onWalk?.Invoke(walk);
        return violation is null
            ? null
            : new Trace(
                DrawnSetup.Header(block, subject, setup, number, violation) with { Steps = walk.Moves }, "", [.. walk.Story]);
    }
}
