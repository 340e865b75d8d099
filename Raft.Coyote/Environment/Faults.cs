namespace Raft.Coyote.Environment;

/// <summary>How much of each fault may still come: the failure model of the design, each part with its own budget.</summary>
/// <param name="Timeouts">Election timeouts, which may come at any time.</param>
/// <param name="Drops">Messages lost.</param>
/// <param name="Duplicates">Messages delivered once more, perhaps long after.</param>
/// <param name="Reorders">Messages that overtake an older one on the same link. (Between links any order is free.)</param>
/// <param name="Crashes">Crashes, between any two effects or while idle.</param>
/// <param name="LostWrites">Crashes amid a write after which only some of its records are found.</param>
/// <param name="Partitions">Partitions, nothing passes either way.</param>
/// <param name="OneWayCuts">Partitions that cut one way only.</param>
/// <param name="Pauses">Servers that stop for a while and come back with their memory.</param>
public sealed record Faults(
    int Timeouts = 0,
    int Drops = 0,
    int Duplicates = 0,
    int Reorders = 0,
    int Crashes = 0,
    int LostWrites = 0,
    int Partitions = 0,
    int OneWayCuts = 0,
    int Pauses = 0)
{
    /// <summary>Clocks that run ahead by more than leases allow for.</summary>
    public int ClockSkews { get; init; }

    /// <summary>Disks that become full, and refuse writes until space is freed.</summary>
    public int FullDisks { get; init; }

    /// <summary>Records that become unreadable on the disk of a server that is down.</summary>
    public int Corruptions { get; init; }

    /// <summary>More than any run uses up.</summary>
    public const int Unlimited = 1_000_000;
}
