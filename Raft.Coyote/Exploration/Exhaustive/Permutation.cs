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
    /// All permutations, the identity first, that leave the cluster as it is, for servers that wait outside it are not like those
    /// in it; and servers that orders name, for these are like no others.
    /// </summary>
    public static Permutation[] All(Bounds bounds) =>
    [
        .. Orders([.. Enumerable.Range(1, bounds.Servers)]).Select(names => new Permutation(names)).Where(
            permutation => permutation.Of(bounds.Cluster) == bounds.Cluster.Bits
                && bounds.Named.Members.All(server => permutation.Of(server.Number) == server.Number)),
    ];

    private static IEnumerable<int[]> Orders(int[] numbers) => numbers.Length == 0
        ? [[]]
        : numbers.SelectMany(first => Orders([.. numbers.Where(other => other != first)]).Select(rest => Before(first, rest)));

    private static int[] Before(int first, int[] rest) => [first, .. rest];
}
