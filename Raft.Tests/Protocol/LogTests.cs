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

    [Fact]
    public void The_index_up_to_which_two_logs_are_the_same()
    {
        Assert.Equal(2, Log(1, 1, 2).CommonPrefixWith(Log(1, 1, 3, 3)));
        Assert.Equal(2, Log(1, 1, 2).CommonPrefixWith(Log(1, 1)));
        Assert.Equal(2, Log(1, 1).CommonPrefixWith(Log(1, 1, 2)));
        Assert.Equal(0, Log(1).CommonPrefixWith(Log(2)));
    }
}
