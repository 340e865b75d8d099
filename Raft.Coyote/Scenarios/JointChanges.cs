using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Section 4.3 of the dissertation: any change in one go, by way of joint consensus.</summary>
internal static class JointChanges
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "joint-membership",
        "the whole cluster changes in one go, by way of joint consensus, while leaders change",
        Servers: [3, 4, 5, 5],
        Exercises: [.. Expect.Replication, "Configuration Safety"],
        Draw: Draw,
        MinServers: 3);

    private static Setup Draw(IDice dice, int servers)
    {
        var initial = ServerSet.FirstServers(dice.Between(2, servers - 1));
        return new Setup(
            servers,
            Draws.Options(dice) with { Membership = Membership.Joint },
            new Faults(Timeouts: 12, Drops: 4, Crashes: 2, Partitions: 2, OneWayCuts: 1),
            Draws.Plans(dice, clients: 1, commands: 3),
            Attempts: 6,
            Draws.Pace(dice),
            MaxEvents: 160)
        {
            InitialServers = initial,
            Orders = OrderedChanges.AtOnce(dice, servers, initial, count: 4),
        };
    }
}
