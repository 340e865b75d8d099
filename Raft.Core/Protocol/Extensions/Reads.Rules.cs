namespace Raft.Core.Protocol;

/// <summary>Section 6.4 of the dissertation, "processing read-only queries more efficiently".</summary>
public partial class Rules
{
    /// <summary>The query of a request that is answered without the log; null when the request goes through it.</summary>
    private Get? QueryWithoutLog(ServerState state, Command command)
    {
        var query = (command is Numbered numbered ? numbered.Command : command) as Get;
        return Options.Reads == ReadRule.ThroughTheLog || MustGoThroughLog(state) ? null : query;
    }

    /// <summary>
    /// Without a no-op at elections nothing may ever commit in a term but what clients ask for. There the first reads go through
    /// the log, as the entry of the leader's term that later ones need.
    /// </summary>
    private bool MustGoThroughLog(ServerState state) =>
        state.Role is Leader && !Options.NoOpAtElection && Options.Reads != ReadRule.Local && !HasCommittedInItsTerm(state);

    /// <summary>A client asks for a value.</summary>
    private Step OnRead(ServerState state, RequestId id, Get query)
    {
        var read = new WaitingRead(id, query.Key, state.Id, state.CurrentTerm, Round: 0, ReadIndex: null);
        if (AnswersFromWhatItHas(state))
        {
            return Step.From(state.With(read with { ReadIndex = 0 }));
        }

        return state.Role is Leader ? Step.From(ReadAtLeader(state, read)) : ReadElsewhere(state, read);
    }

    /// <summary>The plain read: whatever the server has applied by now, and whoever leads.</summary>
    protected virtual bool AnswersFromWhatItHas(ServerState state) => Options.Reads == ReadRule.Local;

    /// <summary>
    /// "The leader saves its current commitIndex in a local variable readIndex [and] needs to make sure it hasn't been superseded
    /// by a newer leader of which it is unaware": a round of heartbeats that begins later confirms it, or a lease.
    /// </summary>
    private ServerState ReadAtLeader(ServerState state, WaitingRead read)
    {
        var round = MayReadOnLease(state) ? 0 : ((Leader)state.Role).Round + 1;
        return state.With(read with { Round = round, ReadIndex = round == 0 ? state.CommitIndex : null });
    }

    /// <summary>
    /// "Followers ... ask the leader for a current readIndex". One client waits for one read: an older one was given up.
    /// </summary>
    private Step ReadElsewhere(ServerState state, WaitingRead read) =>
        Options.Reads == ReadRule.ReadIndexAtFollowers && KnownLeader(state) is { } leader
            ? Step.From(state.With(read)).Send(new ReadIndexRequest(state.Id, leader, state.CurrentTerm, read.Id))
            : Step.From(state).Do(new Reply(read.Id, new NotLeader(KnownLeader(state))));

    /// <summary>A leader waits for a follower's read as for its own; a server that cannot tells the follower.</summary>
    private Step OnReadIndexRequest(ServerState state, ReadIndexRequest request)
    {
        if (state.Role is not Leader || MustGoThroughLog(state))
        {
            return Step.From(state).Send(ReadIndexAnswer(state, request.From, request.Id, readIndex: null));
        }

        return Step.From(ReadAtLeader(state, new WaitingRead(request.Id, null, request.From, state.CurrentTerm, 0, null)));
    }

    private static ReadIndexReply ReadIndexAnswer(ServerState state, ServerId to, RequestId id, long? readIndex) =>
        new(state.Id, to, state.CurrentTerm, id, readIndex);

    /// <summary>"The follower ... waits for its state machine to advance at least as far as the readIndex".</summary>
    private static Step OnReadIndexReply(ServerState state, ReadIndexReply reply)
    {
        if (state.Reads.Items.FirstOrDefault(read => read.Id == reply.Id && !read.IsSettled) is not { } waiting)
        {
            return Step.From(state);
        }

        return reply.ReadIndex is { } index
            ? Step.From(state.With(waiting, readIndex: index))
            : Step.From(state.Without(waiting)).Do(new Reply(waiting.Id, new NotLeader(reply.From)));
    }

    /// <summary>
    /// After each input: who is sent away, which round was confirmed, whose state machine is far enough. The last words of
    /// <see cref="Receive"/>.
    /// </summary>
    private Step ServeReads(Input input, Step step) => Options.Reads == ReadRule.ThroughTheLog
        ? step
        : step.Then(state => WithLeaseForgone(WithLeaseKept(state, input)))
            .Then(SendAway)
            .Then(state => CountAnswer(state, input))
            .Then(LeadReads)
            .Then(AnswerReads);

