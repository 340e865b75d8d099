namespace Raft.Core.Protocol;

/// <summary>How the servers of a cluster may change (chapter 4 of the dissertation).</summary>
public enum Membership
{
    /// <summary>Not at all: the servers are those that it began with.</summary>
    None,

    /// <summary>One server at a time is added, removed or promoted (section 4.1).</summary>
    SingleServer,

    /// <summary>Any change in one go, by way of joint consensus (section 4.3; section 6 of the paper).</summary>
    Joint,
}

public sealed partial record Options
{
    /// <summary>How the servers of the cluster may change, when an operator orders it.</summary>
    public Membership Membership { get; init; }
}

/// <summary>"The set of servers participating in the consensus algorithm" (chapter 4 of the dissertation).</summary>
/// <param name="Voters">The servers whose majority decides; while two configurations are joint, those of C-old.</param>
/// <param name="VotersAfter">
/// While joint (section 4.3), those of C-new, of whom a majority must agree as well; else empty.
/// </param>
/// <param name="Learners">Servers that get the log and do not vote (section 4.2.1 calls them non-voting members).</param>
public readonly record struct Configuration(ServerSet Voters, ServerSet VotersAfter = default, ServerSet Learners = default)
{
    /// <summary>Whether it is C-old,new.</summary>
    public bool IsJoint => VotersAfter.Count > 0;

    /// <summary>All that vote, in the one or the other of two joint configurations.</summary>
    public ServerSet AllVoters => Voters.Or(VotersAfter);

    /// <summary>All that belong to it, voters or not.</summary>
    public ServerSet Members => AllVoters.Or(Learners);

    /// <summary>What C-old,new leads to: C-new.</summary>
    public Configuration ToNew() => new(VotersAfter, Learners: Learners);

    /// <summary>"Agreement ... requires separate majorities from both the old and new configurations" (section 4.3).</summary>
    public bool HasQuorum(ServerSet servers) => servers.IsMajorityOf(Voters) && (!IsJoint || servers.IsMajorityOf(VotersAfter));

    /// <inheritdoc/>
    public override string ToString()
    {
        var joint = IsJoint ? $" and {VotersAfter}" : "";
        return Learners.Count == 0 ? $"{Voters}{joint}" : $"{Voters}{joint} with learners {Learners}";
    }
}

/// <summary>
/// "Cluster configurations are stored and communicated using special entries in the replicated log" (section 6 of the paper).
/// </summary>
public sealed record ChangeConfiguration(Configuration Configuration) : Command
{
    /// <inheritdoc/>
    public override string ToString() => $"configuration {Configuration}";
}

/// <summary>An operator wants other servers in the cluster. Who is not named stays what it is.</summary>
/// <param name="Voters">These are to vote: servers from outside, and learners that are promoted.</param>
/// <param name="Learners">These are to get the log and not to vote.</param>
/// <param name="Leaving">These are to leave.</param>
public sealed record ChangeMembers(ServerSet Voters, ServerSet Learners = default, ServerSet Leaving = default) : Order
{
    /// <summary>The configuration that a change of this one is to lead to.</summary>
    public Configuration From(Configuration now) => new(
        (now.IsJoint ? now.VotersAfter : now.Voters).Or(Voters).Except(Learners).Except(Leaving),
        Learners: now.Learners.Or(Learners).Except(Voters).Except(Leaving));

    /// <inheritdoc/>
    public override Order? Rename(Func<ServerId, ServerId?> map)
    {
        var renamed = new ChangeMembers(Voters.Rename(map), Learners.Rename(map), Leaving.Rename(map));
        return renamed == new ChangeMembers(ServerSet.Empty) ? null : renamed;
    }

    /// <inheritdoc/>
    public override IEnumerable<ServerId> Servers => Voters.Or(Learners).Or(Leaving).Members;
}

public sealed partial record PersistentState
{
    /// <summary>
    /// "The latest configuration in its log" (section 4.1); before there is any, the one that the server began with.
    /// </summary>
    /// <param name="servers">The servers that the cluster began with.</param>
    public Configuration Configuration(ServerSet servers) =>
        Log.ConfigurationIndex == 0 ? ConfigurationBeforeLog(servers) : Log.LatestConfiguration!.Value;

