namespace Raft.Core.Protocol;

/// <summary>Section 5.3, log replication: "Rules for Servers: Leaders" and the AppendEntries RPC.</summary>
public partial class Rules
{
    /// <summary>
    /// "If command received from client: append entry to local log, respond after entry applied to state machine".
    /// </summary>
    protected virtual Step OnClientRequest(ServerState state, ClientRequest request)
    {
        if (QueryWithoutLog(state, request.Command) is { } query)
        {
            return OnRead(state, request.Id, query);
        }

        if (!AcceptsRequests(state))
        {
            return Step.From(state).Do(new Reply(request.Id, new NotLeader(KnownLeader(state))));
        }

        if (IsBusy(state))
        {
            return Step.From(state).Do(new Reply(request.Id, new Busy()));
        }

        var leader = AppendToLog(state, new Entry(state.CurrentTerm, request.Command, request.Id));
        return SendAppendEntriesToLagging(AdvanceCommitIndex(leader));
    }

    private static ServerId? KnownLeader(ServerState state) => (state.Role as Follower)?.LeaderId;

    /// <summary>Leader Append-Only (section 5.3): a leader only ever adds at the end.</summary>
    private static ServerState AppendToLog(ServerState state, Entry entry) => state.WithLog(state.Log.Append(entry));

    /// <summary>"Heartbeat ...: repeat during idle periods to prevent election timeouts (section 5.2)".</summary>
    protected virtual Step OnHeartbeatDue(ServerState state) =>
        state.Role is Leader
            ? SendAppendEntriesToAll(AtHeartbeat(state), HeartbeatEntries)
            : Step.From(state);

    private int HeartbeatEntries => Options.EmptyHeartbeats ? 0 : Options.MaxEntriesPerAppend;

    /// <summary>"Send ... AppendEntries RPCs (heartbeat) to each server".</summary>
    protected virtual Step SendAppendEntriesToAll(ServerState state, int most)
    {
        var step = Step.From(state);
        foreach (var other in state.Others)
        {
            step = step.Then(leader => SendAppendEntries(leader, other, most));
        }

        return step;
    }

    private Step SendAppendEntriesToLagging(ServerState state)
    {
        var step = Step.From(state);
        foreach (var other in state.Others)
        {
            step = IsLagging(state, other)
                ? step.Then(leader => SendAppendEntries(leader, other, Options.MaxEntriesPerAppend))
                : step;
        }

        return step;
    }

    /// <summary>"If last log index ≥ nextIndex for a follower"; with a limit in flight, only while there is room.</summary>
    private bool IsLagging(ServerState state, ServerId follower) =>
        state.Log.LastIndex >= ((Leader)state.Role).NextIndex[follower] && HasRoom((Leader)state.Role, follower);

    /// <summary>"... send AppendEntries RPC with log entries starting at nextIndex".</summary>
    protected virtual Step SendAppendEntries(ServerState state, ServerId to, int most)
    {
        if (state.Log.HasDiscarded(((Leader)state.Role).NextIndex[to]))
        {
            return SendSnapshot(state, to);
        }

        return Options.MaxInFlight > 0 ? SendInPipeline(state, to, most) : SendBatch(state, to, NextBatch(state, to, most));
    }

    private Sequence<Entry> NextBatch(ServerState state, ServerId to, int most)
    {
        var entries = state.Log.From(((Leader)state.Role).NextIndex[to], most);
        return Options.MaxBytesPerAppend > 0 ? WithinBytes(entries) : entries;
    }

    private Step SendBatch(ServerState state, ServerId to, Sequence<Entry> entries) =>
        Step.From(state).Send(AppendRequest(state, to, ((Leader)state.Role).NextIndex[to] - 1, entries));

    /// <summary>The arguments of an AppendEntries RPC.</summary>
    protected virtual AppendEntries AppendRequest(ServerState state, ServerId to, long prevLogIndex, Sequence<Entry> entries) =>
        new(state.Id, to, state.CurrentTerm, prevLogIndex, state.Log.TermAt(prevLogIndex), entries, state.CommitIndex)
        {
            Round = ((Leader)state.Role).Round,
        };

