using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>"log[]: log entries; ... first index is 1" (Figure 2).</summary>
public class LogTests
{
    [Fact]
    public void The_first_index_is_1()
    {
        var log = Log(1, 2);
        Assert.Equal(Entry(1, 1), log[1]);
        Assert.Equal((2L, 2L), (log.LastIndex, log.LastTerm));
        Assert.Equal([false, true, true, false], new long[] { 0, 1, 2, 3 }.Select(log.Contains));
    }

    [Fact]
    public void Before_the_first_entry_the_term_is_0()
    {
        Assert.Equal(0, Log(1).TermAt(0));
        Assert.Equal((0L, 0L), (Log().LastIndex, Log().LastTerm));
    }

    [Fact]
    public void An_index_outside_the_log_is_an_error() => Assert.ThrowsAny<Exception>(() => Log(1, 2)[3]);

    [Fact]
    public void Appending_gives_a_new_log_and_leaves_the_old_one()
    {
        var log = Log(1);
        Assert.Equal(Log(1, 2), log.Append(Entry(2, 2)));
        Assert.Equal(Log(1, 2, 2), log.Append(Entries(2, 2, 2)));
        Assert.Equal(Log(1), log);
    }

    [Fact]
    public void Appending_nothing_gives_the_same_log()
    {
        var log = Log(1);
        Assert.Same(log, log.Append(new Sequence<Entry>()));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(0, 3)]
    public void Truncating_keeps_what_is_before_the_index(long index, long kept) =>
        Assert.Equal(kept, Log(1, 1, 1).TruncateFrom(index).LastIndex);

    [Fact]
    public void The_entries_from_an_index_on_at_most_so_many()
    {
        var log = Log(1, 1, 2, 3);
        Assert.Equal(Entries(2, 1, 2, 3), log.From(2));
        Assert.Equal(Entries(2, 1, 2), log.From(2, most: 2));
        Assert.Equal(Entries(4, 3), log.From(4, most: 2));
        Assert.Equal(new Sequence<Entry>(), log.From(2, most: 0));
        Assert.Equal(new Sequence<Entry>(), log.From(5));
        Assert.Equal(new Sequence<Entry>(), log.From(9));
    }

    /// <summary>A log of five entries that has discarded the first three.</summary>
    private static Log Discarded => Log(1, 1, 2, 2, 3).DiscardUpTo(3, 2);

    [Fact]
    public void A_log_that_has_discarded_entries_keeps_its_indexes()
    {
        Assert.Equal((3L, 2L, 5L, 3L), (Discarded.PrevIndex, Discarded.PrevTerm, Discarded.LastIndex, Discarded.LastTerm));
        Assert.Equal(Entry(2, 4), Discarded[4]);
        Assert.Equal([false, true, true, false], new long[] { 3, 4, 5, 6 }.Select(Discarded.Contains));
        Assert.Equal([false, true, true, false], new long[] { 0, 1, 3, 4 }.Select(Discarded.HasDiscarded));
        Assert.Equal([0L, 2, 2, 3, 0], new long[] { 2, 3, 4, 5, 6 }.Select(Discarded.TermAt));
        Assert.Equal([false, true, true, false], new long[] { 2, 3, 4, 5 }.Select(index => Discarded.HasEntry(index, 2)));
        Assert.NotEqual(new Log(Discarded.Entries), Discarded);
    }

    [Fact]
    public void A_log_that_has_discarded_entries_grows_and_shrinks_at_its_end()
    {
        Assert.Equal(Log(1, 1, 2, 2, 3, 3).DiscardUpTo(3, 2), Discarded.Append(Entry(3, 6)));
        Assert.Equal(Log(1, 1, 2, 2).DiscardUpTo(3, 2), Discarded.TruncateFrom(5));
        Assert.Equal(Log(), Discarded.TruncateFrom(3));
        Assert.Equal(Entries(5, 3), Discarded.From(5));
        Assert.Equal(Entries(4, 2, 3), Discarded.From(1));
    }

    [Fact]
    public void Discarding_keeps_what_follows_that_very_entry_and_else_nothing()
    {
        Assert.Equal(Log(1, 1, 2, 2, 3).DiscardUpTo(4, 2), Discarded.DiscardUpTo(4, 2));
        Assert.Equal(new Log([]) { PrevIndex = 4, PrevTerm = 3 }, Discarded.DiscardUpTo(4, 3));
        Assert.Equal(new Log([]) { PrevIndex = 9, PrevTerm = 3 }, Discarded.DiscardUpTo(9, 3));
        Assert.Equal(Discarded, Discarded.DiscardUpTo(2, 1));
    }

    [Fact]
    public void What_one_log_has_discarded_is_the_same_if_the_other_has_the_last_of_it()
    {
        Assert.Equal(4, Discarded.CommonPrefixWith(Log(1, 1, 2, 2, 4)));
        Assert.Equal(3, Log(1, 1, 2).CommonPrefixWith(Discarded));
        Assert.Equal(5, Discarded.CommonPrefixWith(Log(1, 1, 2, 2, 3).DiscardUpTo(5, 3)));
        Assert.Equal(0, Discarded.CommonPrefixWith(Log(1, 1, 1, 2, 3)));
        Assert.Equal(0, Log(1, 1).CommonPrefixWith(Discarded));
    }

    [Fact]
    public void The_index_up_to_which_two_logs_are_the_same()
    {
        Assert.Equal(2, Log(1, 1, 2).CommonPrefixWith(Log(1, 1, 3, 3)));
        Assert.Equal(2, Log(1, 1, 2).CommonPrefixWith(Log(1, 1)));
        Assert.Equal(2, Log(1, 1).CommonPrefixWith(Log(1, 1, 2)));
        Assert.Equal(0, Log(1).CommonPrefixWith(Log(2)));
    }

    [Fact]
    public void What_was_discarded_counts_when_logs_are_compared()
    {
        var log = Log(1, 1, 2, 2);
        Assert.NotEqual(Log(1, 1).DiscardUpTo(2, 1), Log(1, 2).DiscardUpTo(2, 2));
        Assert.NotEqual(Log(1).DiscardUpTo(1, 1), Log(1, 1).DiscardUpTo(2, 1));
        Assert.NotEqual(log.DiscardUpTo(2, 1), log.DiscardUpTo(2, 1).TruncateFrom(4));
        Assert.False(log.Equals(null));
    }

    [Fact]
    public void What_is_not_there_is_no_entry_of_term_0()
    {
        var log = Log(1, 1, 2).DiscardUpTo(2, 1);
        Assert.Equal([false, true, true, false], new long[] { 1, 2, 3, 4 }.Select(index => log.HasEntry(index, index == 3 ? 2 : index == 2 ? 1 : 0)));
    }

    [Fact]
    public void What_was_discarded_is_not_discarded_again()
    {
        var log = Log(1, 1, 2).DiscardUpTo(2, 1);
        Assert.Same(log, log.DiscardUpTo(2, 2));
    }

    [Fact]
    public void A_server_that_is_given_the_log_that_it_has_is_the_same()
    {
        var follower = Follower(log: Log(1));
        Assert.Same(follower, follower.WithLog(follower.Log));
    }
}
