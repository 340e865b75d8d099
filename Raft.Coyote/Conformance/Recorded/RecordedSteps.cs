using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Conformance.Recorded;

/// <summary>Judges the events of a trace of our own, one after the other, by the rules.</summary>
internal sealed class RecordedSteps : IForesight
{
    /// <summary>What the last so many events did is remembered, beside a mark for each message.</summary>
    private const int Remembered = 1_024;

    private readonly Rules rules;
    private readonly HashSet<ulong> sent = [];
    private readonly (int Number, Sequence<Effect> Effects)[] lately = new (int, Sequence<Effect>)[Remembered];
    private World world;
    private Handled? foreseen;
    private int number;

    /// <summary>Before the first event.</summary>
    public RecordedSteps(Header header)
    {
        rules = new Rules(header.Options);
        world = World.Of(header.Servers, [], new Faults(), header.InitialServers);
    }

    /// <inheritdoc/>
    public IEnumerable<Message> Sent(ServerId to, int sentAt)
    {
        var (happened, effects) = lately[sentAt % Remembered];
        foreach (var effect in happened == sentAt ? effects : [])
        {
            if (effect is Send { Message: var message } && message.To == to)
            {
                yield return message;
            }
        }
    }

    /// <summary>What a server does with an input, if it may come and no crash strikes amid it; null when it may not come.</summary>
    public Handled? Foresee(ServerId server, Input input, int? sentAt)
    {
        var state = world[server].State;
        var bare = new Handled(server, input, state, state, [], Crash: null, sentAt);
        return foreseen = CheckInput(bare) is null ? Handling(bare) : null;
    }

    /// <summary>Judges the next event.</summary>
    public Refusal? Judge(Happening happening)
    {
        number++;
        switch (happening)
        {
            case Handled handled:
                return Judge(handled);
            case Lost { Message: var message, SentAt: var sentAt }:
                return CheckSent(message.From, message, sentAt);
            case Doubled { Message: var message, SentAt: var sentAt }:
                return CheckSent(message.From, message, sentAt);
            default:
                world = MoveOf(happening) is { } move ? world.Apply(move).World : world;
                return null;
        }
    }

    /// <summary>What else happens to a server or its disk.</summary>
    private static Move? MoveOf(Happening happening) => happening switch
    {
        Crashed crashed => new Crash(crashed.Server, crashed.WritesKept),
        DiskFilled filled => new FillDisk(filled.Server),
        SpaceFreed freed => new FreeSpace(freed.Server),
        Corrupted corrupted => new Corrupt(corrupted.Server, corrupted.Index),
        Repaired repaired => new Repair(repaired.Server),
        Paused paused => new Pause(paused.Server),
        Resumed resumed => new Resume(resumed.Server),
        _ => null,
    };

    private Refusal? Judge(Handled told)
    {
        if (ReferenceEquals(told, foreseen))
        {
            return CarryOut(told);
        }

        if (CheckInput(told) is { } refusal)
        {
            return refusal;
        }

        var done = Handling(told);
        return Differences.Between(told, done) is { } difference ? Refuse(told, difference) : CarryOut(done);
    }

    /// <summary>What the reference does with the input that a server was given.</summary>
    private Handled Handling(Handled told)
    {
        var before = world[told.Server].State;
        var step = rules.Receive(before, told.Input);
        var asked = new Handled(told.Server, told.Input, before, step.State, step.Effects, told.DrawnCrash, told.SentAt);
        return IsCrashAmid(asked) ? world.InStep(asked, rules) : asked;
    }

    private static bool IsCrashAmid(Handled asked) => asked.Crash is null || asked.Crash.EffectsDone <= asked.Effects.Count;

    private Refusal? CheckInput(Handled told)
    {
        var host = world[told.Server];
        var isRestart = told.Input is Restart;
        if (host.Condition != (isRestart ? Condition.Down : Condition.Up))
        {
            var expected = isRestart ? "a server that is down" : "a server that runs";
            return Refuse(told, new("server", expected, $"one that is {host.Condition}"));
        }

        return told.Input switch
        {
            Receive { Message: var message } => CheckSent(told.Server, message, told.SentAt ?? 0),
            Restart restart when restart != host.Disk.Load() =>
                Refuse(told, new("durable", $"{host.Disk.Synced}, which the disk kept", $"{restart.Durable}")),
            Written written when host.Disk.Reports.Count == 0 || host.Disk.Reports[0] != written =>
                Refuse(told, new("input", "the write that is under way", $"{written}")),
            _ => null,
        };
    }

    private Refusal? CheckSent(ServerId server, Message message, int sentAt)
    {
        var isSent = sent.Contains(Mark(message, sentAt));
        return isSent ? null : new Refusal(
            "message from nowhere", $"a message that event {sentAt} sent", $"{message}, which it did not", Paper.Network,
            TextOf(world[server].State));
    }

    private Refusal? CarryOut(Handled done)
    {
        world = world.Handle(done);
        lately[number % Remembered] = (number, done.Effects);
        foreach (var effect in done.Effects.Take(done.Crash?.EffectsDone ?? int.MaxValue))
        {
            world = effect.IsWrite() ? world.CarryOut(done.Server, effect, number).World : world;
            if (effect is Send { Message: var message })
            {
                sent.Add(Mark(message, number));
            }
        }

        world = done.Crash is null ? world : world.CrashAt(done);
        return null;
    }

    /// <summary>
    /// A mark of a message and the event that sent it; two different ones have the same by a chance that is negligible.
    /// </summary>
    private static ulong Mark(Message message, int sentAt) => ((ulong)(uint)sentAt << 32) | (uint)message.GetHashCode();

    private Refusal Refuse(Handled told, Difference difference) => new(
        $"wrong {difference.Name}", difference.Expected, difference.Came, RulesBehind.Of(told.Input, difference.Name),
        TextOf(world[told.Server].State));

    private static string TextOf(ServerState state)
    {
        var vote = state.VotedFor is { } candidate ? $"voted for {candidate}" : "voted for nobody";
        return $"{state.Id} in term {state.CurrentTerm}, {vote}, commitIndex {state.CommitIndex}, log {state.Log}, {state.Role}";
    }
}
