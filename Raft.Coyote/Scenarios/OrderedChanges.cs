using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>
/// What an operator orders while a cluster changes. Each order makes sense after those before it; a leader may refuse it even so.
/// </summary>
internal static class OrderedChanges
{
    /// <summary>Changes of one server at a time: it is added, removed, made a learner, or promoted.</summary>
    public static Sequence<Order> OneByOne(IDice dice, int servers, ServerSet initial, int count) =>
        Draw(new Configuration(initial), count, now => OfOne(dice, now, new ServerId(1 + dice.Below(servers))));

    /// <summary>Changes to any other cluster, in one go.</summary>
    public static Sequence<Order> AtOnce(IDice dice, int servers, ServerSet initial, int count) =>
        Draw(new Configuration(initial), count, now => OfMany(dice, servers, now));

    private static Sequence<Order> Draw(Configuration now, int count, Func<Configuration, ChangeMembers> draw)
    {
        Sequence<Order> orders = [];
        while (orders.Count < count)
        {
            var order = draw(now);
            now = order.From(now).Voters.Count > 0 ? order.From(now) : now;
            orders = orders.Add(order);
        }

        return orders;
    }

    private static ChangeMembers OfOne(IDice dice, Configuration now, ServerId server)
    {
        var one = ServerSet.Of(server);
        var isLearner = now.Learners.Contains(server);
        return now.Voters.Contains(server)
            ? new ChangeMembers(ServerSet.Empty, Leaving: one)
            : isLearner || !dice.OneIn(3) ? new ChangeMembers(one) : new ChangeMembers(ServerSet.Empty, Learners: one);
    }

    private static ChangeMembers OfMany(IDice dice, int servers, Configuration now)
    {
        var all = ServerSet.FirstServers(servers);
        var voters = new ServerSet(1 + (ulong)dice.Below((int)all.Bits));
        var learners = dice.OneIn(3) ? ServerSet.Of(new ServerId(1 + dice.Below(servers))).Except(voters) : ServerSet.Empty;
        return new ChangeMembers(voters, learners, now.Members.Except(voters).Except(learners));
    }
}
