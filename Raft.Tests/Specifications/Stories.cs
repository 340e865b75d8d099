using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;

namespace Raft.Tests.Specifications;

/// <summary>Hand-made happenings, and what a property says to them.</summary>
internal static class Stories
{
    public static readonly ServerId S1 = new(1);
    public static readonly ServerId S2 = new(2);
    public static readonly ServerId S3 = new(3);
    public static readonly ServerSet Three = ServerSet.FirstServers(3);

    /// <summary>A log of entries written as term:value, each a put of key x.</summary>
    public static Log LogOf(params string[] entries) => new([.. entries.Select(Entry)]);

    public static Entry Entry(string termAndValue)
    {
        var parts = termAndValue.Split(':');
        return new Entry(long.Parse(parts[0]), new Put("x", parts[1]));
    }

    public static ServerState Follower(
        ServerId id,
        long term,
        Log? log = null,
        long commit = 0,
        long applied = 0,
        ServerId? votedFor = null,
        ServerId? leader = null)
    {
        var persistent = new PersistentState(term, votedFor, log ?? Log.Empty);
        return new ServerState(id, Three, persistent, commit, applied, KeyValueStore.Empty, new Follower(leader));
    }

    public static ServerState Candidate(ServerId id, long term, Log? log = null, long commit = 0) =>
        Follower(id, term, log, commit, votedFor: id) with { Role = new Candidate(ServerSet.Of(id)) };

    public static ServerState Leader(ServerId id, long term, Log? log = null, long commit = 0, params long[] matchIndex) =>
        Candidate(id, term, log, commit) with { Role = Leading(matchIndex) };

    private static Leader Leading(long[] matchIndex) => new(
        IndexPerServer.All(Three, 1),
        matchIndex.Length == 0 ? IndexPerServer.All(Three, 0) : new IndexPerServer([.. matchIndex]));

    public static Handled Step(ServerState before, ServerState after, params Effect[] effects) =>
        Handling(new HeartbeatDue(), before, after, effects);

    public static Handled Handling(Input input, ServerState before, ServerState after, params Effect[] effects) =>
        new(before.Id, input, before, after, [.. effects]);

    public static Handled Receiving(Message message, ServerState before, ServerState after, params Effect[] effects) =>
        Handling(new Receive(message), before, after, effects);

    public static Handled Restarting(ServerState after, params Effect[] effects) =>
        Handling(new Restart(after.Persistent), after, after, effects);

    /// <summary>The step, of which only the first effects came about before the server crashed.</summary>
    public static Handled CrashedAfter(this Handled step, int effects, int records = 0) =>
        step with { Crash = new CrashPoint(effects, records) };

    /// <summary>The write that makes a disk hold just this.</summary>
    public static Persist Disk(long term, ServerId? votedFor, Log log) => new(
    [
        new TermAndVote(term, votedFor),
        new TruncateFrom(1),
        new AppendAt(1, log.Entries),
    ]);

    /// <summary>The step that writes a server's state to its disk and leads to it.</summary>
    public static Handled Writing(ServerState state) =>
        Step(state, state, Disk(state.CurrentTerm, state.VotedFor, state.Log));

    public static AppendEntries Heartbeat(ServerId from, ServerId to, long term, long prev = 0, long commit = 0) =>
        new(from, to, term, prev, prev == 0 ? 0 : 1, [], commit);

    /// <summary>What one property says to a story.</summary>
    public static Ruling Judge(string property, params Happening[] story) => Judge(property, new Options(), story);

    /// <summary>What one property says to a story of rules with these options.</summary>
    public static Ruling Judge(string property, Options options, params Happening[] story)
    {
        var judge = new Judge(Three, new HashSet<string> { property }, options);
        for (var number = 1; number <= story.Length; number++)
        {
            if (judge.Observe(number, story[number - 1]) is { } violation)
            {
                return new Ruling(violation, number, judge.Exercised.Single().Exercised);
            }
        }

        return new Ruling(null, null, judge.Exercised.Single().Exercised);
    }

    public static void AssertHolds(string property, long exercised, params Happening[] story)
    {
        var ruling = Judge(property, story);
        Assert.Null(ruling.Violation);
        Assert.Equal(exercised, ruling.Exercised);
    }

    public static void AssertHolds(string property, long exercised, Options options, params Happening[] story)
    {
        var ruling = Judge(property, options, story);
        Assert.Null(ruling.Violation);
        Assert.Equal(exercised, ruling.Exercised);
    }

    public static void AssertFalls(string property, int at, string explanation, Options options, params Happening[] story)
    {
        var ruling = Judge(property, options, story);
        Assert.Equal((property, explanation, at), (ruling.Violation?.Property, ruling.Violation?.Explanation, ruling.At));
        Assert.NotEmpty(ruling.Violation!.Facts);
    }

    public static Violation AssertFalls(string property, int at, long exercised, string explanation, params Happening[] story)
    {
        var ruling = Judge(property, story);
        Assert.Equal(property, ruling.Violation?.Property);
        Assert.Equal(explanation, ruling.Violation?.Explanation);
        Assert.Equal(at, ruling.At);
        Assert.Equal(exercised, ruling.Exercised);
        Assert.NotEmpty(ruling.Violation!.Facts);
        Assert.All(ruling.Violation.Facts, fact => Assert.InRange(fact.Happening, 1, at));
        return ruling.Violation;
    }
}

/// <summary>A property's ruling on a story.</summary>
internal sealed record Ruling(Violation? Violation, int? At, long Exercised);
