namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>The hashes of what is in a state besides servers and messages: who was elected, and what was counted.</summary>
public sealed class GhostHashes
{
    private const ulong OfElections = 0x1ea4e7;
    private const ulong OfCounters = 0xc0ed;
    private const int ServersOfTerm = 8;
    private readonly ulong[][] elections;

    /// <summary>The hashes for each permutation.</summary>
    public GhostHashes(Permutation[] permutations) => elections =
    [
        .. permutations.Select(names => Enumerable.Range(0, (Bounds.HighestTerm + 1) * ServersOfTerm)
            .Select(position => Election(position / ServersOfTerm, names.Of(position % ServersOfTerm))).ToArray()),
    ];

    /// <summary>The hash of the first leader of a term.</summary>
    public ulong OfLeader(int permutation, int term, int server) => elections[permutation][(term * ServersOfTerm) + server];

    /// <summary>The hash of all leaders.</summary>
    public ulong OfLeaders(int permutation, int leaders)
    {
        var sum = 0UL;
        for (var term = 1; leaders != 0; term++, leaders >>>= 3)
        {
            sum += (leaders & 7) == 0 ? 0 : OfLeader(permutation, term, leaders & 7);
        }

        return sum;
    }

    /// <summary>The hash of what was counted.</summary>
    public static ulong Of(int counters) => Fingerprint.Mix(((ulong)counters << 20) + OfCounters);

    private static ulong Election(int term, int server) =>
        Fingerprint.Mix((((ulong)term << 8) + (ulong)server << 24) + OfElections);
}
