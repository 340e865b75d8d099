namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// Lists all states that the actions of one state lead to. It belongs to one worker; what the rules were asked once it looks up,
/// and a successor costs no allocation.
/// </summary>
public sealed partial class Expander
{
    private readonly StepBook book;
    private readonly Bounds bounds;
    private readonly StateLayout layout;
    private readonly GhostHashes ghosts;
    private readonly KnownSteps known;
    private readonly PairTable extended = new();
    private readonly int permutations;
    private readonly ulong[] sums;
    private readonly ulong[] shifted;
    private Successor[] successors = new Successor[256];
    private int[] state = [];
    private int count;
    private int messages;
    private int counters;
    private ulong countersHash;

    /// <summary>An expander that asks a book.</summary>
    public Expander(StepBook book, StateLayout layout)
    {
        (this.book, this.layout, bounds) = (book, layout, book.Bounds);
        ghosts = new GhostHashes(book.Permutations);
        known = new KnownSteps(book);
        permutations = book.Permutations.Length;
        (sums, shifted) = (new ulong[permutations], new ulong[permutations]);
    }

    /// <summary>How often each kind of deed led to a change, and how often not; the kinds follow each other.</summary>
    public long[] Done { get; } = new long[Deeds.Most];

    /// <summary>How often a deed changed nothing.</summary>
    public long[] Idle { get; } = new long[Deeds.Most];

    /// <summary>Lists the successors of a state; the list is good until the next call.</summary>
    public ReadOnlySpan<Successor> Expand(ReadOnlySpan<int> of)
    {
        Load(of);
        count = 0;
        for (var server = 0; server < layout.Servers; server++)
        {
            Act(server);
        }

        for (var position = 0; position < messages; position++)
        {
            var isSameAsLast = position > 0 && state[layout.Messages + position] == state[layout.Messages + position - 1];
            if (!isSameAsLast)
            {
                Carry(position);
            }
        }

        return successors.AsSpan(0, count);
    }

    /// <summary>Whether any server of a state could do anything at all, if there were no bounds.</summary>
    public bool CouldMove(ReadOnlySpan<int> of)
    {
        for (var server = 0; server < layout.Servers; server++)
        {
            var local = of[StateLayout.Locals + server];
            ref readonly var facts = ref book.Locals.Facts[local];
            var stimulus = !facts.IsUp ? Stimuli.Restart : facts.IsLeader ? Stimuli.Request(bounds.MaxRequests) : Stimuli.Timeout;
            var transition = known.Stimulus(local, stimulus);
            if (book.Transitions[transition].Changes)
            {
                return true;
            }
        }

        return false;
    }

    private void Act(int server)
    {
        var local = state[StateLayout.Locals + server];
        ref readonly var facts = ref book.Locals.Facts[local];
        if (!facts.IsUp)
        {
            Try(ActionKind.Restart, server, known.Stimulus(local, Stimuli.Restart), counters);
            return;
        }

        if (!facts.IsLeader && facts.Term < bounds.MaxTerm)
        {
            Try(ActionKind.Timeout, server, known.Stimulus(local, Stimuli.Timeout), counters);
        }

        if (facts.IsLeader)
        {
            Lead(server, local);
        }

        if (StateLayout.Made(counters, Counted.Crashes) < bounds.MaxCrashes)
        {
            var crashed = StateLayout.OneMore(counters, Counted.Crashes);
            Try(ActionKind.Crash, server, known.Stimulus(local, Stimuli.Crash), crashed);
        }

        Order(server, local);
    }

    private void Lead(int server, int local)
    {
        if (bounds.Heartbeats)
        {
            Try(ActionKind.Heartbeat, server, known.Stimulus(local, Stimuli.Heartbeat), counters);
        }

        var requests = StateLayout.Made(counters, Counted.Requests);
        if (requests < bounds.MaxRequests)
        {
            var made = StateLayout.OneMore(counters, Counted.Requests);
            Try(ActionKind.Request, server, known.Stimulus(local, Stimuli.Request(requests)), made);
        }
    }

    private void Order(int server, int local)
    {
        var given = StateLayout.Made(counters, Counted.Orders);
        if (given < bounds.Orders.Count && bounds.Orders[given].IsFor(book.Locals[local].State))
        {
            var made = StateLayout.OneMore(counters, Counted.Orders);
            Try(ActionKind.Order, server, known.Stimulus(local, book.Stimuli.Order(given)), made);
        }
    }

