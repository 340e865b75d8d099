using Raft.Core.Protocol;
using Raft.Coyote.Exploration;
using Raft.Coyote.Exploration.Shrinking;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;
using Raft.Tests.Exploration;

namespace Raft.Tests.Traces;

/// <summary>Stories that a person would recognise, found by chance, shrunk, and kept as they are told.</summary>
public class RecognisableStoriesTests
{
    /// <summary>Figure 7: a follower keeps an entry that the leader does not have, when nobody looks at prevLogTerm.</summary>
    [Fact]
    public void Figure_7() => AssertTold("figure-7", Runs.Walk("prev-term-unchecked", 20_000, "Log Matching"));

    /// <summary>Figure 8: an entry of an older term that a majority holds is lost all the same.</summary>
    [Fact]
    public void Figure_8() => AssertTold("figure-8", Runs.Walk("commit-prior-term", 40_000, "Leader Completeness"));

    /// <summary>A server votes twice in a term, and two leaders are elected in it.</summary>
    [Fact]
    public void A_double_vote() => AssertTold("double-vote", Runs.Walk("ignores-voted-for", 20_000, "Election Safety"));

    /// <summary>A vote that was sent before it was on the disk: after a crash its server votes again.</summary>
    [Fact]
    public void A_lost_vote() => AssertTold("lost-vote", Runs.Walk("vote-not-durable", 20_000, "Vote Once"));

    /// <summary>Asynchronous replication: a client was told "ok", and its write is gone.</summary>
    [Fact]
    public void An_acknowledged_write_lost()
    {
        var request = Runs.Request(2_000, judged: "Linearizability");
        var subject = request.Subject with { Wishes = new Wishes(CommitRule: CommitRule.LeaderAlone) };
        var block = new Block(AllScenarios.Find("partitions")!, Strategy.Walk, 0, 0, 2_000);
        AssertTold("acknowledged-write-lost", block.Run(subject).Found!);
    }

    private static void AssertTold(string name, Trace trace)
    {
        Func<Options, Rules> real = options => new Rules(options);
        var shrunk = Shrinker.Shrink(trace, trace.Header.Mutant is { } mutant ? Catalogue.Find(mutant)!.Rules : real).Shrunk!;
        Snapshots.Match(Narration.Story(shrunk), $"{name}.story");
    }
}
