using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>What a move led to: the world after it, and what happened, in order.</summary>
public sealed record Turn(World World, Sequence<Happening> Happenings);

/// <summary>Doing a move.</summary>
public sealed partial record World
{
    /// <summary>Does a move. A move is one of <see cref="Moves"/>; of another one nothing is promised.</summary>
    public Turn Apply(Move move, Rules rules) => move is Handling handling ? Handle(handling, rules) : Apply(move);

    /// <summary>Does a move in which no server handles an input.</summary>
    public Turn Apply(Move move) => move switch
    {
        Lose lose => Lose(lose),
        Double twice => Double(twice),
        Crash crash => Happens(
            WithDisk(crash.Server, disk => disk.Crash(crash.WritesKept)).With(crash.Server, Condition.Down) with
            {
                Left = Left with { Crashes = Left.Crashes - 1 },
            },
            new Crashed(crash.Server, crash.WritesKept)),
        Pause pause => Happens(
            With(pause.Server, this[pause.Server] with { Condition = Condition.Paused }) with
            {
                Left = Left with { Pauses = Left.Pauses - 1 },
            },
            new Paused(pause.Server)),
        Resume resume => Happens(
            With(resume.Server, this[resume.Server] with { Condition = Condition.Up }), new Resumed(resume.Server)),
        Partition partition => Partition(partition),
        Heal => Happens(this with { Network = Network.Heal() }, new Healed()),
        Skew skew => Skew(skew.Server),
        EndFaults => Happens(WithoutFaults(), new FaultsOver()),
        Call call => Call(call),
        LoseRequest lose => LoseRequest(lose),
        Return answer => Return(answer),
        GiveUp giveUp => Happens(With(this[giveUp.Client].GiveUp()), new GaveUp(this[giveUp.Client].Waiting!.Value)),
        _ => ApplyToDisk(move),
    };

    /// <summary>No fault and no order may come any more, and clients may ask as often as they need.</summary>
    private World WithoutFaults() => this with
    {
        Left = new Faults(Timeouts: Faults.Unlimited),
        Orders = [],
        Clients = [.. Clients.Items.Select(client => client with { Attempts = Faults.Unlimited })],
    };

    private static Turn Happens(World after, Happening happening) =>
        new(after with { Happened = after.Happened + 1 }, [happening]);

    private Turn Handle(Handling move, Rules rules)
    {
        var (world, server, input, sentAt) = Take(move);
        var before = world[server].State;
        var step = rules.Receive(before, input);
        var asked = new Handled(server, input, before, step.State, step.Effects, move.Crash, sentAt);
        var handled = world.InStep(asked, rules);
        var happenings = new List<Happening> { handled };
        world = world.Handle(handled);
        var number = world.Happened;
        foreach (var effect in step.Effects.Take(handled.Crash?.EffectsDone ?? int.MaxValue))
        {
            (world, var lost) = world.CarryOut(server, effect, number);
            if (lost is not null)
            {
                happenings.Add(lost);
            }
        }

        world = handled.Crash is null ? world : world.CrashAt(handled);
        return new Turn(world, [.. happenings]);
    }

    private Turn Lose(Lose lose)
    {
        var link = Network[lose.From, lose.To];
        var envelope = link.OnTheWay[lose.Position];
        var isFault = this[lose.To].Condition != Condition.Down;
        var after = this with
        {
            Network = Network.With(lose.From, lose.To, link with { OnTheWay = link.OnTheWay.RemoveAt(lose.Position) }),
            Left = isFault ? Left with { Drops = Left.Drops - 1 } : Left,
        };
        return Happens(after, new Lost(envelope.Message, envelope.SentAt));
    }

    private Turn Double(Double twice)
    {
        var link = Network[twice.From, twice.To];
        var envelope = link.OnTheWay[twice.Position];
        var after = this with
        {
            Network = Network.With(twice.From, twice.To, link with { OnTheWay = link.OnTheWay.Add(envelope) }),
            Left = Left with { Duplicates = Left.Duplicates - 1 },
        };
        return Happens(after, new Doubled(envelope.Message, envelope.SentAt));
    }

    private Turn Partition(Partition partition)
    {
        var cut = Network.Cut(partition.From, partition.To);
        var left = partition.BothWays
            ? Left with { Partitions = Left.Partitions - 1 }
            : Left with { OneWayCuts = Left.OneWayCuts - 1 };
        var after = this with { Network = partition.BothWays ? cut.Cut(partition.To, partition.From) : cut, Left = left };
        return Happens(after, new Partitioned(partition.From, partition.To, partition.BothWays));
    }

    private Turn Call(Call call)
    {
        var client = this[call.Client].Call(call.Server, Happened + 1);
        return Happens(With(client), new Called(client.Waiting!.Value, call.Server, client.Plan[0]));
    }

    private Turn LoseRequest(LoseRequest lose)
    {
        var client = this[lose.Client];
        var sent = client.Requests[lose.Position];
        return Happens(
            With(client with { Requests = client.Requests.RemoveAt(lose.Position) }), new RequestLost(sent.Request.Id, sent.To));
    }

    private Turn Return(Return answer)
    {
        var client = this[answer.Client];
        var taken = client.Answers[answer.Position];
        var isAwaited = taken.Request == client.Waiting;
        var after = With(client.Take(answer.Position));
        return isAwaited ? Happens(after, new Returned(taken.Request, taken.Answer)) : new Turn(after, []);
    }
}
