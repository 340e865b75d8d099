using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "Persistent state on all servers: updated on stable storage before responding to RPCs" (Figure 2): at the moment of each
/// send, the sender's disk holds what the message tells of its term, its vote and its log. A leader's requests count as
/// responses: what it sends, it counts itself as a holder of; unless it writes in parallel (section 10.2.1 of the
/// dissertation), when only what it commits must be on enough disks (Committed Never Lost). Its condition is met whenever a
/// message is sent in a step that changes the persistent state.
/// </summary>
public sealed class DurableBeforeReply(ServerSet servers) : Property
{
    private readonly PerServer<Disk> disks = new(servers, Disk.Empty);

    /// <inheritdoc/>
    public override string Name => "Durable Before Reply";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (happening.Touched is not { } server)
        {
            return null;
        }

        var disk = disks[server];
        disks[server] = history.Disk(server);
        return happening is Handled handled ? JudgeStep(number, handled, disk, history.Options.ParallelWrites) : null;
    }

    /// <summary>Judges one step by the disk before it.</summary>
    internal Violation? JudgeStep(int number, Handled handled, Disk disk, bool mayRunAhead)
    {
        foreach (var effect in handled.Done)
        {
            disk = disk.CarryOut(effect);
            if (effect is Send send && Judge(number, handled, send.Message, disk.Synced, mayRunAhead) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    private Violation? Judge(int number, Handled handled, Message message, PersistentState disk, bool mayRunAhead)
    {
        if (handled.Before.Persistent != handled.After.Persistent)
        {
            Exercise();
        }

        var runsAhead = mayRunAhead && message is AppendEntries;
        return NotDurable(message, runsAhead ? disk.Log : handled.After.Log, disk) is not { } what ? null : Fell(
            $"{handled.Server} told {message.To} of {what}, which was not on its disk",
            new Fact(number, $"{handled.Server} sent {message.To} {WhatIs(message)} of term {message.Term}"),
            new Fact(number, $"its disk held term {disk.CurrentTerm}, a vote for {VotedFor(disk)} and the log {disk.Log}"));
    }

    private static string WhatIs(Message message) => message switch
    {
        RequestVoteReply reply => reply.VoteGranted ? "a vote" : "a refusal to vote",
        AppendEntries append => $"AppendEntries with entries up to {append.LastNewIndex}",
        AppendEntriesReply reply => reply.Success ? $"success up to {reply.MatchIndex}" : "a refusal",
        InstallSnapshot install => $"a chunk of its snapshot up to {install.Chunk.LastIncludedIndex}",
        InstallSnapshotReply reply => $"that it has all up to {reply.LastIncludedIndex}",
        _ => message.GetType().Name,
    };

    /// <summary>What a message tells that the sender's disk does not hold; null when there is nothing.</summary>
    private static string? NotDurable(Message message, Log log, PersistentState disk) => message switch
    {
        _ when disk.CurrentTerm < message.Term => $"term {message.Term}",
        RequestVote request when !HoldsVote(disk, request.Term, request.From) =>
            $"its vote for itself in term {request.Term}",
        RequestVoteReply { VoteGranted: true } reply when !HoldsVote(disk, reply.Term, reply.To) =>
            $"its vote in term {reply.Term}",
        AppendEntriesReply { Success: true } reply when !HoldsLog(disk, log, reply.MatchIndex) =>
            $"its log up to index {reply.MatchIndex}",
        InstallSnapshotReply { Done: true } reply when !HoldsLog(disk, log, reply.LastIncludedIndex) =>
            $"a snapshot or its log up to index {reply.LastIncludedIndex}",
        InstallSnapshot { Chunk.LastIncludedIndex: var last } when !HoldsSnapshot(disk, last) =>
            $"its snapshot up to index {last}",
        AppendEntries request when !HoldsLog(disk, log, Math.Min(request.LastNewIndex, log.LastIndex)) =>
            $"its log up to index {request.LastNewIndex}",
        _ => null,
    };

    /// <summary>A disk of a later term can't take the vote back either: the server will not vote in that term again.</summary>
    private static bool HoldsVote(PersistentState disk, long term, ServerId candidate) =>
        disk.CurrentTerm > term || disk.VotedFor == candidate;

    private static string VotedFor(PersistentState disk) => disk.VotedFor?.ToString() ?? "nobody";

    private static bool HoldsLog(PersistentState disk, Log log, long upTo) =>
        (disk.Log.LastIndex >= upTo && (ReferenceEquals(disk.Log, log) || disk.Log.CommonPrefixWith(log) >= upTo))
        || HoldsSnapshot(disk, upTo);

    private static bool HoldsSnapshot(PersistentState disk, long upTo) =>
        disk.Snapshot is { } snapshot && snapshot.LastIncludedIndex >= upTo;
}
