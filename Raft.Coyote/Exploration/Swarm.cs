using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>
/// How likely each kind of move is in one walk: swarm testing (Groce et al. 2012), in which each walk draws its own weights and
/// goes without some kinds at all, for what is always there hides what shows only without it.
/// </summary>
internal sealed class Swarm
{
    /// <summary>The weight of a message on a link of the usual speed.</summary>
    private const int Usual = 1_000;

    private readonly int[] links = new int[(TraceFormat.MostServers + 1) * (TraceFormat.MostServers + 1)];
    private readonly int[] timeouts = new int[TraceFormat.MostServers + 1];

    private Swarm()
    {
    }

    /// <summary>A leader's heartbeat.</summary>
    public int Beat { get; private init; }

    /// <summary>A client asks.</summary>
    public int Call { get; private init; }

    /// <summary>A client waits no longer.</summary>
    public int GiveUp { get; private init; }

    /// <summary>A request, or an answer, arrives.</summary>
    public int Arrive { get; private init; }

    /// <summary>A message overtakes an older one.</summary>
    public int Overtake { get; private init; }

    /// <summary>A message is lost.</summary>
    public int Drop { get; private init; }

    /// <summary>A message is doubled.</summary>
    public int Double { get; private init; }

    /// <summary>A server that handles nothing crashes.</summary>
    public int Crash { get; private init; }

    /// <summary>A server stops for a while.</summary>
    public int Pause { get; private init; }

    /// <summary>A server comes back.</summary>
    public int ComeBack { get; private init; }

    /// <summary>Links are cut both ways.</summary>
    public int Cut { get; private init; }

    /// <summary>Links are cut one way.</summary>
    public int CutOneWay { get; private init; }

    /// <summary>Links are mended.</summary>
    public int Heal { get; private init; }

    /// <summary>The operator gives an order to a server that can carry it out; another one gets it more seldom.</summary>
    public int Instruct { get; private init; }

    /// <summary>A leader's clock ends its lease.</summary>
    public int Lapse { get; private init; }

    /// <summary>A clock runs ahead.</summary>
    public int Skew { get; private init; }

    /// <summary>A write that a server does not wait for is done.</summary>
    public int FinishWrite { get; private init; }

    /// <summary>A disk becomes full.</summary>
    public int FillDisk { get; private init; }

    /// <summary>Space is freed on a full disk.</summary>
    public int FreeSpace { get; private init; }

    /// <summary>A record on the disk of a server that is down becomes unreadable.</summary>
    public int Corrupt { get; private init; }

    /// <summary>The operator mends the disk of a server that found a corrupt record.</summary>
    public int Repair { get; private init; }

    /// <summary>Whether disks may become full, or records unreadable.</summary>
    public bool DisksFail => FillDisk + Corrupt > 0;

    /// <summary>One step in so many is to end in a crash amid its effects; 0 when none is.</summary>
    public int CrashAmidOneIn { get; private init; }

    /// <summary>One write of several records in so many is to be cut short by a crash; 0 when none is.</summary>
    public int TearOneIn { get; private init; }

    /// <summary>How much slower acknowledgements are than all else: much may happen before one comes.</summary>
    public int Lateness { get; private init; }

    /// <summary>The oldest message of a link, which is this one, arrives.</summary>
    public int Deliver(ServerId from, ServerId to, Message message)
    {
        var usual = links[(from.Number * (TraceFormat.MostServers + 1)) + to.Number];
        return message is AppendEntriesReply ? Math.Max(1, usual / Lateness) : usual;
    }

    /// <summary>The election timeout of a server elapses.</summary>
    public int TimeOut(ServerId server) => timeouts[server.Number];

    /// <summary>Draws the weights of a walk around the pace of its setup.</summary>
    public static Swarm Draw(IDice dice, Setup setup)
    {
        var pace = setup.Pace;
        var swarm = new Swarm
        {
            Beat = VaryOrNot(dice, Usual / pace.HeartbeatEvery),
            Call = Vary(dice, Usual / pace.ThinkTime),
            GiveUp = Vary(dice, Usual / (4 * pace.ClientPatience)),
            Arrive = Vary(dice, Usual),
            Overtake = VaryOrNot(dice, Usual / pace.Mischief),
            Drop = VaryOrNot(dice, Usual / pace.Mischief / 2),
            Double = VaryOrNot(dice, Usual / pace.Mischief / 2),
            Crash = VaryOrNot(dice, Usual / pace.FaultEvery / 4),
            Pause = VaryOrNot(dice, Usual / pace.FaultEvery),
            ComeBack = Vary(dice, Usual / pace.FaultEvery),
            Cut = VaryOrNot(dice, Usual / pace.FaultEvery),
            CutOneWay = VaryOrNot(dice, Usual / pace.FaultEvery),
            Heal = Vary(dice, Usual / pace.FaultEvery),
            CrashAmidOneIn = dice.Pick(0, 4, 16, 64),
            Instruct = setup.Orders.Count == 0 ? 0 : Vary(dice, Usual / pace.FaultEvery),
            Lapse = setup.Options.Reads != ReadRule.Lease ? 0 : Vary(dice, Usual / (4 * pace.Patience)),
            Skew = setup.Faults.ClockSkews == 0 ? 0 : Vary(dice, Usual / pace.Patience),
            FinishWrite = setup.Options.ParallelWrites ? Vary(dice, dice.Pick(Usual, Usual / 50, Usual / 500)) : 0,
            FillDisk = setup.Faults.FullDisks > 0 ? Vary(dice, Usual / pace.FaultEvery) : 0,
            FreeSpace = setup.Faults.FullDisks > 0 ? Vary(dice, Usual / pace.FaultEvery) : 0,
            Corrupt = setup.Faults.Corruptions > 0 ? Vary(dice, Usual / pace.FaultEvery) : 0,
            Repair = setup.Faults.Corruptions > 0 ? Vary(dice, Usual / pace.FaultEvery / 4) : 0,
            TearOneIn = dice.Pick(0, 2, 8, 32),
            Lateness = dice.Pick(1, 1, 1, 1, 10, 100),
        };
        swarm.DrawLinks(dice);
        swarm.DrawTimeouts(dice, Usual / (4 * pace.Patience));
        return swarm;
    }

    /// <summary>Some links are slow in some walks, so that what they carry comes late.</summary>
    private void DrawLinks(IDice dice)
    {
        var slowOneIn = dice.Pick(1_000, 8, 3);
        var slow = dice.Pick(Usual / 10, Usual / 100);
        for (var link = 0; link < links.Length; link++)
        {
            links[link] = dice.OneIn(slowOneIn) ? slow : Usual;
        }
    }

    private void DrawTimeouts(IDice dice, int usual)
    {
        for (var server = 0; server < timeouts.Length; server++)
        {
            timeouts[server] = Vary(dice, usual);
        }
    }

    private static int VaryOrNot(IDice dice, int weight) => dice.OneIn(4) ? 0 : Vary(dice, weight);

    private static int Vary(IDice dice, int weight) => Math.Max(1, dice.Below(3) switch
    {
        0 => weight / 4,
        1 => weight,
        _ => weight * 4,
    });
}
