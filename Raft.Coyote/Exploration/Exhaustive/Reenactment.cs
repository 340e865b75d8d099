using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// Plays actions of an exploration in the world in which all other runs take place, before the judge of all other runs. What the
/// explorer says is believed only when the judge says so too.
/// </summary>
public sealed class Reenactment
{
    /// <summary>What the scenario of such a trace is called.</summary>
    public const string Scenario = "explore";

    private readonly Bounds bounds;
    private readonly Rules rules;
    private readonly Judge judge;
    private readonly List<Happening> story = [];
    private World world;
    private int moves;

    private Reenactment(Bounds bounds, Rules rules, IReadOnlySet<string>? judged)
    {
        (this.bounds, this.rules) = (bounds, rules);
        judge = new Judge(bounds.All, judged, rules.Options);
        world = FreeWorld.Start(bounds.Servers, bounds.MaxRequests, bounds.InitialServers);
    }

    /// <summary>The trace of some actions; it ends where a property falls, and names it.</summary>
    /// <param name="actions">The actions.</param>
    /// <param name="bounds">The bounds within which they were found.</param>
    /// <param name="rules">The rules that the servers run.</param>
    /// <param name="mutant">The name of these rules; null for the real ones.</param>
    /// <param name="found">How they were found: the strategy, the seed and the number of the walk.</param>
    /// <param name="judged">The properties that judge; null for all.</param>
    public static Trace Play(
        IReadOnlyList<ConcreteAction> actions, Bounds bounds, Rules rules, string? mutant,
        (string Strategy, long Seed, long Walk) found, IReadOnlySet<string>? judged = null)
    {
        var play = new Reenactment(bounds, rules, judged);
        foreach (var action in actions)
        {
            play.Do(action);
        }

        var header = new Header(
            TraceFormat.Product, Scenario, bounds.Servers, bounds.MaxRequests, rules.Options,
            [new Drawn("bounds", bounds.ToString())], Traces.Driver.Rules, found.Strategy, found.Seed, found.Walk, mutant,
            play.judge.Violation, play.moves)
        {
            InitialServers = bounds.InitialServers,
        };
        return new Trace(header, "", [.. play.story]);
    }

    private void Do(ConcreteAction action)
    {
        if (action.Kind == ActionKind.Request)
        {
            var request = Bounds.Request(action.Number);
            world = world.Wanting(request.Id.Client, request.Command);
            Do(new Call(request.Id.Client, action.Server!.Value));
        }

        Do(MoveOf(action));
    }

    private void Do(Move move)
    {
        if (judge.Violation is not null)
        {
            return;
        }

        var turn = world.Apply(move, rules);
        (world, moves) = (turn.World, moves + 1);
        foreach (var happening in turn.Happenings.Items.TakeWhile(_ => judge.Violation is null))
        {
            story.Add(happening);
            judge.Observe(story.Count, happening);
        }
    }

    private Move MoveOf(ConcreteAction action) => (action.Kind, action.Server, action.Message) switch
    {
        (ActionKind.Timeout, { } server, _) => new TimeOut(server, action.CrashPoint),
        (ActionKind.Heartbeat, { } server, _) => new Beat(server, action.CrashPoint),
        (ActionKind.Request, _, _) => new DeliverRequest(Bounds.Request(action.Number).Id.Client, 0, action.CrashPoint),
        (ActionKind.Receive, _, { } message) => new Deliver(message.From, message.To, Position(message), action.CrashPoint),
        (ActionKind.Drop, _, { } message) => new Lose(message.From, message.To, Position(message)),
        (ActionKind.Duplicate, _, { } message) => new Environment.Double(message.From, message.To, Position(message)),
        (ActionKind.Crash, { } server, _) => new Crash(server),
        (ActionKind.Restart, { } server, _) => new Reboot(server, action.CrashPoint),
        (ActionKind.Order, { } server, _) => new Instruct(server, bounds.Orders[action.Number - 1], action.CrashPoint),
        _ => throw new ArgumentException($"no move is {action}", nameof(action)),
    };

    private int Position(Message message)
    {
        var link = world.Network[message.From, message.To].OnTheWay;
        for (var position = 0; position < link.Count; position++)
        {
            if (link[position].Message == message)
            {
                return position;
            }
        }

        throw new InvalidOperationException($"the explorer has {message} on its way, and the world has not");
    }
}
