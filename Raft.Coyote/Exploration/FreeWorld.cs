using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration;

/// <summary>
/// A world that charges nothing: faults may come as often as a story tells, and clients ask for what it says. What a run may do
/// at most is its scenario's business; whether it can be done at all is the world's.
/// </summary>
internal static class FreeWorld
{
    private static readonly Faults All = new(
        Timeouts: Faults.Unlimited,
        Drops: Faults.Unlimited,
        Duplicates: Faults.Unlimited,
        Reorders: Faults.Unlimited,
        Crashes: Faults.Unlimited,
        LostWrites: Faults.Unlimited,
        Partitions: Faults.Unlimited,
        OneWayCuts: Faults.Unlimited,
        Pauses: Faults.Unlimited)
    {
        ClockSkews = Faults.Unlimited,
    };

    /// <summary>A cluster on its first boot, with clients who do not know yet what they will want.</summary>
    public static World Start(int servers, int clients)
    {
        var all = Enumerable.Range(1, clients).Select(number => Client.Of(new ClientId(number), [], Faults.Unlimited));
        return World.Of(servers, [.. all], All);
    }

    /// <summary>This world with a client who wants this next, if it waits for nothing.</summary>
    public static World Wanting(this World world, ClientId id, Command command) =>
        MayHappen.Exists(world, id) && world[id].Waiting is null ? world.With(world[id] with { Plan = [command] }) : world;

    /// <summary>
    /// This world once faults are over. One server may still crash, the one that is to stay down; and one may be cut off, the one
    /// that is to stay deaf.
    /// </summary>
    public static World WithOneThatStaysDown(this World world) =>
        world with { Left = world.Left with { Crashes = 1, OneWayCuts = 1 } };
}