    private void Carry(int position)
    {
        var message = state[layout.Messages + position];
        var server = book.Messages.Facts[message] - 1;
        var local = state[StateLayout.Locals + server];
        if (book.Locals.Facts[local].IsUp)
        {
            Try(ActionKind.Receive, server, known.Message(local, message), counters, position);
        }

        if (StateLayout.Made(counters, Counted.Drops) < bounds.MaxDrops)
        {
            Change(ActionKind.Drop, position, message, StateLayout.OneMore(counters, Counted.Drops));
        }

        if (messages < bounds.MaxMessages && StateLayout.Made(counters, Counted.Duplicates) < bounds.MaxDuplicates)
        {
            Change(ActionKind.Duplicate, position, message, StateLayout.OneMore(counters, Counted.Duplicates));
        }
    }

    /// <summary>A message is lost or doubled.</summary>
    private void Change(ActionKind kind, int position, int message, int made)
    {
        var isLost = kind == ActionKind.Drop;
        Done[isLost ? Deeds.Drop : Deeds.Duplicate]++;
        var hashes = book.Messages.Hashes.AsSpan(message * permutations, permutations);
        var common = GhostHashes.Of(made) - countersHash;
        for (var each = 0; each < permutations; each++)
        {
            shifted[each] = sums[each] + common + (isLost ? 0 - hashes[each] : hashes[each]);
        }

        Add(new Successor
        {
            Fingerprint = Least(shifted),
            Transition = -1,
            Counters = made,
            Elections = state[StateLayout.Elections],
            Committed = state[StateLayout.Committed],
            Action = new Action(kind, -1, (sbyte)position),
        });
    }

    /// <summary>A server acts, if that stays within the bounds; and if crashes are left, it may crash amid it.</summary>
    private void Try(ActionKind kind, int server, int number, int made, int position = -1)
    {
        ref readonly var transition = ref book.Transitions[number];
        Take(new Action(kind, (sbyte)server, (sbyte)position), number, made);
        if (transition.Crashes > 0 && StateLayout.Made(made, Counted.Crashes) < bounds.MaxCrashes)
        {
            var crashed = StateLayout.OneMore(made, Counted.Crashes);
            for (var each = 0; each < transition.Crashes; each++)
            {
                var action = new Action(kind, (sbyte)server, (sbyte)position, (short)each);
                Take(action, transition.FirstCrash + each, crashed);
            }
        }
    }

    private void Take(Action action, int number, int made)
    {
        ref readonly var transition = ref book.Transitions[number];
        var carried = messages + transition.SentCount - (action.Message >= 0 ? 1 : 0);
        if (!transition.IsWithinBounds || carried > bounds.MaxMessages)
        {
            return;
        }

        (transition.Changes ? Done : Idle)[transition.Deed]++;
        var (elections, committed) = (state[StateLayout.Elections], state[StateLayout.Committed]);
        var common = made == counters ? 0 : GhostHashes.Of(made) - countersHash;
        var isMore = transition.CommitTo > book.Committed.Facts[committed];
        if (transition.Elected > 0 || isMore)
        {
            elections = WithElection(transition, action.Server + 1, elections);
            committed = isMore ? Extended(committed, number) : committed;
        }

        Add(new Successor
        {
            Fingerprint = Fingerprint(number, common, elections, committed),
            Transition = number,
            Counters = made,
            Elections = elections,
            Committed = committed,
            Action = action,
        });
    }

    private static int WithElection(in Transition transition, int server, int elections) =>
        transition.Elected > 0 && StateLayout.LeaderOf(elections, transition.Elected) == 0
            ? StateLayout.WithLeader(elections, transition.Elected, server)
            : elections;

    private int Extended(int committed, int transition)
    {
        var extension = extended.Find(committed, transition);
        return extension != PairTable.Unknown
            ? extension
            : extended.Add(committed, transition, book.Extend(committed, transition));
    }

    private void Add(in Successor successor)
    {
        if (count == successors.Length)
        {
            Array.Resize(ref successors, count * 2);
        }

        successors[count++] = successor;
    }
}
