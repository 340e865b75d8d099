using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Sets of servers, and what a leader keeps for each server.</summary>
public class ServersTests
{
    [Fact]
    public void A_set_holds_each_server_once()
    {
        var set = ServerSet.Of(S3, S1, S3);
        Assert.Equal(2, set.Count);
        Assert.Equal([S1, S3], set.Members);
        Assert.Equal(ServerSet.Of(S1, S3), set);
        Assert.Equal((true, false), (set.Contains(S3), set.Contains(S2)));
    }

    [Fact]
    public void Servers_join_and_leave()
    {
        Assert.Equal(ServerSet.FirstServers(3), ServerSet.Of(S1, S2).Add(S3));
        Assert.Equal(ServerSet.Of(S1, S3), ServerSet.FirstServers(3).Without(S2));
        Assert.Equal(ServerSet.Of(S2), ServerSet.Of(S1, S2).And(ServerSet.Of(S2, S3)));
        Assert.Equal(ServerSet.Empty, ServerSet.FirstServers(0));
    }

    [Fact]
    public void Enumerating_goes_by_number()
    {
        var seen = new List<ServerId>();
        foreach (var server in ServerSet.Of(S5, S2, S4))
        {
            seen.Add(server);
        }

        Assert.Equal([S2, S4, S5], seen);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 3)]
    [InlineData(6, 4)]
    [InlineData(7, 4)]
    public void A_majority_is_more_than_half(int servers, int majority)
    {
        var all = ServerSet.FirstServers(servers);
        Assert.True(ServerSet.FirstServers(majority).IsMajorityOf(all));
        Assert.False(ServerSet.FirstServers(majority - 1).IsMajorityOf(all));
    }

    [Fact]
    public void Servers_from_outside_do_not_help_to_a_majority() =>
        Assert.False(ServerSet.Of(S1, S4, S5).IsMajorityOf(ServerSet.FirstServers(3)));

    [Fact]
    public void Others_are_all_servers_but_this_one() => Assert.Equal(ServerSet.Of(S2, S3), Follower(servers: 3).Others);

    [Fact]
    public void An_index_per_server_changes_for_one_server_at_a_time()
    {
        var zero = IndexPerServer.All(ServerSet.FirstServers(3), 0);
        var changed = zero.With(S2, 7);
        Assert.Equal((0L, 7L, 0L), (changed[S1], changed[S2], changed[S3]));
        Assert.Equal(0, zero[S2]);
    }

    [Fact]
    public void Servers_are_ordered_by_number() => Assert.Equal([S1, S2, S3], new[] { S3, S1, S2 }.Order());

    [Fact]
    public void There_may_be_64_of_them() => Assert.Equal([S1, new(64)], ServerSet.Of(new ServerId(64), S1).Members);
}
