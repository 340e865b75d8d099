using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Tests.Traces;

/// <summary>Crashes at any point, and restarts.</summary>
public partial class NarrationTests
{
    [Fact]
    public void Restarts()
    {
        builder.Handle(1, new Restart(PersistentState.FirstBoot), rules);
        Assert.Equal("s1 restarts with an empty disk", Last());
        builder.Handle(1, new Restart(new PersistentState(2, S3, new Log([new(1, new NoOp()), new(2, PutX)]))), rules);
        Assert.Equal("s1 restarts with term 2, its vote for s3 and its log up to 2@2", Last());
        builder.Handle(1, new Restart(new PersistentState(2, null, Log.Empty)), rules);
        Assert.Equal("s1 restarts with term 2, no vote and an empty log", Last());
    }

    [Theory]
    [InlineData(0, 0, false, "crashes before writing its term and vote")]
    [InlineData(1, 0, false, "crashes before writing its term and vote")]
    [InlineData(1, 0, true, "crashes while writing its term and vote, keeping nothing of it (the next record is torn)")]
    [InlineData(1, 1, false, "crashes after writing its term and vote, before sending s2 its vote")]
    [InlineData(2, 0, false, "crashes after writing its term and vote, before sending s2 its vote")]
    [InlineData(3, 0, false, "writes its term and vote, crashes after sending s2 its vote")]
    public void A_crash_at_any_point_of_a_vote(int effectsDone, int recordsKept, bool torn, string ending)
    {
        builder.Handle(1, new Receive(new RequestVote(S2, S1, 1, 0, 0)), rules, new CrashPoint(effectsDone, recordsKept, torn));
        Assert.Equal(
            $"s1 receives RequestVote of term 1 from s2 (empty log), would adopt term 1 and vote for s2, {ending}", Last());
    }

    [Theory]
    [InlineData(1, true, "only its term (the next record is torn)")]
    [InlineData(2, false, "only its term and the deletion from 1 on")]
    public void A_crash_amid_a_write(int recordsKept, bool torn, string kept)
    {
        Give(1, term: 1, entries: [new(1, new NoOp())]);
        var request = new AppendEntries(S2, S1, 2, 0, 0, [new(2, new NoOp()), new(2, PutX)], 0);
        builder.Handle(1, new Receive(request), rules, new CrashPoint(1, recordsKept, torn));
        Assert.Equal(
            "s1 receives AppendEntries of term 2 from s2 (prev 0@0, entries 1..2), would adopt term 2, "
            + "take s2 for its leader, delete its entry 1 and append them, "
            + $"crashes while writing its term, the deletion from 1 on and entries 1..2, keeping {kept}",
            Last());
    }

    [Fact]
    public void A_crash_between_two_messages()
    {
        builder.Handle(2, new ElectionTimeout(), rules, new CrashPoint(3));
        Assert.Equal(
            "s2 times out, would become candidate in term 1, writes its term and vote, "
            + "crashes after asking s1 for its vote, before asking s3 for its vote",
            Last());
        builder.Handle(3, new HeartbeatDue(), rules, new CrashPoint(0));
        Assert.Equal("s3 is due for a heartbeat, crashes", Last());
    }
}