    /// <summary>
    /// AppendEntries, receiver's rules 2 to 5. Before them, for the sender is the leader of this term: candidates "convert to
    /// follower", followers begin to wait anew.
    /// </summary>
    protected virtual Step OnAppendEntries(ServerState state, AppendEntries request)
    {
        var follower = ConvertToFollower(state, request.From);
        var step = Step.From(follower).Do(new ResetElectionTimer());
        if (!MatchesPrevious(follower.Log, request))
        {
            return step.Send(Refusal(follower, request, FindConflict(follower.Log, request.PrevLogIndex)));
        }

        follower = follower.WithLog(AppendNewEntries(DeleteConflicts(follower.Log, request), request));
        follower = follower with { CommitIndex = FollowerCommitIndex(follower, request) };
        return step.Then(_ => follower).Send(Success(follower, request));
    }

    /// <summary>Rule 2: "Reply false if log doesn't contain an entry at prevLogIndex whose term matches prevLogTerm".</summary>
    protected virtual bool MatchesPrevious(Log log, AppendEntries request)
    {
        var isBeforeFirst = request.PrevLogIndex <= log.PrevIndex;
        var containsEntry = log.Contains(request.PrevLogIndex);
        return isBeforeFirst || (containsEntry && log.TermAt(request.PrevLogIndex) == request.PrevLogTerm);
    }

    /// <summary>
    /// Rule 3: "If an existing entry conflicts with a new one (same index but different terms), delete
    /// the existing entry and all that follow it".
    /// </summary>
    protected virtual Log DeleteConflicts(Log log, AppendEntries request)
    {
        for (var index = FirstToCompare(log, request); index <= request.LastNewIndex && log.Contains(index); index++)
        {
            if (log.TermAt(index) != NewEntry(request, index).Term)
            {
                return log.TruncateFrom(index);
            }
        }

        return log;
    }

    /// <summary>The first new entry, but for those that were discarded: they are committed, so they do not conflict.</summary>
    protected virtual long FirstToCompare(Log log, AppendEntries request) => Math.Max(request.PrevLogIndex, log.PrevIndex) + 1;

    /// <summary>Rule 4: "Append any new entries not already in the log".</summary>
    protected virtual Log AppendNewEntries(Log log, AppendEntries request)
    {
        for (var index = log.LastIndex + 1; index <= request.LastNewIndex; index++)
        {
            log = log.Append(NewEntry(request, index));
        }

        return log;
    }

    private static Entry NewEntry(AppendEntries request, long index) => request.Entries[(int)(index - request.PrevLogIndex - 1)];

    /// <summary>What a follower that now holds the entries answers.</summary>
    protected virtual AppendEntriesReply Success(ServerState state, AppendEntries request) =>
        new(state.Id, request.From, state.CurrentTerm, Success: true, request.PrevLogIndex, MatchIndex: request.LastNewIndex)
        {
            Round = request.Round,
        };

    private static AppendEntriesReply Refusal(ServerState state, AppendEntries request, Conflict? conflict) =>
        new(state.Id, request.From, state.CurrentTerm, Success: false, request.PrevLogIndex, MatchIndex: 0, conflict)
        {
            Round = request.Round,
        };

    /// <summary>
    /// "The follower can include the term of the conflicting entry and the first index it stores for that term" (section 5.3).
    /// </summary>
    private Conflict? FindConflict(Log log, long prevLogIndex)
    {
        if (Options.BackTracking == BackTracking.OneStep)
        {
            return null;
        }

        if (!log.Contains(prevLogIndex))
        {
            return new Conflict(Term: null, FirstIndex: log.LastIndex + 1);
        }

        var first = prevLogIndex;
        while (log.Contains(first - 1) && log.TermAt(first - 1) == log.TermAt(prevLogIndex))
        {
            first--;
        }

        return new Conflict(log.TermAt(prevLogIndex), first);
    }

