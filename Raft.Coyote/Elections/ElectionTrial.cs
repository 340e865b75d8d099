using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Elections;

/// <summary>What came of a trial.</summary>
/// <param name="Downtime">
/// "The time from when the old leader crashed until the other servers received the new leader's first heartbeat" (dissertation,
/// 9.5), in microseconds.
/// </param>
/// <param name="HasLeader">Whether there came to be one before the trial was given up.</param>
/// <param name="Elections">The terms in which servers stood.</param>
/// <param name="SplitVotes">Terms in which several servers stood and none was elected.</param>
public sealed record Trial(long Downtime, bool HasLeader, int Elections, int SplitVotes);

/// <summary>
/// One election after a crash, as section 9.3 of the paper measures it: the real rules run under a clock that only jumps. The leader
/// sends a heartbeat to all at once and crashes at a random moment of its heartbeat interval. The logs have different lengths, and
/// the last heartbeat carries nothing that would make them equal, so that some servers cannot win.
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
    private readonly VirtualTime<(ServerId Server, Input Input, int Timer)> time = new();
    private readonly Dictionary<ServerId, ServerState> states = [];
    private readonly Dictionary<ServerId, int> timers = [];
    private readonly Dictionary<ServerId, long> busyUntil = [];
    private readonly SortedDictionary<long, int> stood = [];
    private ServerState? leader;
    private long lastArrival;

    private ElectionTrial(TrialSetup setup, Spread electionTimeout, IDice dice) =>
        (this.setup, this.electionTimeout, this.dice) = (setup, electionTimeout, dice);

    /// <summary>Runs a trial.</summary>
    public static Trial Run(TrialSetup setup, Spread electionTimeout, IDice dice) =>
        new ElectionTrial(setup, electionTimeout, dice).Run();

    /// <summary>"Its heartbeat interval, which was half of the minimum election timeout for all tests" (section 9.3).</summary>
    private int HeartbeatInterval => electionTimeout.Least / 2;

    private Trial Run()
    {
        SendLastHeartbeat();
        var crashedAt = dice.Between(0, HeartbeatInterval);
        while (leader is null && time.Next(out var due) && time.Now < TrialSetup.GiveUpAfter)
        {
            Take(due.Server, due.Input, due.Timer);
        }

        var splitVotes = stood.Count(term => term.Key != leader?.CurrentTerm && term.Value > 1);
        var knownAt = leader is null ? time.Now : lastArrival;
        return new Trial(knownAt - crashedAt, leader is not null, stood.Count, splitVotes);
    }

    /// <summary>The leader is the last server, and its log the longest; it is heard from once and never again.</summary>
    private void SendLastHeartbeat()
    {
        var all = ServerSet.FirstServers(setup.Servers);
        var old = new ServerId(setup.Servers);
        foreach (var server in all.Without(old))
        {
            var durable = new PersistentState(FirstTerm, old, LogOf(server.Number));
            states[server] = ServerState.AtStart(server, all, durable);
            var heartbeat = new AppendEntries(
                old, server, FirstTerm, PrevLogIndex: 0, PrevLogTerm: 0, Entries: [], LeaderCommit: 0);
            Send(heartbeat, after: 0);
        }
    }

    private static Log LogOf(int length) => new([.. Enumerable.Repeat(new Entry(FirstTerm, new NoOp()), length)]);

    /// <summary>A server that waits for its disk handles nothing: what comes meanwhile waits too.</summary>
    private void Take(ServerId server, Input input, int timer)
    {
        var busyFor = busyUntil.GetValueOrDefault(server) - time.Now;
        var wasSetAnew = input is ElectionTimeout && timers[server] != timer;
        if (busyFor > 0)
        {
            time.Plan(busyFor, (server, input, timer));
        }
        else if (!wasSetAnew)
        {
            Handle(server, input);
        }
    }

    private void Handle(ServerId server, Input input)
    {
        var before = states[server];
        var step = rules.Receive(before, input);
        states[server] = step.State;
        leader = step.State.Role is Leader ? step.State : null;
        var stands = input is ElectionTimeout && step.State.CurrentTerm > before.CurrentTerm;
        if (stands)
        {
            stood[step.State.CurrentTerm] = stood.GetValueOrDefault(step.State.CurrentTerm) + 1;
        }

        var waits = setup.OwnVote == OwnVote.First || !stands;
        CarryOut(server, step.Effects, VotesInNewTerm(before, step.State) && !stands ? setup.WritesOfVote : 1, waits);
    }

    private static bool VotesInNewTerm(ServerState before, ServerState after) =>
        after.CurrentTerm > before.CurrentTerm && after.VotedFor is not null;

    /// <summary>What comes after a write waits for it, unless it is a candidate's own vote that is written beside its requests.</summary>
    private void CarryOut(ServerId server, Sequence<Effect> effects, int writes, bool waits)
    {
        var writing = effects.Items.Any(effect => effect is Persist) ? setup.Write(writes, dice) : 0;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case ResetElectionTimer:
                    SetTimer(server);
                    break;
                case Send { Message: var message }:
                    Send(message, after: waits ? writing : 0);
                    break;
            }
        }

        busyUntil[server] = time.Now + writing;
    }

    private void SetTimer(ServerId server)
    {
        timers[server] = timers.GetValueOrDefault(server) + 1;
        time.Plan(electionTimeout.Draw(dice), (server, new ElectionTimeout(), timers[server]));
    }

    private void Send(Message message, long after)
    {
        if (states.ContainsKey(message.To))
        {
            var takes = after + setup.MessageDelay.Draw(dice);
            time.Plan(takes, (message.To, new Receive(message), 0));
            lastArrival = leader is null ? 0 : Math.Max(lastArrival, time.Now + takes);
        }
    }
}
