using Raft.Core.Protocol;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Specifications;

namespace Raft.Tests.Specifications;

/// <summary>The properties on many runs of the rules: no false alarm, and no condition that is never met.</summary>
public class RandomWalkTests
{
    private static readonly Options[] Options =
    [
        new(),
        new(NoOpAtElection: false, MaxEntriesPerAppend: 1),
        new(BackTracking: BackTracking.ByConflictTerm, EmptyHeartbeats: false),
    ];

    [Fact]
    public void No_safety_property_falls_under_the_rules_of_Figure_2_and_the_condition_of_each_is_met()
    {
        var exercised = Properties.Names.ToDictionary(name => name, _ => 0L);
        for (var seed = 0; seed < 600; seed++)
        {
            var judge = new Judge(ServerSet.FirstServers(3 + (seed % 3)));
            new RandomWalk(new Rules(Options[seed % Options.Length]), seed, judge).Run(steps: 400);
            foreach (var (name, count) in judge.Exercised)
            {
                exercised[name] += count;
            }
        }

        Assert.All(Expect.Crashes, name => Assert.True(exercised[name] > 0, name));
    }

    [Fact]
    public void Liveness_holds_once_faults_are_over_and_the_condition_of_each_is_met()
    {
        var exercised = Properties.Names.ToDictionary(name => name, _ => 0L);
        for (var seed = 0; seed < 200; seed++)
        {
            var judge = new Judge(ServerSet.FirstServers(3 + (seed % 3)));
            new RandomWalk(new Rules(Options[2 * (seed % 2)]), seed, judge).Run(steps: 200).Settle();
            Assert.All(judge.Liveness, property => Assert.True(property.IsSatisfied, $"seed {seed}: {property.Name}"));
            foreach (var (name, count) in judge.Exercised)
            {
                exercised[name] += count;
            }
        }

        Assert.All(Expect.Liveness, name => Assert.True(exercised[name] > 0, name));
    }
}
