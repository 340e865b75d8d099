using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Elections;

/// <summary>What came of a trial.</summary>
/// <param name="Downtime">
/// "The time from when the old leader crashed until the other servers received the new leader's first heartbeat"
/// (dissertation, 9.4), in microseconds.
/// </param>
/// <param name="HasLeader">Whether there came to be one before the trial was given up.</param>
/// <param name="Elections">The terms in which servers stood.</param>
/// <param name="SplitVotes">Terms in which several servers stood and none was elected.</param>
public sealed record Trial(long Downtime, bool HasLeader, int Elections, int SplitVotes);

/// <summary>
/// One election after a crash, as section 9.3 of the paper measures it: the real rules run under a clock that only jumps. The
/// leader sends a heartbeat to all at once and crashes at a random moment of its heartbeat interval. The logs have different
/// lengths, and the last heartbeat carries nothing that would make them equal, so that some servers cannot win.
/// </summary>
internal sealed class ElectionTrial
{
    private const long FirstTerm = 1;

    /// <summary>A new leader says so at once, with empty AppendEntries: no write to its disk comes before them.</summary>
    private static readonly Options HeartbeatsAtOnce = new(NoOpAtElection: false);

    private readonly TrialSetup setup;
    private readonly Spread electionTimeout;
    private readonly IDice dice;
    private readonly Rules rules = new(HeartbeatsAtOnce);
    private readonly VirtualTime<(Server To, Input Input, int Timer)> time = new();
    private readonly Dictionary<ServerId, Server> servers = [];
    private readonly SortedDictionary<long, int> stood = [];
    private ServerState? leader;
    private long heardByAll;

    private ElectionTrial(TrialSetup setup, Spread electionTimeout, IDice dice) =>
        (this.setup, this.electionTimeout, this.dice) = (setup, electionTimeout, dice);

    /// <summary>A server that is up: its state, which of its timers counts, and until when it waits for its disk.</summary>
    private sealed class Server(ServerState state)
    {
        public ServerState State { get; set; } = state;

        public int Timer { get; set; }

        public long BusyUntil { get; set; }
    }

    /// <summary>Runs a trial.</summary>
    public static Trial Run(TrialSetup setup, Spread electionTimeout, IDice dice) =>
        new ElectionTrial(setup, electionTimeout, dice).Run();

    private Trial Run()
    {
        SendLastHeartbeat();
        var crashedAt = dice.Between(0, HeartbeatInterval);
        while (leader is null && time.Next(out var due) && time.Now < TrialSetup.GiveUpAfter)
        {
            Take(due.To, due.Input, due.Timer);
        }

        var splitVotes = stood.Count(term => term.Key != leader?.CurrentTerm && term.Value > 1);
        var end = leader is null ? TrialSetup.GiveUpAfter : heardByAll;
        return new Trial(end - crashedAt, leader is not null, stood.Count, splitVotes);
    }

    /// <summary>"Its heartbeat interval, which was half of the minimum election timeout for all tests" (section 9.3).</summary>
    private int HeartbeatInterval => electionTimeout.Least / 2;

    /// <summary>The old leader is the last server, and its log the longest; it is heard from once and never again.</summary>
    private void SendLastHeartbeat()
    {
        var all = ServerSet.FirstServers(setup.Servers);
        var old = new ServerId(setup.Servers);
        foreach (var id in all.Without(old))
        {
            var durable = new PersistentState(FirstTerm, old, LogOf(id.Number));
            servers[id] = new Server(ServerState.AtStart(id, all, durable));
            Send(new AppendEntries(old, id, FirstTerm, PrevLogIndex: 0, PrevLogTerm: 0, Entries: [], LeaderCommit: 0), after: 0);
        }
    }

    private static Log LogOf(int length) => new([.. Enumerable.Repeat(new Entry(FirstTerm, new NoOp()), length)]);

    /// <summary>A server that waits for its disk handles nothing: what comes meanwhile waits too.</summary>
    private void Take(Server server, Input input, int timer)
    {
        var wasSetAnew = input is ElectionTimeout && timer != server.Timer;
        if (server.BusyUntil > time.Now)
        {
            time.Plan(server.BusyUntil - time.Now, (server, input, timer));
        }
        else if (!wasSetAnew)
        {
            Handle(server, input);
        }
    }

    private void Handle(Server server, Input input)
    {
        var (before, step) = (server.State, rules.Receive(server.State, input));
        server.State = step.State;
        leader = step.State.Role is Leader ? step.State : null;
        var isNewTerm = step.State.CurrentTerm > before.CurrentTerm;
        if (isNewTerm && input is ElectionTimeout)
        {
            stood[step.State.CurrentTerm] = stood.GetValueOrDefault(step.State.CurrentTerm) + 1;
            CarryOut(server, step.Effects, writes: 1, sendsWait: setup.OwnVote == OwnVote.First);
        }
        else
        {
            var votesInNewTerm = isNewTerm && step.State.VotedFor is not null;
            CarryOut(server, step.Effects, votesInNewTerm ? setup.WritesOfVote : 1, sendsWait: true);
        }
    }

    /// <summary>The server waits for what it writes; what it sends waits too, unless that may be done side by side.</summary>
    private void CarryOut(Server server, Sequence<Effect> effects, int writes, bool sendsWait)
    {
        var writing = effects.Items.Any(effect => effect is Persist) ? setup.Write(writes, dice) : 0;
        server.BusyUntil = time.Now + writing;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case ResetElectionTimer:
                    SetTimer(server);
                    break;
                case Send { Message: var message }:
                    Send(message, after: sendsWait ? writing : 0);
                    break;
            }
        }
    }

    private void SetTimer(Server server)
    {
        server.Timer++;
        time.Plan(electionTimeout.Draw(dice), (server, new ElectionTimeout(), server.Timer));
    }

    /// <summary>What is for the old leader is for nobody.</summary>
    private void Send(Message message, long after)
    {
        if (servers.TryGetValue(message.To, out var server))
        {
            var takes = after + setup.MessageDelay.Draw(dice);
            time.Plan(takes, (server, new Receive(message), 0));
            heardByAll = leader is null ? 0 : Math.Max(heardByAll, time.Now + takes);
        }
    }
}
