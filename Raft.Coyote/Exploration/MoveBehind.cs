using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration;

/// <summary>
/// The move that brings a happening about. Between leaving its link and being handled a message waits in the server's inbox, which the world does
/// not have. So what the actors do is allowed here too: an input that waited while its server was paused, or its link cut, is handled or lost.
/// </summary>
internal static class MoveBehind
{
    /// <summary>Finds the move.</summary>
    /// <param name="world">The world before the happening.</param>
    /// <param name="happening">What is to happen.</param>
    /// <param name="areFaultsOver">Whether faults are over. One server may crash even then: the one that is to stay down.</param>
    /// <returns>The move; or why there is none.</returns>
    public static (Move? Move, string? Refusal) Find(World world, Happening happening, bool areFaultsOver) => happening switch
    {
        Handled handled => Handling(world, handled),
        Lost lost => Losing(world, lost),
        Doubled doubled => Doubling(world, doubled),
        Crashed crashed when areFaultsOver => If(IsUp(world, crashed.Server), new Crash(crashed.Server), "that server is not up"),
        Crashed crashed => Nemesis(world, new Crash(crashed.Server)),
        Paused paused => Nemesis(world, new Pause(paused.Server)),
        Resumed resumed => Nemesis(world, new Resume(resumed.Server)),
        Partitioned cut => Nemesis(world, new Partition(cut.From, cut.To, cut.BothWays)),
        Healed => Nemesis(world, new Heal()),
        FaultsOver => If(!areFaultsOver, new EndFaults(), "they were over before"),
        Called called => Calling(world, called),
        RequestLost lost => LosingRequest(world, lost),
        Returned returned => Returning(world, returned),
        GaveUp gaveUp => If(IsAwaited(world, gaveUp.Request), new GiveUp(gaveUp.Request.Client), "the client does not wait for it"),
        _ => No("nothing is known that could bring it about"),
    };

    private static (Move? Move, string? Refusal) Handling(World world, Handled handled)
    {
        var refusal = WhyNot(world, handled);
        return refusal is not null ? No(refusal) : handled.Input switch
        {
            Receive receive => Delivering(world, receive.Message, handled),
            ClientRequest request => DeliveringRequest(world, request, handled),
            ElectionTimeout => If(world.Left.Timeouts > 0, new TimeOut(handled.Server, handled.Crash), "no election timeout is left"),
            HeartbeatDue => (new Beat(handled.Server, handled.Crash), null),
            Restart => (new Reboot(handled.Server, handled.Crash), null),
            _ => No("there is no such input"),
        };
    }

    private static string? WhyNot(World world, Handled handled)
    {
        if (!Exists(world, handled.Server))
        {
            return "there is no such server";
        }

        var isDown = world[handled.Server].Condition == Condition.Down;
        return (isDown, handled.Input is Restart, handled.Crash) switch
        {
            (true, false, _) => "that server is down",
            (false, true, _) => "that server is not down",
            (_, _, { } crash) when !IsAmid(crash, handled.Effects) => "the crash point is not amid its effects",
            (_, _, not null) when world.Left.Crashes <= 0 => "no crash is left",
            _ => null,
        };
    }

    private static bool IsAmid(CrashPoint crash, Sequence<Effect> effects)
    {
        var isAmid = crash.EffectsDone >= 0 && crash.EffectsDone <= effects.Count;
        var records = isAmid && crash.EffectsDone < effects.Count && effects[crash.EffectsDone] is Persist persist ? persist.Records.Count : 0;
        return isAmid && crash.RecordsKept >= 0 && crash.RecordsKept <= records;
    }

    private static (Move? Move, string? Refusal) Delivering(World world, Message message, Handled handled)
    {
        var position = PositionOf(world, message, handled.SentAt);
        return If(position >= 0, new Deliver(message.From, message.To, position, handled.Crash), NotOnItsWay);
    }

