namespace Raft.Coyote.Conformance.Checking;

/// <summary>
/// Judges by what holds of Raft whatever happened in between: by terms, votes, logs' ends and commits as they were seen, and by
/// nothing that was inferred.
/// </summary>
/// <param name="nameOf">What the trace calls a server.</param>
/// <param name="showsPersistence">
/// Whether the trace shows what is on disk. If it does not, all that a server showed must survive a crash.
/// </param>
internal sealed class PropertyJudge(Func<int, string> nameOf, bool showsPersistence) : IJudge
{
    private readonly Dictionary<int, SeenOfServer> servers = [];
    private readonly LeadersSeen leaders = new();
    private readonly AppliedCommands applied = new();

    /// <inheritdoc/>
    public Refusal? Judge(Observation seen)
    {
        var server = Find(seen.Server);
        if (seen.Deed == Deed.Loading)
        {
            server.IsLoading = true;
            return null;
        }

        var refusal = StartEmpty(server, seen)
            ?? (seen.Deed == Deed.Started ? Restart(server, seen.View) : See(server, seen))
            ?? SeeVote(server, seen) ?? SeeLog(server, seen) ?? SeeLeader(server, seen) ?? SeeApplied(server, seen);
        server.See(seen, showsPersistence);
        return refusal;
    }

    private SeenOfServer Find(int id)
    {
        if (!servers.TryGetValue(id, out var server))
        {
            servers.Add(id, server = new SeenOfServer(id));
        }

        return server;
    }

    /// <summary>A server that shows nothing but an empty state before it goes on has nothing on its disk.</summary>
    private Refusal? StartEmpty(SeenOfServer server, Observation seen)
    {
        var isEmpty = server.IsLoading && seen.Deed != Deed.Started;
        server.IsLoading = false;
        var refusal = isEmpty ? Restart(server, default) : null;
        if (isEmpty)
        {
            server.Start(default);
        }

        return refusal;
    }

    /// <summary>What was on disk comes back; what was not may be lost.</summary>
    private Refusal? Restart(SeenOfServer server, View view)
    {
        var (term, vote) = (view.Term, view.Vote);
        var isTermLost = term < server.Disk.Term;
        var isVoteLost = term == server.Disk.Term && server.Disk.Vote != Observation.None && vote != server.Disk.Vote;
        return !isTermLost && !isVoteLost ? null : Refuse(
            server, isTermLost ? "Monotonic Term" : "Vote Once",
            $"term {server.Disk.Term} and the vote for {Name(server.Disk.Vote)}, which were on disk",
            $"term {term} and a vote for {Name(vote)} after a restart", Paper.Persistent);
    }

    private Refusal? See(SeenOfServer server, Observation seen)
    {
        if (seen.View.Term < server.View.Term)
        {
            return Refuse(server, "Monotonic Term", $"a term of at least {server.View.Term}", $"{seen.View.Term}", Paper.TermIncreases);
        }

        return seen.View.Commit >= server.View.Commit ? null : Refuse(
            server, "Monotonic Commit", $"a commitIndex of at least {server.View.Commit}", $"{seen.View.Commit}",
            Paper.CommitIncreases);
    }

    private Refusal? SeeVote(SeenOfServer server, Observation seen)
    {
        var (term, vote) = server.Voted;
        var showsAnother = seen.Deed != Deed.Started && seen.View.Term == term && seen.View.Vote != vote;
        var grantsAnother = IsGranting(seen) && seen.Message.Term == term && seen.Message.To != vote;
        return vote == Observation.None ? null
            : showsAnother ? VotedTwice(server, seen.View.Vote)
            : grantsAnother ? VotedTwice(server, seen.Message.To)
            : null;
    }

    private Refusal VotedTwice(SeenOfServer server, int other) => Refuse(
        server, "Vote Once", $"the vote of term {server.Voted.Term}, for {Name(server.Voted.Vote)}", $"one for {Name(other)}",
        Paper.OneVote);

    private static bool IsGranting(Observation seen) =>
        seen is { Deed: Deed.Sent, Message: { Kind: MessageKind.RequestVoteReply, IsRefusal: false } };

    private Refusal? SeeLog(SeenOfServer server, Observation seen) => seen.View.Commit <= seen.View.LastIndex ? null : Refuse(
        server, "Commit Within Log", $"a commitIndex of at most {seen.View.LastIndex}, where its log ends", $"{seen.View.Commit}",
        Paper.FollowerCommit);

    private Refusal? SeeLeader(SeenOfServer server, Observation seen)
    {
        if (seen.View.Role != RoleSeen.Leader)
        {
            return null;
        }

        if (leaders.OfTerm(seen.View.Term) is { } other && other != seen.Server)
        {
            return Refuse(
                server, "Election Safety", $"no other leader of term {seen.View.Term} than {Name(other)}", $"it leads it too",
                Paper.ElectionSafety);
        }

        var committed = leaders.CommittedBefore(seen.View.Term);
        leaders.See(seen.View.Term, seen.Server, seen.View.Commit);
        return seen.View.LastIndex >= committed ? null : Refuse(
            server, "Leader Completeness", $"a log up to {committed} at least, which was committed in an older term",
            $"a log up to {seen.View.LastIndex}", Paper.LeaderCompleteness);
    }

    private Refusal? SeeApplied(SeenOfServer server, Observation seen) =>
        seen.Command is not { } applies || applied.Apply(applies.Number, applies.Command) ? null : Refuse(
            server, "State Machine Safety", $"the command that was applied as number {applies.Number} elsewhere", "another one",
            Paper.StateMachineSafety);

    private string Name(int server) => server == Observation.None ? "nobody" : nameOf(server);

    private Refusal Refuse(SeenOfServer server, string property, string expected, string came, PaperRule rule) =>
        new(property, expected, came, rule, server.Describe(Name));

    /// <summary>What one server showed last.</summary>
    private sealed class SeenOfServer(int id)
    {
        public View View { get; private set; }

        /// <summary>Its vote in its term, by its state or by its answer.</summary>
        public (long Term, int Vote) Voted { get; private set; }

        /// <summary>Its term and vote on disk.</summary>
        public (long Term, int Vote) Disk { get; private set; }

        /// <summary>Whether it showed only the log that it found on its disk, and not yet the term and the vote.</summary>
        public bool IsLoading { get; set; }

        public void Start(View view) => (View, Voted, Disk) = (view, (view.Term, view.Vote), (view.Term, view.Vote));

        public void See(Observation seen, bool showsPersistence)
        {
            View = seen.View;
            Voted = IsGranting(seen) ? (seen.Message.Term, seen.Message.To) : (View.Term, View.Vote);
            Disk = !showsPersistence || seen.Deed is Deed.Persisted or Deed.Started ? (View.Term, View.Vote) : Disk;
        }

        public string Describe(Func<int, string> name) =>
            $"{name(id)} was {View.Role.ToString().ToLowerInvariant()} in term {View.Term}, voted for {name(Voted.Vote)}, "
            + $"commitIndex {View.Commit}, log up to {View.LastIndex}";
    }
}
