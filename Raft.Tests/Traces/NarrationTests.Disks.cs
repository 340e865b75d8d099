using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Tests.Traces;

/// <summary>Flow, and disks that are slow, full, or cannot be read.</summary>
public partial class NarrationTests
{
    [Fact]
    public void Disks_and_what_mends_them()
    {
        Tells("s3 crashes; of the writes under way the first one is on its disk", new Crashed(S3, 1));
        Tells("s3 crashes; of the writes under way the first 2 are on its disk", new Crashed(S3, 2));
        Tells("the disk of s1 is full from now on", new DiskFilled(S1));
        Tells("there is space again on the disk of s1", new SpaceFreed(S1));
        Tells("entry 2 on the disk of s1 can't be read any more", new Corrupted(S1, 2));
        Tells("the record of term and vote on the disk of s1 can't be read any more", new Corrupted(S1, 0));
        Tells("the operator stops s1 and mends its disk", new Repaired(S1));
        Tells("c1 gets the answer to c1#4 (busy, ask again later)", new Returned(Request, new Busy()));
    }

    [Fact]
    public void A_server_that_finds_a_corrupt_record()
    {
        var durable = new PersistentState(2, S3, new Log([new(1, new NoOp()), new(2, PutX)])) { CorruptAt = 1 };
        builder.Handle(1, new Restart(durable), rules);
        Assert.Equal("s1 restarts and finds entry 1 corrupt, refuses to serve", Last());
        builder.Handle(1, new ElectionTimeout(), rules);
        Assert.Equal("s1 times out, does nothing", Last());
    }

    [Fact]
    public void A_full_disk()
    {
        var step = rules.Receive(builder[1], new Receive(new RequestVote(S2, S1, 1, 0, 0)));
        var refused = new Handled(
            S1, new Receive(new RequestVote(S2, S1, 1, 0, 0)), builder[1], step.State, step.Effects, new CrashPoint(1), Refused: true);
        const string Vote = "s1 receives RequestVote of term 1 from s2 (empty log)";
        Tells($"{Vote}, would adopt term 1 and vote for s2, stops, for its disk is full and refuses the write", refused);
        Tells(
            $"{Vote}, adopts term 1, votes for s2, sends s2 its vote; its full disk refused the write, and it goes on",
            refused with { Crash = null });
    }

    [Fact]
    public void A_leader_that_does_not_wait_for_its_disk()
    {
        var inParallel = new Rules(new Options { ParallelWrites = true });
        builder.Handle(1, new ElectionTimeout(), inParallel);
        builder.Handle(1, new Receive(new RequestVoteReply(S2, S1, 1, VoteGranted: true)), inParallel, new CrashPoint(1, WritesKept: 1));
        Assert.Equal(
            "s1 receives a vote of term 1 from s2, would become leader of term 1 and append entry 1@1 (no-op), "
            + "crashes after starting to write entry 1, before sending AppendEntries to s2 and s3 (prev 0@0, entry 1); "
            + "of the writes under way the first one is on its disk",
            Last());
        builder.Handle(1, new Written(1, 1), inParallel);
        Assert.Equal("s1 hears that its log is on disk up to 1@1, does nothing", Last());
    }
}
