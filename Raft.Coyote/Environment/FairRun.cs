using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>
/// How a run goes on once faults are over (<see cref="EndFaults"/>): what is broken is mended, what is on its way arrives, and
/// only when nothing is does time pass. So "broadcastTime ≪ electionTimeout" (section 5.6) holds, nobody starves, and what must
/// happen eventually does.
/// </summary>
public sealed class FairRun
{
    /// <summary>How many protocol events a cluster without faults may take until all is well: many times what it needs.</summary>
    public const int EnoughEvents = 3_000;

    private readonly ServerId? staysDown;
    private readonly ServerId? staysDeaf;
    private readonly IDice dice;
    private readonly FairClocks clocks;

    private FairRun(World world, IDice dice, ServerId? staysDown, ServerId? staysDeaf) =>
        (this.staysDown, this.staysDeaf, this.dice, clocks) = (staysDown, staysDeaf, dice, new FairClocks(world, dice));

    /// <summary>
    /// The moves that come from now on, each with what it led to. While any server is up there is always one more.
    /// </summary>
    /// <param name="world">A world in which faults are over.</param>
    /// <param name="rules">The rules that the servers run.</param>
    /// <param name="dice">Draw the order of what is on its way, and the election timeouts.</param>
    /// <param name="staysDown">The server that goes down and never comes back; null when all come back.</param>
    /// <param name="staysDeaf">The server that is cut off one way and never heals; null when all links work again.</param>
    public static IEnumerable<(Move Move, Turn Turn)> From(
        World world, Rules rules, IDice dice, ServerId? staysDown = null, ServerId? staysDeaf = null)
    {
        var run = new FairRun(world, dice, staysDown, staysDeaf);
        while (run.Next(world) is { } move)
        {
            var turn = world.Apply(move, rules);
            world = turn.World;
            run.clocks.Observe(move, turn);
            yield return (move, turn);
        }
    }

    private Move? Next(World world) => Repair(world) ?? Arrival(world) ?? clocks.Next(world);

    private Move? Repair(World world)
    {
        foreach (var server in world.Servers)
        {
            if (Repair(server, world[server].Condition) is { } repair)
            {
                return repair;
            }
        }

        return RepairLinks(world);
    }

    private Move? RepairLinks(World world)
    {
        if (staysDeaf is { } deaf && world.Network.IsCutOffOnly(deaf))
        {
            return null;
        }

        return world.Network.IsPartitioned ? new Heal()
            : staysDeaf is { } server ? Partition.Deafening(server, world.Servers)
            : null;
    }

    private Move? Repair(ServerId server, Condition condition) => condition switch
    {
        Condition.Paused => new Resume(server),
        Condition.Down when server != staysDown => new Reboot(server),
        Condition.Up when server == staysDown => new Crash(server),
        _ => null,
    };

    /// <summary>One of the things that are on their way arrives, or finds its server down.</summary>
    private Move? Arrival(World world)
    {
        var arrivals = Arrivals(world);
        return arrivals.Count == 0 ? null : dice.Pick(arrivals);
    }

    /// <summary>What is on its way, the oldest first; answers before all else.</summary>
    private static List<Move> Arrivals(World world)
    {
        var arrivals = new List<(int SentAt, Move Move)>();
        foreach (var from in world.Servers)
        {
            foreach (var to in world.Servers)
            {
                if (world.MayDeliver(from, to))
                {
                    var sentAt = world.Network[from, to].OnTheWay[0].SentAt;
                    arrivals.Add((sentAt, world[to].Condition == Condition.Up ? new Deliver(from, to) : new Lose(from, to)));
                }
            }
        }

        foreach (var client in world.Clients)
        {
            arrivals.AddRange(client.Requests.Count > 0 ? world.RequestMoves(client).Zip(client.Requests, Aged) : []);
            arrivals.AddRange(client.Answers.Count > 0 ? [(0, new Return(client.Id))] : []);
        }

        return [.. arrivals.OrderBy(arrival => arrival.SentAt).Select(arrival => arrival.Move)];
    }

    private static (int SentAt, Move Move) Aged(Move move, SentRequest request) => (request.SentAt, move);
}