    /// <summary>
    /// A leader that steps down cannot confirm its reads any more, and a follower of a new term has asked a leader of the past:
    /// their clients are told to ask elsewhere.
    /// </summary>
    private static Step SendAway(ServerState state)
    {
        var step = Step.From(state);
        foreach (var read in state.Reads)
        {
            var isOfPast = read.Term != state.CurrentTerm || (read.Round > 0 && state.Role is not Leader);
            if (isOfPast && !read.IsSettled)
            {
                step = step.Then(server => server.Without(read));
                step = read.For == state.Id ? step.Do(new Reply(read.Id, new NotLeader(KnownLeader(state)))) : step;
            }
        }

        return step;
    }

    /// <summary>
    /// Any answer of the leader's term to its round, a refusal for the log too, says that no later leader is known.
    /// </summary>
    private ServerState CountAnswer(ServerState state, Input input)
    {
        return state.Role is Leader leader && input is Receive { Message: AppendEntriesReply reply }
            && reply.Term == state.CurrentTerm && AnswersRound(leader, reply)
            ? state with { Role = leader with { AnsweredBy = leader.AnsweredBy.Add(reply.From) } }
            : state;
    }

    /// <summary>"It issues a new round of heartbeats": what was sent before that says nothing of now.</summary>
    protected virtual bool AnswersRound(Leader leader, AppendEntriesReply reply) => leader.Round > 0 && reply.Round == leader.Round;

    private Step LeadReads(ServerState state)
    {
        if (state.Role is not Leader)
        {
            return Step.From(state);
        }

        var step = Release(GiveIndexes(ConfirmRound(state)));
        return NeedsRound(step.State) ? step.Then(BeginRoundNow).Then(LeadReads) : step;
    }

    /// <summary>"... and waits for their acknowledgments from a majority of the cluster".</summary>
    private ServerState ConfirmRound(ServerState state)
    {
        var leader = (Leader)state.Role;
        var isConfirmed = leader.ConfirmedRound < leader.Round && HasConfirmed(state, leader);
        return isConfirmed ? state with { Role = leader with { ConfirmedRound = leader.Round } } : state;
    }

    /// <summary>Whether a majority, the leader included, answered the round.</summary>
    protected virtual bool HasConfirmed(ServerState state, Leader leader) => HasQuorum(state, leader.AnsweredBy.Add(state.Id));

    /// <summary>The read index is the commitIndex, once that is known to be current.</summary>
    private ServerState GiveIndexes(ServerState state)
    {
        var after = state;
        foreach (var read in state.Reads)
        {
            var isDue = read.ReadIndex is null && HasCommittedInItsTerm(state);
            after = isDue ? after.With(read, readIndex: state.CommitIndex) : after;
        }

        return after;
    }

    /// <summary>
    /// "If the leader has not yet marked an entry from its current term committed, it waits until it has done so": before that
    /// its commitIndex may be older than what earlier leaders committed.
    /// </summary>
    protected virtual bool HasCommittedInItsTerm(ServerState state) =>
        state.Log.TermAt(state.CommitIndex) == state.CurrentTerm;

    /// <summary>Reads whose round was confirmed wait for the state machine only, here or at the follower that asked.</summary>
    private static Step Release(ServerState state)
    {
        var step = Step.From(state);
        foreach (var read in state.Reads)
        {
            if (read is { Round: > 0, ReadIndex: not null } && read.Round <= ((Leader)state.Role).ConfirmedRound)
            {
                step = step.Then(leader => leader.Without(read));
                step = read.For == state.Id
                    ? step.Then(leader => leader.With(read with { Round = 0 }))
                    : step.Send(ReadIndexAnswer(state, read.For, read.Id, read.ReadIndex));
            }
        }

        return step;
    }

    /// <summary>
    /// "A single round of heartbeats for any number of read-only queries that [the leader] has accumulated": the next round
    /// begins when the last one was confirmed and somebody waits for it.
    /// </summary>
    protected virtual bool NeedsRound(ServerState state)
    {
        var leader = (Leader)state.Role;
        return leader.ConfirmedRound == leader.Round && state.Reads.Items.Any(read => read.Round > leader.Round);
    }

    private Step BeginRoundNow(ServerState state) => SendAppendEntriesToAll(WithNextRound(state), HeartbeatEntries);

    private static ServerState WithNextRound(ServerState state)
    {
        var leader = (Leader)state.Role;
        return state with { Role = leader with { Round = leader.Round + 1, AnsweredBy = ServerSet.Empty } };
    }

    /// <summary>"The leader [or follower] issues the query against its state machine and replies to the client".</summary>
    private Step AnswerReads(ServerState state)
    {
        var step = Step.From(state);
        foreach (var read in state.Reads)
        {
            if (read.IsSettled && HasApplied(state, read))
            {
                var (_, result) = state.StateMachine.Apply(new Get(read.Key!));
                step = step.Then(server => server.Without(read)).Do(new Reply(read.Id, new Applied(result)));
            }
        }

        return step;
    }

    /// <summary>"... waits for its state machine to advance at least as far as the readIndex".</summary>
    protected virtual bool HasApplied(ServerState state, WaitingRead read) => state.LastApplied >= read.ReadIndex;
}
