using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>
/// Does a script in a world that charges nothing, and judges what happens, until a property falls or nothing is left to do.
/// </summary>
internal sealed partial class Performance
{
    /// <summary>A crash after all effects of a step, however many there are.</summary>
    public const int AllEffects = int.MaxValue;

    private readonly Script script;
    private readonly Rules rules;
    private readonly Judge judge;
    private readonly string? eventually;
    private readonly List<Act> done = [];
    private readonly List<Happening> story = [];
    private readonly int[] begunAt;
    private bool areFaultsOver;

    private Performance(Script script, Rules rules, IReadOnlySet<string>? judged, string? eventually)
    {
        (this.script, this.rules, this.eventually) = (script, rules, eventually);
        judge = new Judge(ServerSet.FirstServers(script.Servers), judged, script.Options);
        World = FreeWorld.Start(script.Servers, script.Clients, script.InitialServers);
        begunAt = new int[script.Acts.Items.Select(act => act.Id).DefaultIfEmpty(0).Max() + 1];
    }

    /// <summary>The world as it is now.</summary>
    public World World { get; private set; }

    /// <summary>All that happened, in order.</summary>
    public IReadOnlyList<Happening> Story => story;

    /// <summary>Whether the run goes on without faults when all was done.</summary>
    public bool GoesOn => eventually is not null;

    /// <summary>The property that fell; null when none did.</summary>
    public Violation? Violation { get; private set; }

    /// <summary>The script of what was really done.</summary>
    public Script Done => script with { Acts = [.. done] };

    /// <summary>Does a script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="rules">The rules that the servers run.</param>
    /// <param name="judged">The properties that judge; null for all.</param>
    /// <param name="eventually">
    /// What must happen once faults are over: the run goes on without them when all was done, to see whether it does. Null when
    /// it ends there.
    /// </param>
    public static Performance Of(Script script, Rules rules, IReadOnlySet<string>? judged, string? eventually = null)
    {
        var performance = new Performance(script, rules, judged, eventually);
        foreach (var act in script.Acts)
        {
            if (performance.Violation is not null)
            {
                break;
            }

            performance.Do(act);
        }

        if (performance.Violation is null && eventually is not null)
        {
            performance.GoOn();
        }

        return performance;
    }

    private void Do(Move move) => Take(move, World.Apply(move, rules));

    /// <summary>A move was made: tells the judge what happened.</summary>
    private void Take(Move move, Turn turn)
    {
        World = turn.World;
        if (move is EndFaults)
        {
            (areFaultsOver, World) = (true, World.WithOneThatStaysDown());
        }

        foreach (var happening in turn.Happenings)
        {
            if (Violation is null)
            {
                story.Add(happening);
                Violation = judge.Observe(story.Count, happening);
            }
        }
    }

    private void Do(Act act)
    {
        var world = World;
        World = act.Command is { } command ? World.Wanting(((Call)act.Move).Client, command) : World;
        var move = Find(act);
        if (move is null || MayHappen.WhyNot(World, move) is not null || IsTooLate(move))
        {
            World = world;
            return;
        }

        begunAt[act.Id] = story.Count + 1;
        var (inStep, asDone) = act.Crash is null ? (move, act) : Crashing(act, (Handling)move);
        done.Add(asDone);
        Do(inStep);
    }

    /// <summary>
    /// Once faults are over they are not over again, and only the server that is to stay down goes down, or that is to stay deaf
    /// is cut off. Nor does time pass while anything is on its way (as in a <see cref="FairRun"/>): what is hot only because
    /// messages are held back proves nothing.
    /// </summary>
    private bool IsTooLate(Move move)
    {
        var isFault = move is EndFaults or Handling { Crash: not null };
        var isUnwanted = move switch
        {
            Crash crash => crash.Server != script.StaysDown,
            Partition cut => script.StaysDeaf is not { } deaf || cut != Partition.Deafening(deaf, World.Servers),
            _ => false,
        };
        var isHasty = move is TimeOut or Beat or Lapse or Call or GiveUp && !IsQuiet;
        return areFaultsOver && (isFault || isUnwanted || isHasty);
    }

    /// <summary>The move of an act, with the position that what it is about has now; null when it is not there.</summary>
    private Move? Find(Act act) => act.Move switch
    {
        Deliver deliver => At(PositionOf(act, deliver.From, deliver.To), position => deliver with { Position = position }),
        Lose lose => At(PositionOf(act, lose.From, lose.To), position => lose with { Position = position }),
        Environment.Double twice => At(PositionOf(act, twice.From, twice.To), position => twice with { Position = position }),
        DeliverRequest arrival => At(RequestOf(act, arrival.Client), position => arrival with { Position = position }),
        LoseRequest lose => At(RequestOf(act, lose.Client), position => lose with { Position = position }),
        Return answer => At(AnswerTo(act, answer.Client), position => answer with { Position = position }),
        _ => act.Move,
    };

    private static Move? At(int position, Func<int, Move> move) => position < 0 ? null : move(position);

    private int BegunAt(Act act) => begunAt[act.Cause!.Value];

    private int PositionOf(Act act, ServerId from, ServerId to)
    {
        var sentAt = BegunAt(act);
        var step = sentAt > 0 ? story[sentAt - 1] as Handled : null;
        return step is not null && Sent.By(step, to).Skip(act.Nth).FirstOrDefault() is { } message
            ? World.Network[from, to].OnTheWay.Items.IndexOf(new Envelope(message, sentAt))
            : -1;
    }

    private int RequestOf(Act act, ClientId client)
    {
        var calledAt = BegunAt(act);
        var requests = World[client].Requests;
        for (var position = 0; position < requests.Count; position++)
        {
            if (requests[position].SentAt == calledAt)
            {
                return position;
            }
        }

        return -1;
    }

    /// <summary>An answer for which the client does not wait any more is not worth taking: nothing comes of it.</summary>
    private int AnswerTo(Act act, ClientId client)
    {
        var isAwaited = BegunAt(act) > 0 && story[BegunAt(act) - 1] is Called called && World[client].Waiting == called.Request;
        return isAwaited ? Sent.AnswerTo(World[client], act.Nth) : -1;
    }

    /// <summary>A crash point lies amid the effects that the step has here, and is told as what it comes to.</summary>
    private (Move Move, Act Done) Crashing(Act act, Handling move)
    {
        var (_, server, input, _) = World.Take(move);
        var effects = rules.Receive(World[server].State, input).Effects;
        var (inStep, told) = Fit(move.Crash!, effects);
        return (move with { Crash = inStep }, act.With(told));
    }

    /// <summary>
    /// The crash point that is nearest to one amid some effects: as it is in the step, and as a script tells it.
    /// </summary>
    public static (CrashPoint InStep, CrashPoint Told) Fit(CrashPoint crash, Sequence<Effect> effects)
    {
        if (crash.EffectsDone >= effects.Count)
        {
            var after = crash with { RecordsKept = 0, Torn = false };
            return (after with { EffectsDone = effects.Count }, after with { EffectsDone = AllEffects });
        }

        var records = effects[crash.EffectsDone] is Persist persist ? persist.Records.Count : 0;
        var kept = Math.Min(crash.RecordsKept, records);
        var fit = crash with { RecordsKept = kept, Torn = crash.Torn && kept < records };
        return (fit, fit);
    }
}
