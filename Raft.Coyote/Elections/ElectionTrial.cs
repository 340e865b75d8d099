using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Elections;

/// <summary>What came of a trial.</summary>
/// <param name="Downtime">From the leader's crash until every other server knows the new leader, in microseconds.</param>
/// <param name="HasLeader">Whether there came to be one before the trial was given up.</param>
/// <param name="Elections">The terms that it took.</param>
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
    private readonly IDice dice;
    private readonly Rules rules = new(HeartbeatsAtOnce);
    private readonly VirtualTime<(ServerId Server, Input Input, int Timer)> time = new();
    private readonly Dictionary<ServerId, ServerState> states = [];
    private readonly Dictionary<ServerId, int> timers = [];
    private readonly Dictionary<ServerId, long> busyUntil = [];
    private readonly SortedDictionary<long, int> stood = [];

    private ElectionTrial(TrialSetup setup, IDice dice) => (this.setup, this.dice) = (setup, dice);

    /// <summary>Runs a trial.</summary>
    public static Trial Run(TrialSetup setup, IDice dice) => new ElectionTrial(setup, dice).Run();

    private Trial Run()
    {
        SendLastHeartbeat();
        var crashedAt = dice.Between(0, setup.HeartbeatInterval);
        while (Leader is null && time.Next(out var due) && time.Now < TrialSetup.GiveUpAfter)
        {
            Take(due.Server, due.Input, due.Timer);
        }

        var won = Leader?.CurrentTerm;
        return new Trial(
            time.Now - crashedAt, won is not null, stood.Count, stood.Count(term => term.Key != won && term.Value > 1));
    }

    /// <summary>The new leader, once each server that is up knows it in its term; null until then.</summary>
    private ServerState? Leader =>
        states.Values.FirstOrDefault(state => state.Role is Leader) is { } leader
        && states.Values.All(state => state.CurrentTerm == leader.CurrentTerm && (state == leader || Follows(state, leader)))
            ? leader
            : null;

    private static bool Follows(ServerState state, ServerState leader) =>
        state.Role is Follower follower && follower.LeaderId == leader.Id;

    /// <summary>The leader is the last server, and its log the longest; it is heard from once and never again.</summary>
    private void SendLastHeartbeat()
    {
        var all = ServerSet.FirstServers(setup.Servers);
        var leader = new ServerId(setup.Servers);
        foreach (var server in all.Without(leader))
        {
            var durable = new PersistentState(FirstTerm, leader, LogOf(server.Number));
            states[server] = ServerState.AtStart(server, all, durable);
            var heartbeat = new AppendEntries(
                leader, server, FirstTerm, PrevLogIndex: 0, PrevLogTerm: 0, Entries: [], LeaderCommit: 0);
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
        var step = rules.Receive(states[server], input);
        var isNewTerm = step.State.CurrentTerm > states[server].CurrentTerm;
        states[server] = step.State;
        if (isNewTerm && input is ElectionTimeout)
        {
            stood[step.State.CurrentTerm] = stood.GetValueOrDefault(step.State.CurrentTerm) + 1;
        }

        CarryOut(server, step.Effects, waits: setup.OwnVote == OwnVote.First || input is not ElectionTimeout);
    }

    /// <summary>What comes after a write waits for it, unless it is a candidate's own vote that is written beside its requests.</summary>
    private void CarryOut(ServerId server, Sequence<Effect> effects, bool waits)
    {
        var writing = 0L;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case ResetElectionTimer:
                    SetTimer(server);
                    break;
                case Persist:
                    writing += setup.DiskWrite.Draw(dice);
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
        time.Plan(setup.ElectionTimeout.Draw(dice), (server, new ElectionTimeout(), timers[server]));
    }

    private void Send(Message message, long after)
    {
        if (states.ContainsKey(message.To))
        {
            time.Plan(after + setup.MessageDelay.Draw(dice), (message.To, new Receive(message), 0));
        }
    }
}
