using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Exploration;
using Raft.Coyote.Scenarios;

namespace Raft.Tests.Environment;

/// <summary>How runs go on once faults are over.</summary>
public class FairRunTests
{
    private static readonly Rules Rules = new(new Options());

    [Fact]
    public void What_is_on_its_way_arrives_before_time_passes()
    {
        foreach (var (world, move, _) in Moves(seed: 3, most: 600))
        {
            var servers = world.Servers.Members;
            var isMessage = servers.Any(from => servers.Any(to => world.MayDeliver(from, to)));
            var isOfClient = world.Clients.Items.Any(client => client.Answers.Count > 0 || client.Requests.Count > 0);
            var isTime = move is TimeOut or Beat or Call or GiveUp;
            var isRepair = move is Reboot or Resume or Heal;
            Assert.True(isRepair || isTime == !(isMessage || isOfClient), $"{move}");
        }
    }

    [Fact]
    public void A_leader_that_is_heard_from_stays_leader()
    {
        var worlds = Moves(seed: 5, most: 3_000).Select(step => step.World);
        var terms = worlds.Select(world => world.Hosts.Items.Max(host => host.State.CurrentTerm)).ToList();
        Assert.Equal(terms[^1], terms[terms.Count / 4]);
    }

    [Fact]
    public void Each_move_is_one_of_the_moves_of_the_world() =>
        Assert.All(Moves(seed: 7, most: 400), step => Assert.Contains(step.Move, step.World.Moves()));

    [Fact]
    public void All_servers_come_back_but_the_one_that_is_to_stay_down()
    {
        var down = new ServerId(2);
        var worlds = Moves(seed: 9, most: 300, down).Select(step => step.World).ToList();
        Assert.Equal(Condition.Down, worlds[^1][down].Condition);
        Assert.All(worlds[^1].Servers.Without(down).Members, server => Assert.Equal(Condition.Up, worlds[^1][server].Condition));
        Assert.False(worlds[^1].Network.IsPartitioned);
    }

    [Fact]
    public void Where_no_server_is_up_and_nobody_asks_nothing_comes()
    {
        var alone = World.Of(1, [], new Faults());
        var only = new ServerId(1);
        var moves = FairRun.From(alone.Apply(new EndFaults()).World, Rules, new WalkDice(1), staysDown: only).ToList();
        Assert.Equal([new Crash(only)], moves.Select(step => step.Move));
    }

    /// <summary>A fair run after a walk in which servers crashed and links were cut.</summary>
    private static IEnumerable<(World World, Move Move, World After)> Moves(ulong seed, int most, ServerId? staysDown = null)
    {
        var dice = new WalkDice(seed);
        var setup = AllScenarios.Find("healing")!.DrawSetup(dice, new Wishes(Servers: 3));
        var choice = new MoveChoice(Swarm.Draw(dice, setup), dice);
        var world = setup.Start();
        for (var moves = 0; moves < 150 && choice.Draw(world) is { } move; moves++)
        {
            world = world.Apply(move, Rules).World;
        }

        world = world.Apply(new EndFaults()).World;
        foreach (var (move, turn) in FairRun.From(world, Rules, dice, staysDown).Take(most))
        {
            yield return (world, move, turn.World);
            world = turn.World;
        }
    }
}