    /// <summary>The configuration that was in force before the latest one in the log.</summary>
    /// <param name="servers">The servers that the cluster began with.</param>
    public Configuration ConfigurationBefore(ServerSet servers) => ConfigurationAt(Log.ConfigurationIndex - 1, servers);

    /// <summary>The latest configuration up to an index that was not discarded.</summary>
    /// <param name="index">The index.</param>
    /// <param name="servers">The servers that the cluster began with.</param>
    public Configuration ConfigurationAt(long index, ServerSet servers) =>
        Log.TruncateFrom(index + 1).LatestConfiguration ?? ConfigurationBeforeLog(servers);

    /// <summary>
    /// The configuration before the log's first entry: that of the snapshot. (Where the log keeps entries behind the snapshot,
    /// and a configuration is among them, the snapshot's is the latest of these.)
    /// </summary>
    private Configuration ConfigurationBeforeLog(ServerSet servers) => Snapshot?.Configuration ?? new(servers);
}

public sealed partial record ServerState
{
    /// <summary>
    /// The configuration that the server uses: "a server always uses the latest configuration in its log, regardless of whether
    /// the entry is committed" (section 4.1).
    /// </summary>
    public Configuration Configuration => Persistent.Configuration(Servers);

    /// <summary>Whether the server knows that the configuration that it uses is committed.</summary>
    public bool IsConfigurationCommitted => Log.ConfigurationIndex <= CommitIndex;
}

/// <summary>Chapter 4 of the dissertation, cluster membership changes.</summary>
public partial class Rules
{
    /// <summary>
    /// A learner does not stand for election. But "a server that is not part of its own latest configuration should still start
    /// new elections, as it might still be needed until the C-new entry is committed" (section 4.2.2): its vote for itself does
    /// not count then.
    /// </summary>
    protected virtual bool MayStandForElection(ServerState state)
    {
        var isVoter = state.Configuration.AllVoters.Contains(state.Id);
        return isVoter || (!state.IsConfigurationCommitted && WasVoter(state));
    }

    private static bool WasVoter(ServerState state) =>
        state.Persistent.ConfigurationBefore(state.Servers).AllVoters.Contains(state.Id);

    /// <summary>
    /// "All other servers" that a candidate asks: those that vote in its configuration. They answer whatever their own says:
    /// "servers process incoming RPC requests without consulting their current configurations" (section 4.1).
    /// </summary>
    protected virtual ServerSet ServersToAsk(ServerState state) => state.Configuration.AllVoters.Without(state.Id);

    private Step OnChangeMembers(ServerState state, ChangeMembers order)
    {
        var wanted = order.From(state.Configuration);
        return MayChange(state, wanted) ? TakeUp(state, FirstStep(state.Configuration, wanted)) : Step.From(state);
    }

    /// <summary>A change that the leader may not begin is refused: the operator must order it again.</summary>
    private bool MayChange(ServerState state, Configuration wanted)
    {
        if (state.Role is not Leader leader || Options.Membership == Membership.None || !AcceptsRequests(state))
        {
            return false;
        }

        var isPossible = wanted.Voters.Count > 0 && IsSmallEnough(state.Configuration, wanted);
        return isPossible && IsSettled(state) && KnowsEarlierChanges(state) && HasCaughtUp(state, leader, wanted);
    }

    /// <summary>With single-server changes only one server may be added or removed at a time (section 4.1).</summary>
    private bool IsSmallEnough(Configuration now, Configuration wanted) =>
        wanted != now && (Options.Membership == Membership.Joint || Changed(now, wanted).Count == 1);

    private static ServerSet Changed(Configuration now, Configuration wanted) =>
        new((now.Voters.Bits ^ wanted.Voters.Bits) | (now.Learners.Bits ^ wanted.Learners.Bits));

