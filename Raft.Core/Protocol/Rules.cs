namespace Raft.Core.Protocol;

/// <summary>
/// Figure 2 of "In Search of an Understandable Consensus Algorithm (Extended Version)", Ongaro and Ousterhout 2014, as
/// functions of values: a state and an input come in, the state after it and the effects come out. One virtual member
/// for each sentence. This file has "Rules for Servers: All Servers"; the others are Rules.Election.cs,
/// Rules.Replication.cs, Rules.Commit.cs, Rules.Storage.cs. What the later chapters add has a file of its own for each chapter,
/// in the folder Extensions; Extensions/Contents.cs is their table of contents.
/// </summary>
public partial class Rules(Options options)
{
    /// <summary>What the paper leaves open.</summary>
    public Options Options { get; } = Checked(options);

    /// <summary>Handles one input.</summary>
    /// <param name="state">The state of the server before it.</param>
    /// <param name="input">What happened to the server.</param>
    /// <returns>The state after it, and the effects in the order in which they are to be carried out.</returns>
    public virtual Step Receive(ServerState state, Input input)
    {
        var durable = input is Restart restart ? restart.Durable : state.Persistent;
        var step = Handle(state, input).Then(ApplyCommitted);
        step = Options.Membership == Membership.None ? step : step.Then(FollowConfiguration);
        return PersistFirst(durable, ServeReads(input, step));
    }

    /// <summary>A leader whose AppendEntries may carry no entry would never replicate one, and yet send them for ever.</summary>
    private static Options Checked(Options options) => options.MaxEntriesPerAppend >= 1
        ? options
        : throw new ArgumentOutOfRangeException(
            nameof(options),
            options.MaxEntriesPerAppend,
            $"expected {nameof(options.MaxEntriesPerAppend)} of at least 1: an AppendEntries must be able to carry an entry");

    private Step Handle(ServerState state, Input input) => input switch
    {
        _ when Refuses(state, input) => Refuse(state, input),
        Receive receive => OnMessage(state, receive.Message),
        ElectionTimeout => OnElectionTimeout(state),
        HeartbeatDue => OnHeartbeatDue(state),
        ClientRequest request => OnClientRequest(state, request),
        Restart restart => OnRestart(state, restart),
        _ => OnFurtherInput(state, input),
    };

    /// <summary>
    /// The one place where terms are compared: past it, every handler relies on the message being of its own term.
    /// </summary>
    private Step OnMessage(ServerState state, Message message)
    {
        if (OnMessageOutsideTerms(state, message) is { } answered)
        {
            return answered;
        }

        if (IsKeptFromVoting(state, message))
        {
            return Step.From(state);
        }

        if (IsOfNewerTerm(state, message))
        {
            return Step.From(AdoptTerm(state, message)).Then(follower => OnMessageOfThisTerm(follower, message));
        }

        return IsOfOlderTerm(state, message) ? RefuseOlderTerm(state, message) : OnMessageOfThisTerm(state, message);
    }

    private Step OnMessageOfThisTerm(ServerState state, Message message) => message switch
    {
        RequestVote request => OnRequestVote(state, request),
        RequestVoteReply reply => OnRequestVoteReply(state, reply),
        AppendEntries request => OnAppendEntries(state, request),
        AppendEntriesReply reply => HandOver(OnAppendEntriesReply(Hear(state, reply), reply), reply),
        _ => OnFurtherMessage(state, message),
    };

    /// <summary>"If RPC request or response contains term T > currentTerm" (section 5.1).</summary>
    protected virtual bool IsOfNewerTerm(ServerState state, Message message) => message.Term > state.CurrentTerm;

    /// <summary>"... set currentTerm = T, convert to follower" (section 5.1). The vote was for the older term.</summary>
    protected virtual ServerState AdoptTerm(ServerState state, Message message) =>
        ConvertToFollower(state, leader: null).InTerm(message.Term, votedFor: null);

    /// <summary>A server becomes, or stays, a follower; it may know of whom.</summary>
    protected virtual ServerState ConvertToFollower(ServerState state, ServerId? leader) =>
        state with { Role = new Follower(leader) };

    /// <summary>"term &lt; currentTerm": the sender has missed an election.</summary>
    protected virtual bool IsOfOlderTerm(ServerState state, Message message) => message.Term < state.CurrentTerm;

    /// <summary>
    /// "Reply false if term &lt; currentTerm" (rule 1 of both receivers); a reply to an older term's request is for nobody.
    /// </summary>
    protected virtual Step RefuseOlderTerm(ServerState state, Message message) => message switch
    {
        RequestVote request => Step.From(state).Send(VoteReply(state, request, granted: false)),
        AppendEntries request => Step.From(state).Send(Refusal(state, request, conflict: null)),
        InstallSnapshot request => Step.From(state).Send(ReceivedSoFar(state, request)),
        _ => Step.From(state),
    };

    /// <summary>
    /// "If commitIndex > lastApplied: increment lastApplied, apply log[lastApplied] to state machine (section 5.3)".
    /// </summary>
    protected virtual Step ApplyCommitted(ServerState state)
    {
        var step = Step.From(state);
        while (step.State.CommitIndex > step.State.LastApplied && step.State.Log.Contains(step.State.LastApplied + 1))
        {
            step = ApplyNext(step);
        }

        return step;
    }

    private Step ApplyNext(Step step)
    {
        var index = step.State.LastApplied + 1;
        var entry = step.State.Log[index];
        var (after, done) = Run(step.State, index, entry);
        var applied = (step with { State = after }).Do(done);
        return OwesAnswer(step.State, entry) ? applied.Do(new Reply(entry.Origin!.Value, AnswerOf(done))) : applied;
    }

    /// <summary>
    /// "Respond after entry applied to state machine" (Leaders): the leader that received the command, in the term in which it
    /// did. Only the leader of a term creates that term's entries, so an entry's term tells who received it.
    /// </summary>
    protected virtual bool OwesAnswer(ServerState state, Entry entry)
    {
        var isFromClient = entry.Origin is not null;
        var isOwn = state.Role is Leader && entry.Term == state.CurrentTerm;
        return isFromClient && isOwn;
    }
}
