using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Exploration;

/// <summary>One run of the rules without a runtime: random moves of a world, judged as any other run.</summary>
internal sealed class Walk
{
    private readonly Setup setup;
    private readonly Rules rules;
    private readonly IDice dice;
    private readonly Judge judge;
    private Swarm swarm;
    private readonly Sightings? sightings;
    private readonly Action<Walk, Turn>? onTurn;
    private readonly List<Happening> story = [];

    /// <summary>A walk that has not begun.</summary>
    /// <param name="setup">What the run is made of.</param>
    /// <param name="rules">The rules that the servers run.</param>
    /// <param name="dice">What draws its weights and its moves.</param>
    /// <param name="judge">Who judges it.</param>
    /// <param name="sightings">Is shown each protocol event.</param>
    /// <param name="onTurn">Is shown each turn until faults end.</param>
    public Walk(
        Setup setup, Rules rules, IDice dice, Judge judge, Sightings? sightings = null, Action<Walk, Turn>? onTurn = null)
    {
        (this.setup, this.rules, this.dice, this.judge) = (setup, rules, dice, judge);
        (this.sightings, this.onTurn) = (sightings, onTurn);
        swarm = Swarm.Draw(dice, setup);
        World = setup.Start();
    }

    /// <summary>What it is made of.</summary>
    public Setup Setup => setup;

    /// <summary>The world as it is now.</summary>
    public World World { get; private set; }

    /// <summary>All that happened, in order.</summary>
    public IReadOnlyList<Happening> Story => story;

    /// <summary>How many protocol events there were.</summary>
    public int Events { get; private set; }

    /// <summary>How many of them had happened at the point from which it went on.</summary>
    public int EventsBefore { get; private set; }

    /// <summary>How many moves there were.</summary>
    public int Moves { get; private set; }

    /// <summary>The point that it is at.</summary>
    public WalkPoint Here => new(setup, World, story, story.Count, swarm);

    /// <summary>Whether enough is left of it that another could go another way from here.</summary>
    public bool MayGoOn => Events * 4 < setup.MaxEvents * 3;

    /// <summary>
    /// Lets a walk that has not begun go on from a point of another, half the time with the same weights: they led there, and may
    /// be what leads on. What happened until then is judged again, and not counted.
    /// </summary>
    public void GoOnFrom(WalkPoint point)
    {
        World = point.World;
        swarm = dice.OneIn(2) ? point.Swarm : swarm;
        for (var position = 0; position < point.Happened; position++)
        {
            Record(point.Story[position]);
            sightings?.Recall(point.Story[position] as Handled);
        }

        EventsBefore = Events;
    }

    /// <summary>Walks to its end, or to the first violation.</summary>
    /// <returns>The violation; null when there is none.</returns>
    public Violation? Run()
    {
        var choice = new MoveChoice(swarm, dice);
        while (judge.Violation is null && Events < setup.MaxEvents && choice.Draw(World) is { } move)
        {
            var turn = Do(move);
            Take(turn);
            onTurn?.Invoke(this, turn);
        }

        return judge.Violation ?? (setup.Heals ? Heal() : null);
    }

    /// <summary>Faults end, and all must end well.</summary>
    private Violation? Heal()
    {
        Take(World.Apply(new EndFaults()));
        if (setup.StaysDeaf is not null && World.Network.IsPartitioned)
        {
            Take(World.Apply(new Heal()));
        }

        var last = Events + FairRun.EnoughEvents;
        foreach (var (_, turn) in FairRun.From(World, rules, dice, setup.StaysDown, setup.StaysDeaf))
        {
            Take(turn);
            if (judge.Violation is not null || IsAllWell())
            {
                return judge.Violation;
            }

            if (Events >= last)
            {
                break;
            }
        }

        return judge.EndedHot();
    }

    private bool IsAllWell()
    {
        foreach (var client in World.Clients)
        {
            if (!client.IsDone)
            {
                return false;
            }
        }

        return judge.Liveness.All(property => property.IsSatisfied);
    }

    private Turn Do(Move move)
    {
        var turn = World.Apply(move is Handling handling ? MayCrashAmid(handling) : move, rules);
        return swarm.TearOneIn > 0 && World.Left is { Crashes: > 0, LostWrites: > 0 } ? MayTear(move, turn) : turn;
    }

    /// <summary>
    /// A write of several records is where a crash does most harm: some of them may survive without the others.
    /// </summary>
    private Turn MayTear(Move move, Turn turn)
    {
        var isSound = turn.Happenings.Count > 0 && turn.Happenings[0] is Handled { Crash: null };
        if (isSound && move is Handling handling && TornWrite(((Handled)turn.Happenings[0]).Effects) is { } crash)
        {
            return World.Apply(handling with { Crash = crash }, rules);
        }

        return turn;
    }

    private CrashPoint? TornWrite(Sequence<Effect> effects)
    {
        for (var position = 0; position < effects.Count; position++)
        {
            if (effects[position] is Persist { Records: { Count: > 1 } records } && dice.OneIn(swarm.TearOneIn))
            {
                return new CrashPoint(position, dice.Between(1, records.Count - 1));
            }
        }

        return null;
    }

    private Handling MayCrashAmid(Handling handling)
    {
        var crashes = swarm.CrashAmidOneIn > 0 && World.Left.Crashes > 0 && dice.OneIn(swarm.CrashAmidOneIn);
        return crashes ? CrashAmid(handling) : handling;
    }

    private Handling CrashAmid(Handling handling)
    {
        var (world, server, input, _) = World.Take(handling);
        var effects = rules.Receive(world[server].State, input).Effects;
        return handling with { Crash = CrashPoint.Draw(dice, effects, World.Left.LostWrites > 0, World[server].Disk) };
    }

    private void Take(Turn turn)
    {
        World = turn.World;
        Moves++;
        foreach (var happening in turn.Happenings)
        {
            Tell(happening);
            if (judge.Violation is not null)
            {
                return;
            }
        }
    }

    private void Tell(Happening happening)
    {
        sightings?.See(happening as Handled);
        Record(happening);
    }

    private void Record(Happening happening)
    {
        story.Add(happening);
        Events += happening is Handled ? 1 : 0;
        judge.Observe(story.Count, happening);
    }
}
