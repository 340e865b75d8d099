using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// All that the rules were asked: each pair of a local state and an input once. States, messages, logs and committed entries are
/// known by numbers here. Any thread may look up; who asks something new waits for the others who do.
/// </summary>
public sealed class StepBook
{
    private readonly Lock gate = new();
    private readonly Dictionary<(int Local, int Input), int> asked = [];
    private readonly StepJudge judge;
    private readonly Rules rules;
    private readonly Stimuli stimuli;
    private Transition[] transitions = new Transition[64];
    private ulong[] deltas;
    private int[] sent = new int[64];
    private int count;
    private int sentCount;

    /// <summary>A book with nothing in it but the start.</summary>
    public StepBook(Bounds bounds, Rules rules, Permutation[] permutations)
    {
        (Bounds, this.rules, Permutations) = (bounds, rules, permutations);
        stimuli = new Stimuli(bounds);
        judge = new StepJudge(bounds, rules.Options);
        Locals = new(permutations);
        Messages = new(permutations);
        Logs = new(permutations);
        Committed = new(permutations);
        deltas = new ulong[64 * permutations.Length];
        Committed.Number([], CommittedLength);
    }

    /// <summary>The bounds.</summary>
    public Bounds Bounds { get; }

    /// <summary>The permutations of the servers under which states count as the same.</summary>
    public Permutation[] Permutations { get; }

    /// <summary>The local states of servers.</summary>
    public Interned<Local, LocalFacts> Locals { get; }

    /// <summary>The messages; of each, its receiver.</summary>
    public Interned<Message, int> Messages { get; }

    /// <summary>The logs; of each, its length.</summary>
    public Interned<Holding, int> Logs { get; }

    /// <summary>The sequences of committed entries; of each, its length.</summary>
    public Interned<Sequence<Entry>, int> Committed { get; }

    /// <summary>The kinds of what was done.</summary>
    public Deeds Deeds { get; } = new();

    /// <summary>All transitions.</summary>
    public Transition[] Transitions => Volatile.Read(ref transitions);

    /// <summary>What each transition adds to the hash of a state, for each permutation.</summary>
    public ulong[] Deltas => Volatile.Read(ref deltas);

    /// <summary>The messages that transitions send.</summary>
    public int[] Sent => Volatile.Read(ref sent);

    /// <summary>All that was asked that was new, in order, as pairs of numbers: asked again, it gives the same numbers.</summary>
    public List<int> Log { get; } = [];

    /// <summary>What may happen to a server besides a message.</summary>
    public Stimuli Stimuli => stimuli;

    /// <summary>The number of the local state in which a server begins.</summary>
    public int Start(ServerId server)
    {
        lock (gate)
        {
            var state = ServerState.AtStart(server, Bounds.Cluster, PersistentState.FirstBoot);
            return NumberOf(Local.Up(state, PersistentState.FirstBoot));
        }
    }

    /// <summary>The transition of a server that receives a message.</summary>
    public int AskMessage(int local, int message)
    {
        lock (gate)
        {
            return Ask(local, message, () => new Receive(Messages[message]));
        }
    }

    /// <summary>The transition of a server to which something else happens.</summary>
    public int AskStimulus(int local, int stimulus)
    {
        lock (gate)
        {
            return Ask(local, -1 - stimulus, () => stimuli.Input(stimulus, Locals[local]));
        }
    }

    /// <summary>The committed entries once a transition has taken more for committed.</summary>
    public int Extend(int committed, int number)
    {
        lock (gate)
        {
            ref readonly var transition = ref transitions[number];
            var (entries, log) = (Committed[committed], Logs[transition.CommitLog].Log);
            for (var index = entries.Count + 1; index <= transition.CommitTo && log.Contains(index); index++)
            {
                entries = entries.Add(log[index]);
            }

            return NumberOf(entries, committed, number);
        }
    }

    /// <summary>Asks all that a log has, for a book with nothing in it but the start.</summary>
    public void AskAgain(ReadOnlySpan<int> log)
    {
        for (var at = 0; at < log.Length; at += 2)
        {
            var (first, second) = (log[at], log[at + 1]);
            _ = first < 0 ? Extend(-1 - first, second) : second >= 0 ? AskMessage(first, second) : AskStimulus(first, -1 - second);
        }
    }

    private int NumberOf(Sequence<Entry> entries, int committed, int transition)
    {
        var known = Committed.Count;
        var number = Committed.Number(entries, CommittedLength);
        Log.AddRange(Committed.Count > known ? [-1 - committed, transition] : []);
        return number;
    }

    /// <summary>Where a server crashes in an action that has a crash point.</summary>
    public CrashPoint CrashPointOf(int local, Action action, int counters, Message? message)
    {
        var stimulus = action.Kind switch
        {
            ActionKind.Timeout => Stimuli.Timeout,
            ActionKind.Heartbeat => Stimuli.Heartbeat,
            ActionKind.Restart => Stimuli.Restart,
            ActionKind.Request => Stimuli.Request(StateLayout.Made(counters, Counted.Requests)),
            _ => stimuli.Order(StateLayout.Made(counters, Counted.Orders)),
        };
        var input = message is null ? stimuli.Input(stimulus, Locals[local])! : new Receive(message);
        return CrashPoints.Of(rules.Receive(Locals[local].State, input).Effects).ElementAt(action.CrashPoint);
    }

