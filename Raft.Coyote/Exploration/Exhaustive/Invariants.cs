using Raft.Core.Protocol;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// Judges states and actions by the properties that speak of several servers. It belongs to one worker. A state is judged by what
/// is other in it than in the one before, which was judged too; pairs of logs, and a log and what is committed, are compared
/// once.
/// </summary>
public sealed partial class Invariants(StepBook book, StateLayout layout)
{
    private readonly PairTable matching = new();
    private readonly PairTable held = new();

    /// <summary>The properties that speak of an action and that this one breaks.</summary>
    /// <param name="before">The state before it.</param>
    /// <param name="successor">The action.</param>
    public Broken BrokenBy(ReadOnlySpan<int> before, in Successor successor)
    {
        if (successor.Transition < 0)
        {
            return Broken.None;
        }

        ref readonly var transition = ref book.Transitions[successor.Transition];
        var (leads, votes) = (transition.Elected > 0, transition.VoteTerm > 0);
        if (!leads && !votes)
        {
            return transition.Falls;
        }

        var elections = before[StateLayout.Elections];
        votes = votes && StateLayout.LeaderOf(elections, transition.VoteTerm) == 0;
        return transition.Falls
            | If(votes && VotesAgain(before, successor), Broken.VoteOnce)
            | If(leads && HasOtherLeader(elections, transition.Elected, successor.Action.Server + 1), Broken.ElectionSafety);
    }

    /// <summary>The properties that a state breaks to which an action led.</summary>
    /// <param name="before">The state before it.</param>
    /// <param name="successor">The action.</param>
    /// <param name="state">The state.</param>
    public Broken BrokenBy(ReadOnlySpan<int> before, in Successor successor, ReadOnlySpan<int> state)
    {
        if (successor.Transition < 0)
        {
            return Broken.None;
        }

        ref readonly var transition = ref book.Transitions[successor.Transition];
        var isCommitted = before[StateLayout.Committed] != successor.Committed;
        return If(transition.MovesLog && !LogsMatch(state, successor.Action.Server), Broken.LogMatching)
            | If(transition.MovesLog && !Agrees(state, successor.Action.Server), Broken.StateMachineSafety)
            | If((isCommitted || transition.Elected > 0) && !LeaderIsComplete(state), Broken.LeaderCompleteness)
            | If((isCommitted || transition.MovesDisk) && IsLost(state), Broken.CommittedNeverLost)
            | If(book.Bounds.Changes && transition.MovesLog && !ConfigurationsAreSafe(state), Broken.ConfigurationSafety)
            | If(!SnapshotIsPrefix(state, successor.Action.Server), Broken.SnapshotEqualsPrefix);
    }

    /// <summary>
    /// All that falls with an action that breaks a property which speaks of actions: perhaps the state that it leads to breaks others.
    /// </summary>
    /// <param name="before">The state before it.</param>
    /// <param name="successor">The action.</param>
    /// <param name="expander">What listed it.</param>
    public Broken BrokenWith(ReadOnlySpan<int> before, in Successor successor, Expander expander)
    {
        var ofAction = BrokenBy(before, successor);
        if (ofAction == Broken.None)
        {
            return Broken.None;
        }

        var state = new int[layout.Width];
        expander.Build(successor, state);
        return ofAction | BrokenBy(before, successor, state);
    }

    private static Broken If(bool falls, Broken property) => falls ? property : Broken.None;

    /// <summary>Election Safety.</summary>
    private static bool HasOtherLeader(int elections, int term, int server) =>
        StateLayout.LeaderOf(elections, term) is not 0 and var leader && leader != server;

    /// <summary>
    /// Vote Once, as far as a state can tell: the server knows that it voted for another, or a message on its way still tells so.
    /// </summary>
    private bool VotesAgain(ReadOnlySpan<int> before, in Successor successor)
    {
        ref readonly var transition = ref book.Transitions[successor.Transition];
        var isKnown = transition.VotesAgain;
        for (var at = 0; at < StateLayout.MessagesIn(before) && !isKnown; at++)
        {
            var message = book.Messages[before[layout.Messages + at]];
            var isOwn = message.From.Number == successor.Action.Server + 1 && message.Term == transition.VoteTerm;
            isKnown = isOwn && VoteOnce.CandidateVotedFor(message) is { } candidate && candidate.Number != transition.VoteFor;
        }

        return isKnown;
    }

