using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Stories;

/// <summary>Figures 7 and 8 of the paper.</summary>
internal static class Figures
{
    private const string Possible =
        "When the leader at the top comes to power, it is possible that any of scenarios (a-f) could occur in follower logs.";

    private const string CannotDetermine =
        "A time sequence showing why a leader cannot determine commitment using log entries from older terms.";

    private static readonly long[] LeadersLog = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6];

    private static readonly (string Name, long[] Terms)[] Followers =
    [
        ("a", [1, 1, 1, 4, 4, 5, 5, 6, 6]),
        ("b", [1, 1, 1, 4]),
        ("c", [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6]),
        ("d", [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7]),
        ("e", [1, 1, 1, 4, 4, 4, 4]),
        ("f", [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3]),
    ];

    public static IEnumerable<Story> All =>
    [
        .. Followers.Select(follower => Figure7(follower.Name, follower.Terms, "one-step", Figure2)),
        .. Followers.Select(follower => Figure7(
            follower.Name, follower.Terms, "by-conflict-term", Figure2 with { BackTracking = BackTracking.ByConflictTerm })),
        UpToC().LosesAll().Restarts(5, "s1 is down, s5 comes back").TimesOut(5, "term 4, in which nobody votes for it")
            .LosesAll().TimesOut(5, "term 5").Talks(5, 2, "its log ends with term 3, which is later than 2")
            .Talks(5, 3, "it is elected by those that hold the entry of term 2").Talks(5, 4)
            .LosesAll().Asks(5, new Put("x", "5.3"), "term 5").Delivers(5, 2, "refused: at index 2 it has term 2")
            .TalksToTheEnd(2, 5)
            .As("figure-8-d", "paper, 5.4.2", CannotDetermine),
        UpToC().Talks(1, 2, "s2 holds the entry of term 4").Talks(1, 3, "a majority holds it: both entries are committed")
            .LosesAll().Restarts(5, "s1 is down, s5 comes back").TimesOut(5).LosesAll().TimesOut(5, "term 5")
            .Talks(5, 2, "refused: it ends with term 4").Talks(5, 3, "refused")
            .Talks(5, 4, "one vote beside its own: not elected")
            .As("figure-8-e", "paper, 5.4.2", CannotDetermine),
    ];

    /// <summary>The leader of term 8, of seven servers, brings the log of one of them to its own.</summary>
    private static Story Figure7(string name, long[] follower, string backTracking, Options options) =>
        new Telling(options, servers: 7)
        .Starts(1, Candidate(8, Log(LeadersLog), votes: [S3, S4]))
        .Starts(2, Follower(7, Log(follower)))
        .Happens(1, Vote(8, from: S5), "the leader at the top comes to power, and adds a no-op")
        .TalksToTheEnd(1, 2)
        .As($"figure-7-{name}-{backTracking}", "paper, 5.3", Possible);

    /// <summary>Up to the point at which the entry of term 2 is on a majority, and not committed.</summary>
    private static Telling UpToC()
    {
        var story = new Telling(Figure2 with { NoOpAtElection = false, MaxEntriesPerAppend = 1 }, servers: 5);
        for (var server = 1; server <= 5; server++)
        {
            story.Starts(server, Follower(1, Log(1), commit: 1));
        }

        return story.TimesOut(1, "(a)").Talks(1, 2).Talks(1, 3, answered: "s1 leads in term 2").LosesAll()
            .Asks(1, new Put("x", "2.2"), "an entry of term 2").Talks(1, 2, "at s1 and s2 only").LosesAll()
            .TimesOut(5, "(b) s5 stands, in term 2, in which s2 and s3 have voted").LosesAll()
            .TimesOut(5, "term 3").Talks(5, 3).Talks(5, 4, answered: "s5 leads in term 3").LosesAll()
            .Asks(5, new Put("x", "3.2"), "another entry at index 2").LosesAll()
            .Restarts(1, "(c) s5 is down, s1 comes back").TimesOut(1, "term 3, in which s3 has voted").LosesAll()
            .TimesOut(1, "term 4").Talks(1, 2).Talks(1, 3, answered: "s1 leads in term 4").LosesAll()
            .Asks(1, new Put("x", "4.3"), "it goes on with its log: 1, 2, 4")
            .Delivers(1, 3, "refused: it has nothing at index 2").Delivers(3, 1)
            .Talks(1, 3, "s3 holds the entry of term 2", "a majority holds it, and it is not committed: it is of term 2");
    }
}