    private static int CommittedLength(Sequence<Entry> entries) => entries.Count;

    private int Ask(int local, int number, Func<Input?> input)
    {
        if (!asked.TryGetValue((local, number), out var transition))
        {
            transition = Work(local, number, input());
            asked.Add((local, number), transition);
            Log.AddRange([local, number]);
        }

        return transition;
    }

    private int Work(int local, int number, Input? input)
    {
        var before = Locals[local];
        var message = number >= 0 ? number : -1;
        if (input is null)
        {
            var down = Local.Down(before.State, before.Durable);
            return Add(local, message, new Outcome(down, [], 0, before.Log) { Deed = "Crash" });
        }

        var step = rules.Receive(before.State, input);
        var handled = new Handled(before.State.Id, input, before.State, step.State, step.Effects);
        var crashes = Bounds.CrashPoints ? CrashPoints.Of(step.Effects).Select(at => judge.Judge(before, handled, at)) : [];
        var numbers = crashes.Select(outcome => Add(local, message, outcome)).ToList();
        return Add(local, message, judge.Judge(before, handled, null), numbers);
    }

    private int Add(int local, int message, Outcome outcome, List<int>? crashes = null)
    {
        var to = NumberOf(outcome.After);
        var (before, after) = (Locals.Facts[local], Locals.Facts[to]);
        var messages = outcome.Sent.Select(NumberOf).ToArray();
        Reserve(messages.Length);
        transitions[count] = new Transition
        {
            To = to,
            FirstSent = sentCount,
            SentCount = (byte)messages.Length,
            Deed = (byte)Deeds.Number(outcome.Deed),
            Elected = (byte)outcome.Elected,
            VoteTerm = (byte)(outcome.Vote?.Term ?? 0),
            VoteFor = (byte)(outcome.Vote?.Candidate.Number ?? 0),
            VotesAgain = outcome.VotesAgain,
            CommitTo = (byte)outcome.CommitTo,
            CommitLog = Logs.Number(outcome.Log, LengthOf),
            IsWithinBounds = after.LogLength <= Bounds.MaxLog && after.Term <= Bounds.MaxTerm,
            Changes = to != local || messages.Length > 0,
            Falls = outcome.Falls,
            MovesLog = before.Log != after.Log || before.CommitIndex != after.CommitIndex,
            MovesDisk = before.Disk != after.Disk,
            FirstCrash = crashes is { Count: > 0 } ? crashes[0] : 0,
            Crashes = crashes?.Count ?? 0,
        };
        messages.CopyTo(sent, sentCount);
        sentCount += messages.Length;
        AddDelta(local, to, message, messages);
        return count++;
    }

    private void AddDelta(int from, int to, int received, int[] messages)
    {
        for (var each = 0; each < Permutations.Length; each++)
        {
            var delta = HashOf(Locals.Hashes, to, each) - HashOf(Locals.Hashes, from, each);
            delta -= received < 0 ? 0 : HashOf(Messages.Hashes, received, each);
            foreach (var message in messages)
            {
                delta += HashOf(Messages.Hashes, message, each);
            }

            deltas[(count * Permutations.Length) + each] = delta;
        }
    }

    private ulong HashOf(ulong[] hashes, int number, int permutation) => hashes[(number * Permutations.Length) + permutation];

    private void Reserve(int messages)
    {
        if (count == transitions.Length)
        {
            Volatile.Write(ref transitions, Longer(transitions));
            Volatile.Write(ref deltas, Longer(deltas));
        }

        if (sentCount + messages > sent.Length)
        {
            Volatile.Write(ref sent, Longer(sent));
        }
    }

    private static T[] Longer<T>(T[] array)
    {
        Array.Resize(ref array, array.Length * 2);
        return array;
    }

    private static int LengthOf(Holding holding) => (int)holding.Log.LastIndex;

    private int NumberOf(Message message) => Messages.Number(message, each => each.To.Number);

    private int NumberOf(Local local) => Locals.Number(local, FactsOf);

    private LocalFacts FactsOf(Local local) => new(
        (byte)local.State.Id.Number,
        local.IsUp,
        local.IsUp && local.State.Role is Leader,
        (byte)Math.Min(local.State.CurrentTerm, byte.MaxValue),
        (int)Math.Max(local.State.Log.LastIndex, local.Durable.Log.LastIndex),
        local.IsUp ? (int)Math.Min(local.State.CommitIndex, local.State.Log.LastIndex) : 0,
        Logs.Number(local.Log, LengthOf),
        Logs.Number(Holding.Of(local.Durable), LengthOf),
        IsCompacted(local.State.Persistent) || IsCompacted(local.Durable));

    private static bool IsCompacted(PersistentState state) => state.Snapshot is not null || state.Log.PrevIndex > 0;
}
