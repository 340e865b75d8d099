using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance;

/// <summary>
/// A set of servers of any numbers: over its life a cluster may have more of them than a <see cref="ServerSet"/> has room for.
/// </summary>
internal readonly record struct ServersSeen
{
    private readonly int[]? ascending;

    private ServersSeen(int[] ascending) => this.ascending = ascending;

    /// <summary>How many servers there are.</summary>
    public int Count => Numbers.Length;

    /// <summary>The servers by number.</summary>
    public IEnumerable<ServerId> Members => (ascending ?? []).Select(number => new ServerId(number));

    private ReadOnlySpan<int> Numbers => ascending;

    /// <summary>A set of just these servers.</summary>
    public static ServersSeen Of(IEnumerable<ServerId> servers) => new([.. servers.Select(server => server.Number).Order()]);

    /// <summary>Whether a server is in the set.</summary>
    public bool Contains(ServerId server) => Numbers.BinarySearch(server.Number) >= 0;

    /// <summary>This set and a server.</summary>
    public ServersSeen Add(ServerId server)
    {
        var place = Numbers.BinarySearch(server.Number);
        return place >= 0 ? this : new([.. Numbers[..~place], server.Number, .. Numbers[~place..]]);
    }

    /// <summary>The servers that are in one of the sets.</summary>
    public ServersSeen Or(ServersSeen other) =>
        other.Count == 0 ? this : Count == 0 ? other : Of(Members.Union(other.Members));

    /// <summary>This set without the servers of another.</summary>
    public ServersSeen Except(ServersSeen others) => others.Count == 0 ? this : Of(Members.Except(others.Members));

    /// <inheritdoc/>
    public bool Equals(ServersSeen other) => Numbers.SequenceEqual(other.Numbers);

    /// <inheritdoc/>
    public override int GetHashCode() => Members.Aggregate(0, HashCode.Combine);
}
