namespace Raft.Core.Protocol;

/// <summary>What a server does in a step, besides changing its state. Effects are carried out in their order.</summary>
public abstract record Effect;

/// <summary>
/// Write to stable storage and wait until it is there: "updated on stable storage before responding to RPCs" (Figure 2).
/// A crash may leave any first part of the records; what follows this effect happens only once all of them are durable.
/// </summary>
public sealed record Persist(Sequence<DiskRecord> Records) : Effect;

/// <summary>Hand a message to the network, which may lose it.</summary>
public sealed record Send(Message Message) : Effect;

/// <summary>"Apply log[lastApplied] to state machine": a fact for whoever watches; the store is part of the state.</summary>
public sealed partial record Apply(long Index, Entry Entry, Result Result) : Effect;

/// <summary>Answer a client.</summary>
public sealed record Reply(RequestId Id, Answer Answer) : Effect;

/// <summary>Begin to wait for the election timeout anew, with a new random length.</summary>
public sealed record ResetElectionTimer : Effect;

/// <summary>What a client is told.</summary>
public abstract record Answer;

/// <summary>The command was committed and applied.</summary>
public sealed record Applied(Result Result) : Answer;

/// <summary>"If the client's first choice is not the leader, that server will reject the client's request" (section 8).</summary>
/// <param name="Leader">"Information about the most recent leader it has heard from"; null when it knows none.</param>
public sealed record NotLeader(ServerId? Leader) : Answer;

/// <summary>One write to the disk; it is there wholly or not at all (a torn one is seen by its checksum and dropped).</summary>
public abstract record DiskRecord;

/// <summary>currentTerm and votedFor, written together.</summary>
public sealed record TermAndVote(long CurrentTerm, ServerId? VotedFor) : DiskRecord;

/// <summary>The entry at an index and all that follow it are deleted.</summary>
public sealed record TruncateFrom(long Index) : DiskRecord;

/// <summary>Entries added at the end of the log, the first of them at <paramref name="Index"/>.</summary>
public sealed record AppendAt(long Index, Sequence<Entry> Entries) : DiskRecord;
