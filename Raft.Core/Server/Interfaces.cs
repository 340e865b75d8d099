using Raft.Core.Protocol;

namespace Raft.Core.Server;

/// <summary>Stable storage of one server.</summary>
public interface IStorage
{
    /// <summary>What is durable now; <see cref="PersistentState.FirstBoot"/> for a server that never ran.</summary>
    PersistentState Load();

    /// <summary>
    /// Writes the records in their order and returns when all of them are durable, and all that was begun before. It throws
    /// when it cannot, and the server ends there (<see cref="Rules.StopsAtRefusedWrite"/>).
    /// </summary>
    void Persist(Sequence<DiskRecord> records);

    /// <summary>
    /// Begins to write entries after all that was begun before; the host sends a <see cref="Written"/> when they are durable.
    /// Only storage for rules with <see cref="Options.ParallelWrites"/> needs it.
    /// </summary>
    void Begin(BeginWrite write) => throw new NotSupportedException($"{GetType().Name} does not write in parallel");
}

/// <summary>The way from one server to the others and to the clients. It may lose what it is given.</summary>
public interface ITransport
{
    /// <summary>Takes a message to another server.</summary>
    void Send(Message message);

    /// <summary>Takes an answer to a client.</summary>
    void Reply(RequestId request, Answer answer);
}

/// <summary>
/// The election timer of one server. When it elapses the host sends an <see cref="ElectionTimeout"/>, and starts it anew.
/// </summary>
public interface ITimers
{
    /// <summary>Begins to wait anew, for a random time (section 5.2).</summary>
    void ResetElectionTimer();
}

/// <summary>
/// Sees each step of a server, before its effects are carried out. It is given at boot; the server does not know who it is.
/// </summary>
public interface IObserver
{
    /// <summary>A server in state <paramref name="before"/> was given an input, and is about to do this step.</summary>
    void Observe(ServerState before, Input input, Step step);
}