    private Step OnAppendEntriesReply(ServerState state, AppendEntriesReply reply)
    {
        if (state.Role is not Leader leader || !leader.MatchIndex.Has(reply.From))
        {
            return Step.From(state);
        }

        return reply.Success ? OnSuccess(state, leader, reply) : OnRefusal(state, leader, reply);
    }

    /// <summary>
    /// "If successful: update nextIndex and matchIndex for follower (section 5.3)"; then
    /// there may be more to send, and to commit.
    /// </summary>
    private Step OnSuccess(ServerState state, Leader leader, AppendEntriesReply reply)
    {
        var match = NewMatchIndex(state, leader, reply);
        var progress = leader with
        {
            NextIndex = leader.NextIndex.With(reply.From, NextAfterSuccess(leader, reply.From, match)),
            MatchIndex = leader.MatchIndex.With(reply.From, match),
        };
        var after = AdvanceCommitIndex(state with { Role = Acknowledge(progress, reply) });
        return IsLagging(after, reply.From) && CallsForMore(leader, reply)
            ? SendAppendEntries(after, reply.From, Options.MaxEntriesPerAppend)
            : Step.From(after);
    }

    /// <summary>
    /// Whether "last log index ≥ nextIndex" is to be acted on now. Figure 2 leaves open when; if each success led to the
    /// next request, each one that came twice, or that a heartbeat brought about, would keep a stream of requests of its own
    /// alive until the network is full of them.
    /// </summary>
    protected virtual bool CallsForMore(Leader leader, AppendEntriesReply reply)
    {
        var isNews = reply.MatchIndex > leader.MatchIndex[reply.From];
        var answersHeartbeat = reply.MatchIndex == reply.PrevLogIndex && reply.MatchIndex == leader.MatchIndex[reply.From];
        return isNews || answersHeartbeat;
    }

    /// <summary>"MatchIndex ... increases monotonically": replies may come out of order.</summary>
    protected virtual long NewMatchIndex(ServerState state, Leader leader, AppendEntriesReply reply) =>
        Math.Max(leader.MatchIndex[reply.From], reply.MatchIndex);

    /// <summary>"If AppendEntries fails because of log inconsistency: decrement nextIndex and retry (section 5.3)".</summary>
    private Step OnRefusal(ServerState state, Leader leader, AppendEntriesReply reply)
    {
        if (leader.SendsAhead(reply.From))
        {
            return OnRefusalInPipeline(state, leader, reply);
        }

        if (!RefusesNextIndex(leader, reply))
        {
            return Step.From(state);
        }

        var next = Math.Max(leader.MatchIndex[reply.From] + 1, SteppedBack(state, reply));
        var retried = state with { Role = leader with { NextIndex = leader.NextIndex.With(reply.From, next) } };
        return SendAppendEntries(retried, reply.From, Options.MaxEntriesPerAppend);
    }

    /// <summary>
    /// Our network may bring a refusal late or twice: only one that refuses what nextIndex stands for now moves it.
    /// </summary>
    protected virtual bool RefusesNextIndex(Leader leader, AppendEntriesReply reply) =>
        reply.PrevLogIndex == leader.NextIndex[reply.From] - 1;

    /// <summary>
    /// "Decrement nextIndex", by one; or, with a conflict term, past "all of the
    /// conflicting entries in that term" (section 5.3).
    /// </summary>
    protected virtual long SteppedBack(ServerState state, AppendEntriesReply reply)
    {
        if (reply.Conflict is not { } conflict)
        {
            return reply.PrevLogIndex;
        }

        var last = reply.PrevLogIndex;
        while (state.Log.TermAt(last) > conflict.Term)
        {
            last--;
        }

        var leaderHasThatTerm = state.Log.TermAt(last) == conflict.Term;
        return leaderHasThatTerm ? Math.Min(last + 1, reply.PrevLogIndex) : conflict.FirstIndex;
    }
}
