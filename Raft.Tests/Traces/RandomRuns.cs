using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>
/// Runs of the real rules, at random: a bag of messages, timeouts, requests and crashes. The same seed gives the same run.
/// </summary>
internal sealed class RandomRuns
{
    private readonly Random random;
    private readonly int servers;
    private readonly TraceBuilder builder;
    private readonly Rules rules;
    private readonly List<(Message Message, int SentAt)> network = [];
    private readonly Dictionary<int, PersistentState> disks = [];
    private readonly HashSet<int> down = [];

    private RandomRuns(int seed)
    {
        random = new Random(seed);
        servers = 1 + random.Next(TraceFormat.MostServers);
        builder = new TraceBuilder(servers);
        var backTracking = (BackTracking)random.Next(2);
        var options = new Options(backTracking, NoOpAtElection: random.Next(2) == 0, MaxEntriesPerAppend: 1 + random.Next(3));
        rules = new Rules(options);
    }

    public static Trace Run(int seed, int happenings = 120)
    {
        var run = new RandomRuns(seed);
        while (run.builder.Count < happenings)
        {
            run.Move(1 + run.random.Next(run.servers));
        }

        return run.builder.Build(TraceBuilder.Header with { Servers = run.servers, Options = run.rules.Options, Seed = seed });
    }

    private void Move(int server)
    {
        var choice = random.Next(40);
        if (down.Contains(server))
        {
            down.Remove(server);
            Handle(server, new Restart(disks.GetValueOrDefault(server, PersistentState.FirstBoot)), null);
        }
        else if (choice < 36 && network.Count > 0)
        {
            Deliver(random.Next(network.Count));
        }
        else if (builder[server].Role is Leader)
        {
            LetLead(server);
        }
        else if (choice == 39 || network.Count == 0)
        {
            Handle(server, new ElectionTimeout(), null);
        }
        else
        {
            Call(server);
        }
    }

    private void LetLead(int server)
    {
        if (random.Next(3) == 0)
        {
            Handle(server, new HeartbeatDue(), null);
        }
        else
        {
            Call(server);
        }
    }

    private void Deliver(int position)
    {
        var (message, sentAt) = network[position];
        network.RemoveAt(position);
        if (down.Contains(message.To.Number) || random.Next(30) == 0)
        {
            builder.Then(new Lost(message, sentAt));
        }
        else
        {
            Handle(message.To.Number, new Receive(message), sentAt);
        }
    }

    private void Call(int server)
    {
        var request = new RequestId(new ClientId(1), builder.Count + 1);
        var command = new Append("x", $"{builder.Count}");
        builder.Then(new Called(request, new ServerId(server), command));
        Handle(server, new ClientRequest(request, command), builder.Count);
    }

    private void Handle(int server, Input input, int? sentAt)
    {
        var effects = rules.Receive(builder[server], input).Effects;
        var crash = random.Next(40) == 0 ? DrawCrash(effects) : null;
        builder.Handle(server, input, rules, crash, sentAt);
        foreach (var effect in crash?.Cut(effects) ?? effects)
        {
            CarryOut(server, effect);
        }

        if (crash is not null)
        {
            down.Add(server);
        }
    }

    private CrashPoint DrawCrash(Sequence<Effect> effects)
    {
        var done = random.Next(effects.Count + 1);
        var records = done < effects.Count && effects[done] is Persist persist ? persist.Records.Count : 0;
        var kept = random.Next(records + 1);
        return new CrashPoint(done, kept, Torn: kept < records && random.Next(2) == 0);
    }

    private void CarryOut(int server, Effect effect)
    {
        if (effect is Send send)
        {
            network.Add((send.Message, builder.Count));
        }
        else if (effect is Persist persist)
        {
            var disk = disks.GetValueOrDefault(server, PersistentState.FirstBoot);
            disks[server] = persist.Records.Items.Aggregate(disk, (written, record) => written.With(record));
        }
        else if (effect is Reply reply)
        {
            builder.Then(new Returned(reply.Id, reply.Answer));
        }
    }
}
