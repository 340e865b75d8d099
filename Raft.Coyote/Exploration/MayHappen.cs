using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration;

/// <summary>
/// Whether a move may be made by what the actors can do: a little more than <see cref="World.Moves"/>, for between leaving its
/// link and being handled a message waits in the server's inbox, which the world does not have. So an input whose link was cut
/// meanwhile, whose server changed its role, or whose lease has ended otherwise, is still handled.
/// </summary>
internal static class MayHappen
{
    /// <summary>Why a move may not be made now; null when it may. What it is about must be there.</summary>
    public static string? WhyNot(World world, Move move) => move switch
    {
        Handling handling => WhyNotHandled(world, handling),
        Lose lose => If(MayLose(world, lose), "the network has no reason to"),
        Environment.Double twice => If(MayDouble(world, twice), "the network may not"),
        Crash crash => If(MayCrash(world, crash), NotNow),
        Pause pause => If(IsUp(world, pause.Server) && world.Left.Pauses > 0, NotNow),
        Skew skew => If(world.Left.ClockSkews > 0 && world.LeaderPromised(skew.Server) is not null, "no lease binds its clock"),
        Resume resume => If(Is(world, resume.Server, Condition.Paused), NotNow),
        Partition cut => If(MayCut(world, cut), NotNow),
        Heal => If(world.Network.IsPartitioned, NotNow),
        Call call => If(Exists(world, call.Server) && world[call.Client].MayCall, "the client may not ask now"),
        LoseRequest lose => If(
            Is(world, world[lose.Client].Requests[lose.Position].To, Condition.Down), "that server is not down"),
        FillDisk fill => If(Exists(world, fill.Server) && world.MayFill(fill.Server), NotNow),
        FreeSpace free => If(Exists(world, free.Server) && world[free.Server].Disk.IsFull, NotNow),
        Corrupt corrupt => If(MayCorrupt(world, corrupt), NotNow),
        Repair repair => If(Exists(world, repair.Server) && world.MayRepair(repair.Server), NotNow),
        GiveUp giveUp => If(world[giveUp.Client].Waiting is not null, "the client does not wait for it"),
        _ => null,
    };

    /// <summary>Whether there is such a server.</summary>
    public static bool Exists(World world, ServerId server) => server.Number >= 1 && server.Number <= world.Hosts.Count;

    /// <summary>Whether there is such a client.</summary>
    public static bool Exists(World world, ClientId client) => client.Number >= 1 && client.Number <= world.Clients.Count;

    private const string NotNow = "that may not happen now";

    private static string? WhyNotHandled(World world, Handling move)
    {
        var condition = world[ServerOf(world, move)].Condition;
        return (move, condition) switch
        {
            (Reboot, not Condition.Down) => "that server is not down",
            (Reboot reboot, _) when world[reboot.Server].Disk.IsFull => "the disk of that server is full",
            (FinishWrite finish, _) when world[finish.Server].Disk.Reports.Count == 0 => "no write is under way",
            (not Reboot, Condition.Down) => "that server is down",
            (_, Condition.Paused) => "that server stands still",
            (TimeOut, _) when world.Left.Timeouts <= 0 => "no election timeout is left",
            (TimeOut timeOut, _) when world.LeaderPromised(timeOut.Server) is { } leader => $"{leader} may hold a lease",
            _ when move.Crash is not null && world.Left.Crashes <= 0 => "no crash is left",
            _ => null,
        };
    }

    private static ServerId ServerOf(World world, Handling move) => move switch
    {
        Deliver deliver => deliver.To,
        DeliverRequest arrival => world[arrival.Client].Requests[arrival.Position].To,
        TimeOut timeOut => timeOut.Server,
        Beat beat => beat.Server,
        Lapse lapse => lapse.Server,
        Reboot reboot => reboot.Server,
        Instruct instruct => instruct.Server,
        FinishWrite finish => finish.Server,
        _ => throw new ArgumentException($"unknown move {move}", nameof(move)),
    };

    private static bool MayCrash(World world, Crash crash) =>
        IsUp(world, crash.Server) && world.Left.Crashes > 0
        && crash.WritesKept >= 0 && crash.WritesKept <= world[crash.Server].Disk.Unsynced.Count;

    private static bool MayCorrupt(World world, Corrupt corrupt) =>
        Exists(world, corrupt.Server) && world.MayCorrupt(corrupt.Server)
        && corrupt.Index >= 0 && corrupt.Index < world[corrupt.Server].Disk.Synced.Log.LastIndex;

    /// <summary>What is on its way to a server that is down is lost anyway.</summary>
    private static bool MayLose(World world, Lose lose) =>
        Is(world, lose.To, Condition.Down) || (world.Left.Drops > 0 && world.MayDeliver(lose.From, lose.To));

    private static bool MayDouble(World world, Environment.Double twice) =>
        world.Left.Duplicates > 0 && IsUp(world, twice.To) && world.MayDeliver(twice.From, twice.To);

    /// <summary>A cut parts the whole cluster in two; one that goes both ways is told with s1 on its first side.</summary>
    private static bool MayCut(World world, Partition cut)
    {
        var isPartition = (cut.From.Bits ^ cut.To.Bits) == world.Servers.Bits && cut.From.And(cut.To).Count == 0;
        var hasTwoSides = cut.From.Count > 0 && cut.To.Count > 0;
        var isInOrder = !cut.BothWays || cut.From.Contains(new ServerId(1));
        var isLeft = (cut.BothWays ? world.Left.Partitions : world.Left.OneWayCuts) > 0;
        return isPartition && hasTwoSides && isInOrder && isLeft && !world.Network.IsPartitioned;
    }

    private static bool Is(World world, ServerId server, Condition condition) =>
        Exists(world, server) && world[server].Condition == condition;

    private static bool IsUp(World world, ServerId server) => Is(world, server, Condition.Up);

    private static string? If(bool may, string refusal) => may ? null : refusal;
}
