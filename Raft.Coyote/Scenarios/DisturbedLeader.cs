using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>Liveness with a server that hears nobody, or one that is down for good amid a transfer of leadership to it.</summary>
internal static class DisturbedLeader
{
    /// <summary>The scenario.</summary>
    public static Scenario Scenario { get; } = new(
        "disturbed-leader",
        "when faults stop one server goes on hearing nobody, or stays down: a leader stays, and transfers of leadership end",
        Servers: [3, 3, 4, 5],
        Exercises: Expect.SteadyLeadership,
        Draw: Setup,
        Heals: true,
        MinServers: 3);

    private static Setup Setup(IDice dice, int servers)
    {
        var isDeaf = dice.OneIn(2);
        var options = Draws.LeadershipOptions(dice);
        var special = new ServerId(1 + dice.Below(servers));
        return new Setup(
            servers,
            options with { CheckQuorum = isDeaf || options.CheckQuorum },
            new Faults(Timeouts: 20, Drops: 6, Crashes: 2, Partitions: 2, OneWayCuts: 1),
            Draws.Plans(dice, clients: 2, commands: 2),
            Attempts: 5,
            Draws.Pace(dice),
            MaxEvents: 90,
            StaysDown: isDeaf ? null : special)
        {
            StaysDeaf = isDeaf ? special : null,
            Orders = Draws.Transfers(dice, servers, most: 3),
        };
    }
}