    private ref readonly LocalFacts Facts(ReadOnlySpan<int> state, int server) =>
        ref book.Locals.Facts[state[StateLayout.Locals + server]];

    /// <summary>Log Matching.</summary>
    private bool LogsMatch(ReadOnlySpan<int> state, int server)
    {
        var log = Facts(state, server).Log;
        for (var other = 0; other < layout.Servers; other++)
        {
            if (other != server && !Match(log, Facts(state, other).Log))
            {
                return false;
            }
        }

        return true;
    }

    private bool Match(int log, int other)
    {
        if (log == other)
        {
            return true;
        }

        var known = matching.Find(log, other);
        return (known != PairTable.Unknown ? known : matching.Add(log, other, Compare(log, other))) > 0;
    }

    private int Compare(int log, int other) => LogMatching.Holds(book.Logs[log].Log, book.Logs[other].Log) ? 1 : 0;

    /// <summary>State Machine Safety: up to its commitIndex a log is what was committed.</summary>
    private bool Agrees(ReadOnlySpan<int> state, int server)
    {
        ref readonly var facts = ref Facts(state, server);
        var committed = state[StateLayout.Committed];
        return Held(facts.Log, committed) >= Math.Min(facts.CommitIndex, book.Committed.Facts[committed]);
    }

    /// <summary>
    /// Leader Completeness. In which term an entry was committed is no part of a state; but in none later than the latest that
    /// any server knows of. So the leader of that term has all that is committed, whenever it is elected or more is committed.
    /// </summary>
    private bool LeaderIsComplete(ReadOnlySpan<int> state)
    {
        var (latest, committed) = (0, state[StateLayout.Committed]);
        for (var server = 0; server < layout.Servers; server++)
        {
            latest = Math.Max(latest, Facts(state, server).Term);
        }

        for (var server = 0; server < layout.Servers; server++)
        {
            ref readonly var facts = ref Facts(state, server);
            var leads = facts.IsLeader && facts.Term == latest;
            if (leads && Held(facts.Log, committed) < book.Committed.Facts[committed])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Committed Never Lost: a majority lacks on its disks something of what is committed, and could elect a leader.
    /// </summary>
    private bool IsLost(ReadOnlySpan<int> state)
    {
        var committed = state[StateLayout.Committed];
        var lacking = ServerSet.Empty;
        for (var server = 0; server < layout.Servers; server++)
        {
            var lacks = Held(Facts(state, server).Disk, committed) < book.Committed.Facts[committed];
            lacking = lacks ? lacking.Add(new ServerId(server + 1)) : lacking;
        }

        return book.Bounds.Changes ? CanElect(state, lacking) : 2 * lacking.Count > layout.Servers;
    }

    private bool CanElect(ReadOnlySpan<int> state, ServerSet lacking)
    {
        var locals = state.Slice(StateLayout.Locals, layout.Servers).ToArray();
        return CommittedNeverLost.CanElect(
            lacking, server => book.Locals[locals[server.Number - 1]].Durable, book.Bounds.Cluster);
    }

    /// <summary>How many of the committed entries, from the first on, a log holds.</summary>
    private int Held(int log, int committed)
    {
        var known = held.Find(log, committed);
        return known != PairTable.Unknown ? known : held.Add(log, committed, CountHeld(log, committed));
    }

    private int CountHeld(int log, int committed)
    {
        var (holding, entries) = (book.Logs[log], book.Committed[committed]);
        var count = (int)Math.Min(entries.Count, holding.SnapshotIndex);
        while (count < entries.Count && holding.Log.Contains(count + 1) && holding.Log[count + 1].Equals(entries[count]))
        {
            count++;
        }

        return count;
    }
}
