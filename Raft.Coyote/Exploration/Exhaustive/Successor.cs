namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>A state that one action leads to, told by what is other there.</summary>
public struct Successor
{
    /// <summary>Its fingerprint; with symmetry, that of all states which are the same but for the servers' names.</summary>
    public ulong Fingerprint;

    /// <summary>The transition of the server that acts; -1 when none does.</summary>
    public int Transition;

    /// <summary>What was counted.</summary>
    public int Counters;

    /// <summary>The leaders of the terms.</summary>
    public int Elections;

    /// <summary>The number of the committed entries.</summary>
    public int Committed;

    /// <summary>The action.</summary>
    public Action Action;
}

/// <summary>An action: its kind, and whom or what it concerns.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Server">The server that acts, counted from 0; -1 when none does.</param>
/// <param name="Message">The position of the message in the state; -1 when it is about none.</param>
/// <param name="CrashPoint">Which crash amid the step, counted from 0; -1 for none.</param>
public readonly record struct Action(ActionKind Kind, sbyte Server, sbyte Message = -1, short CrashPoint = -1);

/// <summary>What can be done, in the order in which it is tried.</summary>
public enum ActionKind : byte
{
    /// <summary>An election timeout elapses.</summary>
    Timeout,

    /// <summary>A heartbeat is due.</summary>
    Heartbeat,

    /// <summary>The next request of a client arrives.</summary>
    Request,

    /// <summary>A message arrives.</summary>
    Receive,

    /// <summary>A message is lost.</summary>
    Drop,

    /// <summary>A message is doubled.</summary>
    Duplicate,

    /// <summary>A server crashes.</summary>
    Crash,

    /// <summary>A server starts again.</summary>
    Restart,

    /// <summary>A server is given the next order.</summary>
    Order,
}
