namespace Raft.Core.Protocol;

/// <summary>
/// The chapter of flow: how much a leader sends at once, and how much it takes on (section 10.2 of the dissertation, and etcd's
/// raft, whose words "probe" and "replicate" for the two states of a follower's progress have become those of practice).
/// <para>
/// Batches need no option of their own: entries that wait together go out in one AppendEntries, "starting at nextIndex", up to
/// <see cref="MaxEntriesPerAppend"/>. While a request to a follower is under way and may not be followed by another, what
/// clients ask meanwhile waits in the log, and makes the next batch.
/// </para>
/// </summary>
public sealed partial record Options
{
    /// <summary>
    /// The most AppendEntries with entries that a leader sends to a follower ahead of their acknowledgements ("pipelining",
    /// section 10.2.2). 0: it sends on as Figure 2 does, and moves nextIndex only when it hears that entries arrived.
    /// </summary>
    public int MaxInFlight { get; init; }

    /// <summary>
    /// The most bytes of keys and values that one AppendEntries carries; an entry that is larger goes alone. 0: as many as there
    /// are.
    /// </summary>
    public int MaxBytesPerAppend { get; init; }

    /// <summary>
    /// With so many entries of its term not committed yet a leader takes no command, and answers <see cref="Busy"/>. 0: it takes
    /// all.
    /// </summary>
    public int MaxUncommitted { get; init; }
}

/// <summary>
/// What a leader knows of the way to a follower (etcd's Progress). Probing, it does not know where their logs part, and sends one
/// AppendEntries with entries at a time. Once one succeeded it sends ahead, and takes it for granted that all of them arrive.
/// </summary>
/// <param name="Follower">The follower.</param>
/// <param name="IsProbing">Whether it is not yet known, or not known any more, where the logs part.</param>
/// <param name="InFlight">Of each AppendEntries with entries that is not acknowledged yet, the index of its last entry.</param>
public sealed record Pipeline(ServerId Follower, bool IsProbing, Sequence<long> InFlight);

public partial record Leader
{
    /// <summary>
    /// The pipelines in use, in the order of the followers; to one without any it probes, and has nothing in flight.
    /// </summary>
    public Sequence<Pipeline> Pipelines { get; init; }

    /// <summary>Whether it sends ahead to a follower.</summary>
    public bool SendsAhead(ServerId follower) => Pipelines.Count > 0 && !PipelineTo(follower).IsProbing;

    /// <summary>The pipeline to a follower.</summary>
    public Pipeline PipelineTo(ServerId follower) =>
        Pipelines.Items.FirstOrDefault(pipeline => pipeline.Follower == follower) ?? new Pipeline(follower, IsProbing: true, []);

    /// <summary>This leader with another pipeline to a follower.</summary>
    public Leader With(Pipeline pipeline)
    {
        var others = Pipelines.Items.Where(other => other.Follower != pipeline.Follower);
        return this with { Pipelines = [.. others.Append(pipeline).OrderBy(each => each.Follower.Number)] };
    }
}

/// <summary>The server has taken on as much as it may. The command took no effect; the client may ask again later.</summary>
public sealed record Busy : Answer;

public partial class Rules
{
    /// <summary>
    /// Whether a leader may send entries to a follower before it hears from it again: a single probe until it knows where the
    /// logs part, then up to the limit.
    /// </summary>
    protected virtual bool HasRoom(Leader leader, ServerId follower)
    {
        if (Options.MaxInFlight <= 0)
        {
            return true;
        }

        var pipeline = leader.PipelineTo(follower);
        return pipeline.InFlight.Count < (pipeline.IsProbing ? 1 : Options.MaxInFlight);
    }

    private Step SendInPipeline(ServerState state, ServerId to, int most) =>
        ((Leader)state.Role).SendsAhead(to) ? FillPipeline(state, to, most) : Probe(state, to, most);

    /// <summary>
    /// nextIndex stays, so a heartbeat that carries entries sends a probe again that may be lost; an answer to one that carries
    /// none shows where the logs part as well.
    /// </summary>
    private Step Probe(ServerState state, ServerId to, int most)
    {
        var leader = (Leader)state.Role;
        var entries = NextBatch(state, to, most);
        var last = leader.NextIndex[to] + entries.Count - 1;
        var probing = entries.Count == 0 ? leader : leader.With(new Pipeline(to, IsProbing: true, [last]));
        return SendBatch(state with { Role = probing }, to, entries);
    }

    /// <summary>
    /// Sends batch after batch while there is room; where there is none, or nothing to send, a single heartbeat. It goes at
    /// nextIndex too: a follower that lacks what was sent ahead refuses it, and so a loss is noticed.
    /// </summary>
    private Step FillPipeline(ServerState state, ServerId to, int most)
    {
        var step = Step.From(state);
        Sequence<Entry> entries;
        do
        {
            entries = NextBatch(step.State, to, HasRoom((Leader)step.State.Role, to) ? most : 0);
            step = step.Then(leader => SendBatch(leader, to, entries)).Then(leader => MoveOn(leader, to, entries.Count));
        }
        while (entries.Count > 0 && IsLagging(step.State, to));

        return step;
    }