    private static (Move? Move, string? Refusal) DeliveringRequest(World world, ClientRequest request, Handled handled)
    {
        var position = handled.SentAt is { } sentAt && Exists(world, request.Id.Client)
            ? world[request.Id.Client].Requests.Items.IndexOf(new SentRequest(request, handled.Server, sentAt))
            : -1;
        return If(position >= 0, new DeliverRequest(request.Id.Client, position, handled.Crash), "that request is not on its way");
    }

    private static (Move? Move, string? Refusal) Losing(World world, Lost lost)
    {
        var position = PositionOf(world, lost.Message, lost.SentAt);
        if (position < 0)
        {
            return No(NotOnItsWay);
        }

        var (from, to) = (lost.Message.From, lost.Message.To);
        var lose = new Lose(from, to, position);
        var mayLose = world[to].Condition == Condition.Down || world.LinkMoves(from, to).Contains(lose);
        return If(mayLose, lose, "the network has no reason to");
    }

    private static (Move? Move, string? Refusal) Doubling(World world, Doubled doubled)
    {
        var position = PositionOf(world, doubled.Message, doubled.SentAt);
        if (position < 0)
        {
            return No(NotOnItsWay);
        }

        var twice = new Environment.Double(doubled.Message.From, doubled.Message.To, position);
        return If(world.LinkMoves(twice.From, twice.To).Contains(twice), twice, "the network may not");
    }

    private static (Move? Move, string? Refusal) Nemesis(World world, Move move) =>
        If(world.NemesisMoves().Contains(move), move, "that may not happen now");

    private static (Move? Move, string? Refusal) Calling(World world, Called called)
    {
        var mayCall = Exists(world, called.Request.Client) && Exists(world, called.Server) && world[called.Request.Client].MayCall;
        return If(mayCall, new Call(called.Request.Client, called.Server), "the client may not ask now");
    }

    /// <summary>A request to a paused server is lost as well: the actors have no place for it to wait.</summary>
    private static (Move? Move, string? Refusal) LosingRequest(World world, RequestLost lost)
    {
        if (!Exists(world, lost.Request.Client) || !Exists(world, lost.Server) || IsUp(world, lost.Server))
        {
            return No("that server is up, or there is none");
        }

        var requests = world[lost.Request.Client].Requests.Items.ToList();
        var position = requests.FindIndex(sent => sent.Request.Id == lost.Request && sent.To == lost.Server);
        return If(position >= 0, new LoseRequest(lost.Request.Client, position), "that request is not on its way");
    }

    private static (Move? Move, string? Refusal) Returning(World world, Returned returned)
    {
        var position = IsAwaited(world, returned.Request)
            ? world[returned.Request.Client].Answers.Items.IndexOf(new SentAnswer(returned.Request, returned.Answer))
            : -1;
        return If(position >= 0, new Return(returned.Request.Client, position), "that answer is not on its way, or nobody waits for it");
    }

    private const string NotOnItsWay = "that message is not on its way";

    /// <summary>Where on its link a message is, counted from 0; -1 when it is not there.</summary>
    private static int PositionOf(World world, Message message, int? sentAt)
    {
        var mayBeThere = sentAt is not null && Exists(world, message.From) && Exists(world, message.To);
        return mayBeThere ? world.Network[message.From, message.To].OnTheWay.Items.IndexOf(new Envelope(message, sentAt!.Value)) : -1;
    }

    private static bool Exists(World world, ServerId server) => server.Number >= 1 && server.Number <= world.Hosts.Count;

    private static bool Exists(World world, ClientId client) => client.Number >= 1 && client.Number <= world.Clients.Count;

    private static bool IsUp(World world, ServerId server) => Exists(world, server) && world[server].Condition == Condition.Up;

    private static bool IsAwaited(World world, RequestId request) => Exists(world, request.Client) && world[request.Client].Waiting == request;

    private static (Move? Move, string? Refusal) If(bool may, Move move, string refusal) => may ? (move, null) : No(refusal);

    private static (Move? Move, string? Refusal) No(string refusal) => (null, refusal);
}
