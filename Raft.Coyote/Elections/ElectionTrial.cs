using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Elections;

/// <summary>What the cluster of a trial is like.</summary>
/// <param name="Servers">How many servers there are, the leader that crashes included.</param>
/// <param name="ElectionTimeout">What election timeouts are drawn from.</param>
/// <param name="MessageDelay">What each message takes from server to server.</param>
/// <param name="DiskWrite">w</param>
/// <param name="OwnWrite">w</param>
/// <param name="GiveUpAfter">A trial without a new leader ends after so many microseconds.</param>
public sealed record TrialSetup(int Servers, Spread ElectionTimeout, Spread MessageDelay, Spread DiskWrite, bool OwnWrite, long GiveUpAfter);

/// <summary>What came of a trial.</summary>
/// <param name="Downtime">From the leader's crash to the new leader's election, in microseconds.</param>
/// <param name="IsElected">Whether there came to be a leader before the trial was given up.</param>
/// <param name="SplitVotes">Terms in which several servers stood and nobody was elected.</param>
/// <param name="HopelessTerms">Terms in which one server stood, and could not win: its log is too short.</param>
public sealed record Trial(long Downtime, bool IsElected, int SplitVotes, int HopelessTerms);

/// <summary>
/// One election after a crash, as section 9.3 of the paper measures it: the rules run under a clock that only jumps. The leader
/// sends a heartbeat to all at once and crashes at a random moment of its heartbeat interval, which is half the least election
/// timeout; the logs have different lengths, so that some servers cannot win. The last heartbeat carries nothing that would make
/// the logs equal.
/// </summary>
internal sealed class ElectionTrial
{
    private const long Term = 1;

    private readonly TrialSetup setup;
    private readonly IDice dice;
    private readonly Rules rules = new(new Options());
    private readonly VirtualTime<(ServerId Server, Input Input, int Timer)> time = new();
    private readonly Dictionary<ServerId, ServerState> states = [];
    private readonly Dictionary<ServerId, int> timers = [];
    private readonly SortedDictionary<long, int> candidates = [];

    private ElectionTrial(TrialSetup setup, IDice dice) => (this.setup, this.dice) = (setup, dice);

    /// <summary>Runs a trial.</summary>
    public static Trial Run(TrialSetup setup, IDice dice) => new ElectionTrial(setup, dice).Run();

    private Trial Run()
    {
        SendLastHeartbeat();
        var crashedAt = dice.Between(0, setup.ElectionTimeout.Least / 2);
        var elected = 0L;
        while (elected == 0 && time.Now < setup.GiveUpAfter && time.Next(out var due))
        {
            elected = IsStale(due.Server, due.Input, due.Timer) ? 0 : Handle(due.Server, due.Input);
        }

        var lost = candidates.Where(stood => stood.Key != elected).ToList();
        return new Trial(
            time.Now - crashedAt, elected != 0, lost.Count(stood => stood.Value > 1), lost.Count(stood => stood.Value == 1));
    }

    /// <summary>The leader is the last server, and its log the longest; it is heard from once and never again.</summary>
    private void SendLastHeartbeat()
    {
        var all = ServerSet.FirstServers(setup.Servers);
        var leader = new ServerId(setup.Servers);
        foreach (var server in all.Without(leader))
        {
            var durable = new PersistentState(Term, leader, LogOf(server.Number));
            states[server] = ServerState.AtStart(server, all, durable);
            var heartbeat = new AppendEntries(leader, server, Term, PrevLogIndex: 0, PrevLogTerm: 0, Entries: [], LeaderCommit: 0);
            time.Plan(setup.MessageDelay.Draw(dice), (server, new Receive(heartbeat), 0));
        }
    }

    private static Log LogOf(int length) => new([.. Enumerable.Repeat(new Entry(Term, new NoOp()), length)]);

    /// <summary>Whether a timer was set anew since this timeout was planned.</summary>
    private bool IsStale(ServerId server, Input input, int timer) => input is ElectionTimeout && timers[server] != timer;

    /// <summary>A server handles an input.</summary>
    /// <returns>The term in which it is leader; 0 when it is not.</returns>
    private long Handle(ServerId server, Input input)
    {
        var before = states[server];
        var step = rules.Receive(before, input);
        states[server] = step.State;
        var wait = 0L;
        foreach (var effect in step.Effects)
        {
            if (effect is Persist && (setup.OwnWrite || input is not ElectionTimeout)) { wait = setup.DiskWrite.Draw(dice); }
            CarryOut(server, effect, wait);
        }

        var stands = step.State.Role is Candidate or Leader && step.State.CurrentTerm > before.CurrentTerm;
        candidates[step.State.CurrentTerm] = candidates.GetValueOrDefault(step.State.CurrentTerm) + (stands ? 1 : 0);
        return step.State.Role is Leader ? step.State.CurrentTerm : 0;
    }

    private void CarryOut(ServerId server, Effect effect, long wait)
    {
        switch (effect)
        {
            case ResetElectionTimer:
                timers[server] = timers.GetValueOrDefault(server) + 1;
                time.Plan(setup.ElectionTimeout.Draw(dice), (server, new ElectionTimeout(), timers[server]));
                break;
            case Send { Message: var message } when states.ContainsKey(message.To):
                time.Plan(wait + setup.MessageDelay.Draw(dice), (message.To, new Receive(message), 0));
                break;
        }
    }
}
