namespace Raft.Tests.Conformance;

/// <summary>In etcd's format a configuration counts once it is applied; so long no other change may begin.</summary>
public class PendingChangeTests
{
    [Fact]
    public void A_change_may_begin_once_the_one_before_is_applied()
    {
        var (trace, leader) = Changing("2");
        leader.Uses("1", "2");
        leader.Changes("3", "AddNewServer");
        Assert.Null(trace.Judge().First);
    }

    /// <summary>The one before is committed; that it was not yet applied shows when it is.</summary>
    [Fact]
    public void A_change_that_began_before_the_one_before_was_applied()
    {
        var (trace, leader) = Changing("2", "3");
        leader.Uses("1", "2");
        Assert.Equal("change too early", trace.Judge().Steps?.Refusal.Name);
    }

    [Fact]
    public void An_application_may_refuse_to_apply_a_change_and_then_the_next_counts()
    {
        var (trace, leader) = Changing("2", "3");
        leader.Uses("1", "3");
        Assert.Null(trace.Judge().First);
    }

    [Fact]
    public void A_change_may_be_given_up_and_begun_again()
    {
        var (trace, leader) = Changing("2", "2");
        leader.Uses("1", "2");
        Assert.Null(trace.Judge().First);
    }

    [Theory]
    [InlineData(null, "RemoveServer", "AddNewServer")]
    [InlineData("configuration from nowhere", "AddNewServer", "RemoveServer")]
    public void Of_a_server_that_a_change_names_twice_the_last_word_counts(string? refused, params string[] actions)
    {
        var (trace, leader) = Changing();
        leader.Changes("2", actions);
        leader.Stores(commit: leader.Log + 1);
        leader.Uses("1", "2");
        Assert.Equal(refused, trace.Judge().Steps?.Refusal.Name);
    }

    /// <summary>A leader began to add these, one after the other, and committed each.</summary>
    private static (EtcdTrace Trace, EtcdServer Leader) Changing(params string[] servers)
    {
        var trace = new EtcdTrace();
        var leader = trace.ElectedAlone();
        foreach (var server in servers)
        {
            leader.Changes(server, "AddNewServer");
            leader.Stores(commit: leader.Log + 1);
        }

        return (trace, leader);
    }
}
