using Raft.Core.Protocol;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>Another name for each server: position 0 holds what s1 is called.</summary>
public sealed class Permutation
{
    private readonly int[] names;

    private Permutation(int[] names) => this.names = names;

    /// <summary>What a server is called; one that there is not keeps its name.</summary>
    public int Of(int server) => server >= 1 && server <= names.Length ? names[server - 1] : server;

    /// <summary>What the servers of a set are called.</summary>
    public ulong Of(ServerSet servers)
    {
        var renamed = ServerSet.Empty;
        foreach (var server in servers)
        {
            renamed = renamed.Add(new ServerId(Of(server.Number)));
        }

        return renamed.Bits;
    }

    /// <summary>The server that has a name now.</summary>
    public int Behind(int name) => name >= 1 && name <= names.Length ? Array.IndexOf(names, name) + 1 : name;

    /// <summary>The one in which each server keeps its name.</summary>
    public static Permutation Identity(int servers) => new([.. Enumerable.Range(1, servers)]);

    /// <summary>
    /// All permutations that leave the cluster as it is, the identity first: servers that wait outside it are not like those in it.
    /// </summary>
    public static Permutation[] All(int servers, ServerSet cluster) =>
    [
        .. Orders([.. Enumerable.Range(1, servers)]).Select(names => new Permutation(names))
            .Where(permutation => permutation.Of(cluster) == cluster.Bits),
    ];

    private static IEnumerable<int[]> Orders(int[] numbers) => numbers.Length == 0
        ? [[]]
        : numbers.SelectMany(first => Orders([.. numbers.Where(number => number != first)]).Select(rest => (int[])[first, .. rest]));
}
