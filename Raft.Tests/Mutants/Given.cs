using Raft.Core.Protocol;

namespace Raft.Tests.Mutants;

/// <summary>Servers in the middle of things; s1 unless said.</summary>
internal static class Given
{
    public static readonly ServerId S1 = new(1);
    public static readonly ServerId S2 = new(2);
    public static readonly ServerId S3 = new(3);
    public static readonly RequestId ARequest = new(new ClientId(1), 1);

    /// <summary>Small batches and no no-op, which hides bugs.</summary>
    public static readonly Options Options = new(NoOpAtElection: false, EmptyHeartbeats: false, MaxEntriesPerAppend: 1);

    public static ServerState Follower(long term, Log? log = null, long commit = 0, ServerId? votedFor = null, int servers = 3)
    {
        var durable = new PersistentState(term, votedFor, log ?? Log.Empty);
        var started = ServerState.AtStart(S1, ServerSet.FirstServers(servers), durable);
        return started with { CommitIndex = commit, LastApplied = commit };
    }

    public static ServerState Candidate(long term, Log? log = null, int servers = 3, params ServerId[] voters) =>
        Follower(term, log, votedFor: S1, servers: servers) with { Role = new Candidate(ServerSet.Of([S1, .. voters])) };

    /// <summary>A leader; of the matchIndex of each server s1 comes first, and nextIndex is one more.</summary>
    public static ServerState Leader(long term, Log? log = null, long commit = 0, long[]? match = null, int servers = 3)
    {
        var matchIndex = new Sequence<long>([.. match ?? new long[servers]]);
        var nextIndex = new Sequence<long>([.. matchIndex.Items.Select(index => index + 1)]);
        var role = new Leader(new IndexPerServer(nextIndex), new IndexPerServer(matchIndex));
        return Follower(term, log, commit, votedFor: S1, servers: servers) with { Role = role };
    }

    /// <summary>A log with entries of these terms.</summary>
    public static Log LogOf(params long[] terms) => new([.. terms.Select((term, position) => EntryAt(term, position + 1))]);

    /// <summary>The entry that the leader of a term put at an index.</summary>
    public static Entry EntryAt(long term, long index) => new(term, new Put("x", $"{term}.{index}"));

    public static Receive Append(long term, long prevIndex, long prevTerm, long commit = 0, params Entry[] entries) =>
        new(new AppendEntries(S2, S1, term, prevIndex, prevTerm, [.. entries], commit));

    public static Receive Ack(long term, long match, long prevIndex = 0) =>
        new(new AppendEntriesReply(S2, S1, term, Success: true, prevIndex, match));

    public static Receive Nack(long term, long prevIndex) =>
        new(new AppendEntriesReply(S2, S1, term, Success: false, prevIndex, MatchIndex: 0));

    public static Receive VoteRequest(long term, long lastIndex, long lastTerm) =>
        new(new RequestVote(S2, S1, term, lastIndex, lastTerm));

    public static Receive Vote(long term) => new(new RequestVoteReply(S2, S1, term, VoteGranted: true));

    public static ClientRequest Request() => new(ARequest, new Put("x", "new"));

    /// <summary>The messages of one kind that a step sends.</summary>
    public static T[] Sent<T>(this Step step) => [.. step.Effects.Items.OfType<Send>().Select(send => send.Message).OfType<T>()];

    /// <summary>What a step writes.</summary>
    public static DiskRecord[] Written(this Step step) =>
        [.. step.Effects.Items.OfType<Persist>().SelectMany(write => write.Records.Items)];

    /// <summary>Whether a step writes before it sends its first message.</summary>
    public static bool WritesFirst(this Step step) =>
        step.Effects.Items.TakeWhile(effect => effect is not Send).Any(effect => effect is Persist);

    public static Leader LeaderRole(this Step step) => Assert.IsAssignableFrom<Leader>(step.State.Role);
}
