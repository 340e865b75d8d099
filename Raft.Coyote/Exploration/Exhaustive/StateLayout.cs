namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// A global state as a row of numbers of fixed width: what was counted, who was elected, what was committed, the servers' local
/// states, and the messages on their way in the order of their numbers.
/// </summary>
public sealed class StateLayout(int servers, int maxMessages)
{
    /// <summary>Where the counters are; their highest byte tells how many messages are on their way.</summary>
    public const int Counters = 0;

    /// <summary>Where the leader of each term is, 3 bits for each.</summary>
    public const int Elections = 1;

    /// <summary>Where the number of the committed entries is.</summary>
    public const int Committed = 2;

    /// <summary>Where the first server's local state is.</summary>
    public const int Locals = 3;

    private const int CountOfMessages = 24;

    /// <summary>How many servers there are.</summary>
    public int Servers => servers;

    /// <summary>Where the first message is.</summary>
    public int Messages => Locals + servers;

    /// <summary>How many numbers a state has.</summary>
    public int Width => Locals + servers + maxMessages;

    /// <summary>How many messages are on their way.</summary>
    public static int MessagesIn(ReadOnlySpan<int> state) => state[Counters] >>> CountOfMessages;

    /// <summary>What was counted, without the messages.</summary>
    public static int CountersOf(ReadOnlySpan<int> state) => state[Counters] & ((1 << CountOfMessages) - 1);

    /// <summary>How many of a kind there were.</summary>
    public static int Made(int counters, Counted kind) => (counters >> (int)kind) & Bounds.MostOfAKind;

    /// <summary>One more of a kind.</summary>
    public static int OneMore(int counters, Counted kind) => counters + (1 << (int)kind);

    /// <summary>The leader that a term had first; 0 when it had none.</summary>
    public static int LeaderOf(int elections, int term) => (elections >> (3 * (term - 1))) & 7;

    /// <summary>The elections, with the first leader of a term.</summary>
    public static int WithLeader(int elections, int term, int server) => elections | (server << (3 * (term - 1)));

    /// <summary>Puts the counters and the number of messages into a state.</summary>
    public static void SetCounters(Span<int> state, int counters, int messages) =>
        state[Counters] = counters | (messages << CountOfMessages);
}

/// <summary>What is counted, each with the first of its four bits.</summary>
public enum Counted
{
    /// <summary>Requests of clients.</summary>
    Requests = 0,

    /// <summary>Messages lost.</summary>
    Drops = 4,

    /// <summary>Messages doubled.</summary>
    Duplicates = 8,

    /// <summary>Crashes.</summary>
    Crashes = 12,

    /// <summary>Orders given.</summary>
    Orders = 16,
}