    /// <summary>
    /// A change must be committed, and C-old,new left, before the next one begins (section 4.1): two steps away there are
    /// majorities that do not overlap.
    /// </summary>
    protected virtual bool IsSettled(ServerState state) => state.IsConfigurationCommitted && !state.Configuration.IsJoint;

    /// <summary>
    /// With single-server changes "a leader may not append a C-new entry until it has committed an entry from its current term"
    /// (Ongaro, "bug in single-server membership changes", raft-dev, July 2015): else a change of another leader,
    /// of which it knows nothing, may be committed meanwhile. The majorities of C-old that joint consensus asks for see to that.
    /// </summary>
    protected virtual bool KnowsEarlierChanges(ServerState state) =>
        Options.Membership == Membership.Joint || HasCommittedInItsTerm(state);

    /// <summary>
    /// A server that has caught up may become a voter (section 4.2.1): a learner holds all that is committed when it is promoted.
    /// A server may also be made a voter from the start, with an empty disk: that is safe, and may block the cluster for a time.
    /// </summary>
    protected virtual bool HasCaughtUp(ServerState state, Leader leader, Configuration wanted)
    {
        foreach (var learner in wanted.Voters.And(state.Configuration.Learners))
        {
            if (leader.MatchIndex[learner] < state.CommitIndex)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The configuration that comes first: "the cluster first switches to a transitional configuration", C-old,new (section 6 of
    /// the paper); a single server is added or removed in one step. Nor is there need of more where the voters stay the same.
    /// </summary>
    protected virtual Configuration FirstStep(Configuration now, Configuration wanted)
    {
        var isInOneStep = Options.Membership == Membership.SingleServer || wanted.Voters == now.Voters;
        return isInOneStep ? wanted : wanted with { Voters = now.Voters, VotersAfter = wanted.Voters };
    }

    /// <summary>
    /// The leader appends the configuration to its log and replicates it as any entry (section 4.1). It takes effect at once.
    /// </summary>
    private Step TakeUp(ServerState state, Configuration next)
    {
        var entry = new Entry(state.CurrentTerm, new ChangeConfiguration(next));
        return SendAppendEntriesToLagging(AdvanceCommitIndex(Meet(AppendToLog(state, entry))));
    }

    /// <summary>A leader begins with servers that it did not know as with all others at its election.</summary>
    protected virtual ServerState Meet(ServerState state)
    {
        var (leader, members) = ((Leader)state.Role, state.Configuration.Members);
        var next = leader.NextIndex.UpTo(members, state.Log.LastIndex);
        return state with { Role = leader with { NextIndex = next, MatchIndex = leader.MatchIndex.UpTo(members, 0) } };
    }

    /// <summary>
    /// What a leader does once its configuration is committed: it goes from C-old,new to C-new, or it steps down. While it hands
    /// over its leadership it begins nothing new: the next leader goes on with it, or this one when the transfer has come to
    /// nothing.
    /// </summary>
    private Step FollowConfiguration(ServerState state)
    {
        if (state.Role is not Leader)
        {
            return Step.From(state);
        }

        return MayLeaveJoint(state) && AcceptsRequests(state)
            ? TakeUp(state, state.Configuration.ToNew()).Then(ApplyCommitted).Then(FollowConfiguration)
            : Step.From(HasLeftTheCluster(state) ? ConvertToFollower(state, leader: null) : state);
    }

    /// <summary>
    /// Once C-old,new has been committed "it is now safe for the leader to create a log entry describing C-new" (section 6 of the
    /// paper).
    /// A leader that finds it in its log at its election goes on with it.
    /// </summary>
    protected virtual bool MayLeaveJoint(ServerState state) => state.Configuration.IsJoint && state.IsConfigurationCommitted;

    /// <summary>
    /// A leader that is not in C-new steps down once that is committed (section 4.2.2). Until then it "is managing a cluster that
    /// does not include itself; it replicates log entries but does not count itself in majorities" (section 6 of the paper).
    /// </summary>
    protected virtual bool HasLeftTheCluster(ServerState state) =>
        state.IsConfigurationCommitted && !state.Configuration.AllVoters.Contains(state.Id);
}
