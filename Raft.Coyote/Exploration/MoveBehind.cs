using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using static Raft.Coyote.Exploration.MayHappen;

namespace Raft.Coyote.Exploration;

/// <summary>The move that brings a happening about.</summary>
internal static class MoveBehind
{
    /// <summary>Finds the move.</summary>
    /// <param name="world">The world before the happening.</param>
    /// <param name="happening">What is to happen.</param>
    /// <returns>The move; or why there is none.</returns>
    public static (Move? Move, string? Refusal) Find(World world, Happening happening)
    {
        var (move, missing) = Look(world, happening);
        var refusal = move is null ? missing : WhyNot(world, move);
        return refusal is null ? (move, null) : (null, refusal);
    }

    private static (Move? Move, string? Missing) Look(World world, Happening happening) => happening switch
    {
        Handled handled => Handling(world, handled),
        Lost { Message: var lost, SentAt: var sentAt } => OnItsWay(
            world, lost, sentAt, position => new Lose(lost.From, lost.To, position)),
        Doubled { Message: var twice, SentAt: var sentAt } => OnItsWay(
            world, twice, sentAt, position => new Environment.Double(twice.From, twice.To, position)),
        Crashed crashed => (new Crash(crashed.Server), null),
        Paused paused => (new Pause(paused.Server), null),
        Resumed resumed => (new Resume(resumed.Server), null),
        Partitioned cut => (new Partition(cut.From, cut.To, cut.BothWays), null),
        Healed => (new Heal(), null),
        FaultsOver => (new EndFaults(), null),
        Called called => If(
            IsNext(world, called), new Call(called.Request.Client, called.Server), "that is not the client's next request"),
        RequestLost lost => LosingRequest(world, lost),
        Returned returned => Returning(world, returned),
        GaveUp gaveUp => If(
            IsAwaited(world, gaveUp.Request), new GiveUp(gaveUp.Request.Client), "the client does not wait for it"),
        _ => (null, "nothing is known that could bring it about"),
    };

    private static (Move? Move, string? Missing) Handling(World world, Handled handled)
    {
        if (!Exists(world, handled.Server))
        {
            return (null, "there is no such server");
        }

        return handled.Crash is { } crash && !IsAmid(crash, handled.Effects)
            ? (null, "the crash point is not amid its effects")
            : handled.Input switch
            {
                Receive receive when receive.Message.To != handled.Server => (null, "that message is for another server"),
                Receive receive => OnItsWay(
                    world, receive.Message, handled.SentAt,
                    position => new Deliver(receive.Message.From, receive.Message.To, position, handled.Crash)),
                ClientRequest request => DeliveringRequest(world, request, handled),
                ElectionTimeout => (new TimeOut(handled.Server, handled.Crash), null),
                HeartbeatDue => (new Beat(handled.Server, handled.Crash), null),
                Restart => (new Reboot(handled.Server, handled.Crash), null),
                Order order => (new Instruct(handled.Server, order, handled.Crash), null),
                _ => (null, "there is no such input"),
            };
    }

    private static bool IsAmid(CrashPoint crash, Sequence<Effect> effects)
    {
        var isAmid = crash.EffectsDone >= 0 && crash.EffectsDone <= effects.Count;
        var isBefore = isAmid && crash.EffectsDone < effects.Count;
        var records = isBefore && effects[crash.EffectsDone] is Persist persist ? persist.Records.Count : 0;
        return isAmid && crash.RecordsKept >= 0 && crash.RecordsKept <= records;
    }

    private static (Move? Move, string? Missing) DeliveringRequest(World world, ClientRequest request, Handled handled)
    {
        var position = handled.SentAt is { } sentAt && Exists(world, request.Id.Client)
            ? world[request.Id.Client].Requests.Items.IndexOf(new SentRequest(request, handled.Server, sentAt))
            : -1;
        var arrival = new DeliverRequest(request.Id.Client, position, handled.Crash);
        return If(position >= 0, arrival, "that request is not on its way");
    }

    private static bool IsNext(World world, Called called) =>
        Exists(world, called.Request.Client) && called.Request.Number == world[called.Request.Client].Sent + 1;

    private static (Move? Move, string? Missing) LosingRequest(World world, RequestLost lost)
    {
        var requests = Exists(world, lost.Request.Client) ? world[lost.Request.Client].Requests.Items.ToList() : [];
        var position = requests.FindIndex(sent => sent.Request.Id == lost.Request && sent.To == lost.Server);
        return If(position >= 0, new LoseRequest(lost.Request.Client, position), "that request is not on its way");
    }

    private static (Move? Move, string? Missing) Returning(World world, Returned returned)
    {
        var position = IsAwaited(world, returned.Request)
            ? world[returned.Request.Client].Answers.Items.IndexOf(new SentAnswer(returned.Request, returned.Answer))
            : -1;
        var answer = new Return(returned.Request.Client, position);
        return If(position >= 0, answer, "that answer is not on its way, or nobody waits for it");
    }

    /// <summary>A move of a message, given its position on its link.</summary>
    private static (Move? Move, string? Missing) OnItsWay(World world, Message message, int? sentAt, Func<int, Move> move)
    {
        var mayBeThere = sentAt is not null && Exists(world, message.From) && Exists(world, message.To);
        var position = mayBeThere
            ? world.Network[message.From, message.To].OnTheWay.Items.IndexOf(new Envelope(message, sentAt!.Value))
            : -1;
        return position >= 0 ? (move(position), null) : (null, "that message is not on its way");
    }

    private static bool IsAwaited(World world, RequestId request) =>
        Exists(world, request.Client) && world[request.Client].Waiting == request;

    private static (Move? Move, string? Missing) If(bool may, Move move, string refusal) => may ? (move, null) : (null, refusal);
}
