using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Chapter 4 of the dissertation, sections 4.1 and 4.2: servers come and go one at a time.</summary>
internal static class SingleServerChanges
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "membership",
        "servers are added with empty disks, promoted and removed one at a time, the leader among them, while leaders change",
        Servers: [4, 5, 5, 6],
        Exercises: [.. Expect.Replication, "Configuration Safety"],
        Draw: Draw,
        MinServers: 3);

    private static Setup Draw(IDice dice, int servers)
    {
        var initial = ServerSet.FirstServers(dice.Between(Math.Max(2, servers - 2), servers - 1));
        return new Setup(
            servers,
            Draws.Options(dice) with { Membership = Membership.SingleServer },
            new Faults(Timeouts: 14, Drops: 4, Crashes: 2, Partitions: 2, OneWayCuts: 1),
            Draws.Plans(dice, clients: 1, commands: 3),
            Attempts: 6,
            Draws.Pace(dice),
            MaxEvents: 160)
        {
            InitialServers = initial,
            Orders = OrderedChanges.OneByOne(dice, servers, initial, count: 6),
        };
    }
}
