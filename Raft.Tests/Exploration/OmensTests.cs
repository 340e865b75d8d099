using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Exploration;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Specifications;

namespace Raft.Tests.Exploration;

/// <summary>What foretells a violation: seen stage by stage where it comes, and never where the rules rule it out.</summary>
public class OmensTests
{
    private static readonly Omen[] RuledOut =
        [Omen.VoteInAdvance, Omen.LateVote, Omen.MatchPastEnd, Omen.FalseMatch, Omen.LaterLeader];

    [Theory]
    [InlineData("torn-votes", nameof(Omen.LackingChoice))]
    [InlineData("old-acknowledgements", nameof(Omen.LostAcknowledgement))]
    [InlineData("everything", nameof(Omen.OldAcknowledgement))]
    [InlineData("lease-restarts", nameof(Omen.BoundAnew))]
    [InlineData("lease-restarts", nameof(Omen.LaterCandidate))]
    [InlineData("split-snapshots", nameof(Omen.TwoTailsInConflict))]
    [InlineData("split-snapshots", nameof(Omen.SnapshotToTail))]
    public void With_the_rules_as_they_are_first_stages_come_and_what_they_rule_out_does_not(string scenario, string stage)
    {
        var seen = new HashSet<Omen>();
        for (var seed = 0UL; seed < 1_000; seed++)
        {
            var dice = new WalkDice(seed);
            var setup = AllScenarios.Find(scenario)!.DrawSetup(dice, new Wishes());
            var judge = new Judge(ServerSet.FirstServers(setup.Servers), names: null, setup.Options);
            new Walk(setup, new Rules(setup.Options), dice, judge, onTurn: (walk, _) => seen.Add(Omens.In(walk.World))).Run();
        }

        Assert.Contains(seen, omens => omens.HasFlag(Enum.Parse<Omen>(stage)));
        Assert.All(RuledOut, omen => Assert.DoesNotContain(seen, omens => omens.HasFlag(omen)));
    }

    /// <summary>The story of the vote torn from its term, as in <see cref="Mutants.StoryTests"/>.</summary>
    [Fact]
    public void A_vote_torn_from_its_term_is_foretold_stage_by_stage()
    {
        var cluster = new Told("torn-vote-unchecked");
        cluster.Elect(4, 5);
        cluster.Elect(1, 2, 3);
        cluster.Do(new Call(new ClientId(1), new ServerId(1)), new DeliverRequest(new ClientId(1)));
        cluster.Do(new Deliver(new(1), new(2), 1), Arrives(2, 1));
        Assert.Equal(Omen.None, cluster.Omens);
        cluster.Do(new Deliver(new(1), new(5), 2), Arrives(5, 1));
        Assert.Equal(Omen.LackingChoice, cluster.Omens);
        cluster.TimeOutAmidWrite(5);
        Assert.Equal(Omen.VoteInAdvance, cluster.Omens);
        cluster.Do(new TimeOut(new(4)));
        Assert.Equal(Omen.LateVote, cluster.Omens & Omen.LateVote);
    }

    private static Deliver Arrives(int from, int to) => new(new(from), new(to));

    /// <summary>Five servers that do what they are told.</summary>
    private sealed class Told(string mutant)
    {
        private readonly Rules rules = Catalogue.Find(mutant)!.Rules(
            new Options(NoOpAtElection: false, MaxEntriesPerAppend: int.MaxValue));

        private World world = FreeWorld.Start(5, 1, ServerSet.Empty).Wanting(new ClientId(1), new Put("x", "1"));

        public Omen Omens => Coyote.Exploration.Omens.In(world);

        public void Do(params Move[] moves) => world = moves.Aggregate(world, (before, move) => before.Apply(move, rules).World);

        /// <summary>A server stands, and crashes when the first record is written.</summary>
        public void TimeOutAmidWrite(int candidate)
        {
            var effects = rules.Receive(world[new ServerId(candidate)].State, new ElectionTimeout()).Effects.Items.ToList();
            Do(new TimeOut(new(candidate), new CrashPoint(effects.FindIndex(effect => effect is Persist), RecordsKept: 1)));
        }

        /// <summary>A server stands, and some others vote; their votes arrive.</summary>
        public void Elect(int candidate, params int[] voters)
        {
            Do(new TimeOut(new(candidate)));
            Array.ForEach(voters, voter => Do(Arrives(candidate, voter), Arrives(voter, candidate)));
        }
    }
}
