using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Figure 2, "Persistent state on all servers: updated on stable storage before responding to RPCs".</summary>
public class PersistentStateTests
{
    private static readonly PersistentState Disk = new(2, S2, Log(1, 1, 2));

    [Fact]
    public void CurrentTerm_is_initialized_to_0_on_first_boot_with_no_vote_and_an_empty_log() =>
        Assert.Equal(new PersistentState(0, null, Log()), PersistentState.FirstBoot);

    [Fact]
    public void Term_and_vote_are_written_together() =>
        Assert.Equal(new PersistentState(3, S1, Log(1, 1, 2)), Disk.With(new TermAndVote(3, S1)));

    [Fact]
    public void A_truncation_deletes_the_entry_and_all_that_follow_it() =>
        Assert.Equal(new PersistentState(2, S2, Log(1)), Disk.With(new TruncateFrom(2)));

    [Fact]
    public void A_truncation_past_the_end_deletes_nothing() => Assert.Equal(Disk, Disk.With(new TruncateFrom(4)));

    [Fact]
    public void Entries_are_added_at_the_end() =>
        Assert.Equal(new PersistentState(2, S2, Log(1, 1, 2, 2)), Disk.With(new AppendAt(4, Entries(4, 2))));

    [Fact]
    public void Entries_added_before_the_end_replace_what_was_there() =>
        Assert.Equal(new PersistentState(2, S2, Log(1, 2)), Disk.With(new AppendAt(2, Entries(2, 2))));

    [Fact]
    public void A_record_of_another_kind_is_an_error_that_names_it()
    {
        var error = Assert.Throws<ArgumentException>(() => Disk.With(new Doodle()));
        Assert.StartsWith("unknown record Doodle", error.Message);
    }

    [Fact]
    public void What_did_not_change_is_not_written()
    {
        var step = Leader(term: 2, log: Log(1, 2)).Receives(
            new AppendEntriesReply(S2, S1, Term: 2, Success: true, PrevLogIndex: 0, MatchIndex: 2));
        Assert.Equal(2, step.State.CommitIndex);
        Assert.Empty(step.All<Persist>());
    }

    private sealed record Doodle : DiskRecord;
}
