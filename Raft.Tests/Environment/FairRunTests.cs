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
    public void A_server_that_is_to_stay_deaf_is_cut_off_one_way_for_good()
    {
        var deaf = new ServerId(3);
        var steps = Moves(seed: 9, most: 300, staysDeaf: deaf).ToList();
        Assert.Single(steps, step => step.Move == Partition.Deafening(deaf, ServerSet.FirstServers(3)));
        Assert.True(steps[^1].After.Network.IsCutOffOnly(deaf));
        Assert.False(steps[0].World.Network.IsCutOffOnly(deaf));
    }

    [Fact]
    public void A_leader_that_checks_whom_it_hears_times_out_and_leads_on()
    {
        var checking = new Rules(new Options { CheckQuorum = true });
        var moves = Moves(seed: 5, most: 3_000, rules: checking).ToList();
        var leading = moves.Skip(1_000).Where(step => step.Move is TimeOut timeOut && IsLeader(step.World, timeOut.Server)).ToList();
        Assert.NotEmpty(leading);
        Assert.All(leading, step => Assert.True(IsLeader(step.After, ((TimeOut)step.Move).Server)));
    }

    private static bool IsLeader(World world, ServerId server) => world[server].State.Role is Leader;

    [Fact]
    public void Where_no_server_is_up_and_nobody_asks_nothing_comes()
    {
        var alone = World.Of(1, [], new Faults());
        var only = new ServerId(1);
        var moves = FairRun.From(alone.Apply(new EndFaults()).World, Rules, new WalkDice(1), staysDown: only).ToList();
        Assert.Equal([new Crash(only)], moves.Select(step => step.Move));
    }

    /// <summary>A fair run after a walk in which servers crashed and links were cut.</summary>
    private static IEnumerable<(World World, Move Move, World After)> Moves(
        ulong seed, int most, ServerId? staysDown = null, ServerId? staysDeaf = null, Rules? rules = null)
    {
        var dice = new WalkDice(seed);
        var setup = AllScenarios.Find("healing")!.DrawSetup(dice, new Wishes(Servers: 3));
        var choice = new MoveChoice(Swarm.Draw(dice, setup), dice);
        var world = setup.Start();
        for (var moves = 0; moves < 150 && choice.Draw(world) is { } move; moves++)
        {
            world = world.Apply(move, rules ?? Rules).World;
        }

        world = world.Apply(new EndFaults()).World;
        foreach (var (move, turn) in FairRun.From(world, rules ?? Rules, dice, staysDown, staysDeaf).Take(most))
        {
            yield return (world, move, turn.World);
            world = turn.World;
        }
    }
}