    /// <summary>
    /// "The leader can ... update nextIndex optimistically ... rather than waiting for acknowledgments" (section 10.2.2).
    /// </summary>
    private static ServerState MoveOn(ServerState state, ServerId to, int sent)
    {
        var leader = (Leader)state.Role;
        var next = leader.NextIndex[to] + sent;
        var pipeline = leader.PipelineTo(to);
        var fuller = leader.With(pipeline with { InFlight = pipeline.InFlight.Add(next - 1) });
        return sent == 0 ? state : state with { Role = fuller with { NextIndex = leader.NextIndex.With(to, next) } };
    }

    /// <summary>Where to go on after a success: what was sent ahead is not sent again.</summary>
    private static long NextAfterSuccess(Leader leader, ServerId follower, long match) =>
        leader.SendsAhead(follower) ? Math.Max(leader.NextIndex[follower], match + 1) : match + 1;

    /// <summary>
    /// A success frees the pipeline of all that it acknowledges; it ends probing, unless it tells less than is known already.
    /// </summary>
    private Leader Acknowledge(Leader leader, AppendEntriesReply reply)
    {
        var match = leader.MatchIndex[reply.From];
        var pipeline = leader.PipelineTo(reply.From);
        if (Options.MaxInFlight <= 0 || (pipeline.IsProbing && reply.MatchIndex < match))
        {
            return leader;
        }

        var inFlight = pipeline.IsProbing ? [] : StillInFlight(pipeline.InFlight, match);
        return leader.With(new Pipeline(reply.From, IsProbing: false, inFlight));
    }

    /// <summary>What a follower that holds the leader's log up to an index has not acknowledged yet.</summary>
    protected virtual Sequence<long> StillInFlight(Sequence<long> inFlight, long match) =>
        [.. inFlight.Items.Where(last => last > match)];

    /// <summary>
    /// A refusal shows that something sent ahead was lost or overtaken: the leader probes again, from what it knows for certain.
    /// One that refuses what the follower is known to hold is old.
    /// </summary>
    protected virtual Step OnRefusalInPipeline(ServerState state, Leader leader, AppendEntriesReply reply)
    {
        var match = leader.MatchIndex[reply.From];
        if (reply.PrevLogIndex <= match)
        {
            return Step.From(state);
        }

        var probing = leader.With(new Pipeline(reply.From, IsProbing: true, []));
        var backAtMatch = probing with { NextIndex = leader.NextIndex.With(reply.From, match + 1) };
        return SendAppendEntries(state with { Role = backAtMatch }, reply.From, Options.MaxEntriesPerAppend);
    }

    /// <summary>The first entries, as many as may go at once.</summary>
    private Sequence<Entry> WithinBytes(Sequence<Entry> entries)
    {
        var (count, bytes) = (0, 0L);
        while (count < entries.Count && FitsBehind(count, bytes, entries[count]))
        {
            bytes += SizeOf(entries[count].Command);
            count++;
        }

        return entries.Take(count);
    }

    /// <summary>
    /// Whether an entry goes with those before it. One always goes: else an entry beyond the limit would stop all.
    /// </summary>
    /// <param name="count">How many stand before it.</param>
    /// <param name="bytes">How large they are together.</param>
    /// <param name="entry">The entry.</param>
    protected virtual bool FitsBehind(int count, long bytes, Entry entry) =>
        count == 0 || bytes + SizeOf(entry.Command) <= Options.MaxBytesPerAppend;

    /// <summary>The size of a command, in bytes: that of its key and its values.</summary>
    public static long SizeOf(Command command) => command switch
    {
        Put put => put.Key.Length + put.Value.Length,
        Get get => get.Key.Length,
        Append append => append.Key.Length + append.Value.Length,
        Numbered numbered => SizeOf(numbered.Command),
        CompareAndSet swap => swap.Key.Length + (swap.Expected?.Length ?? 0) + swap.Value.Length,
        _ => 0,
    };

    /// <summary>
    /// "To prevent the uncommitted tail of a leader's log from growing without bound" (etcd's MaxUncommittedEntriesSize, change
    /// 10167): a leader cut off from the majority takes on no more than it may.
    /// </summary>
    protected virtual bool IsBusy(ServerState state) =>
        Options.MaxUncommitted > 0 && Uncommitted(state) >= Options.MaxUncommitted;

    /// <summary>
    /// How many entries wait to be committed; entries of older terms do not count. They commit only with one of the leader's own
    /// term (section 5.4.2): a leader that took none because of them would never commit them.
    /// </summary>
    protected virtual long Uncommitted(ServerState state)
    {
        var before = state.Log.LastIndex;
        while (before > state.CommitIndex && state.Log.TermAt(before) == state.CurrentTerm)
        {
            before--;
        }

        return state.Log.LastIndex - before;
    }
}
