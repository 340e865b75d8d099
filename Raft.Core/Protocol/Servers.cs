using System.Numerics;

namespace Raft.Core.Protocol;

/// <summary>The name of a server: s1, s2, ... A cluster of n servers has the numbers 1 to n.</summary>
public readonly record struct ServerId(int Number) : IComparable<ServerId>
{
    /// <inheritdoc/>
    public int CompareTo(ServerId other) => Number.CompareTo(other.Number);

    /// <inheritdoc/>
    public override string ToString() => $"s{Number}";
}

/// <summary>A set of servers: a configuration, the votes of a candidate, the holders of an entry.</summary>
/// <remarks>A set, never a counter: a vote that arrives twice is one vote.</remarks>
public readonly record struct ServerSet(ulong Bits)
{
    /// <summary>No server.</summary>
    public static readonly ServerSet Empty;

    /// <summary>How many servers there are.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>The servers s1 to s<paramref name="count"/>.</summary>
    public static ServerSet FirstServers(int count) => new((1UL << count) - 1);

    /// <summary>A set of just these servers.</summary>
    public static ServerSet Of(params ReadOnlySpan<ServerId> servers)
    {
        var set = Empty;
        foreach (var server in servers)
        {
            set = set.Add(server);
        }

        return set;
    }

    /// <summary>Whether a server is in the set.</summary>
    public bool Contains(ServerId server) => (Bits & Bit(server)) != 0;

    /// <summary>This set and a server.</summary>
    public ServerSet Add(ServerId server) => new(Bits | Bit(server));

    /// <summary>This set without a server.</summary>
    public ServerSet Without(ServerId server) => new(Bits & ~Bit(server));

    /// <summary>The servers that are in both sets.</summary>
    public ServerSet And(ServerSet other) => new(Bits & other.Bits);

    /// <summary>The servers that are in one of the sets.</summary>
    public ServerSet Or(ServerSet other) => new(Bits | other.Bits);

    /// <summary>This set without the servers of another.</summary>
    public ServerSet Except(ServerSet others) => new(Bits & ~others.Bits);

    /// <summary>These servers where they are called otherwise; those that are not there any more are left out.</summary>
    public ServerSet Rename(Func<ServerId, ServerId?> map) => Of([.. Members.Select(map).OfType<ServerId>()]);

    /// <summary>Whether these servers are more than half of <paramref name="all"/>.</summary>
    public bool IsMajorityOf(ServerSet all) => And(all).Count * 2 > all.Count;

    /// <summary>Enumerates the servers by number, without an allocation.</summary>
    public Enumerator GetEnumerator() => new(Bits);

    /// <summary>The servers by number.</summary>
    public IEnumerable<ServerId> Members
    {
        get
        {
            for (var number = 1; number <= 64; number++)
            {
                if (Contains(new ServerId(number)))
                {
                    yield return new ServerId(number);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", Members)}}}";

    private static ulong Bit(ServerId server) => 1UL << (server.Number - 1);

    /// <summary>Walks a set from its smallest number up.</summary>
    public struct Enumerator(ulong rest)
    {
        private ulong rest = rest;

        /// <summary>The server reached.</summary>
        public ServerId Current { get; private set; }

        /// <summary>Goes to the next server, if there is one.</summary>
        public bool MoveNext()
        {
            if (rest == 0)
            {
                return false;
            }

            Current = new ServerId(BitOperations.TrailingZeroCount(rest) + 1);
            rest &= rest - 1;
            return true;
        }
    }
}

/// <summary>"For each server, index of ...": the type of a leader's nextIndex[] and matchIndex[].</summary>
public readonly record struct IndexPerServer(Sequence<long> Indexes)
{
    /// <summary>The same index for each server of a cluster.</summary>
    public static IndexPerServer All(ServerSet servers, long index) =>
        new(new Sequence<long>([.. Enumerable.Repeat(index, 64 - BitOperations.LeadingZeroCount(servers.Bits))]));

    /// <summary>Whether there is an index for a server.</summary>
    public bool Has(ServerId server) => server.Number <= Indexes.Count;

    /// <summary>These indexes, and the same index for each server up to the last of a cluster that has none yet.</summary>
    public IndexPerServer UpTo(ServerSet servers, long index) =>
        new(Indexes.AddRange(new Sequence<long>([.. All(servers, index).Indexes.Items.Skip(Indexes.Count)])));

    /// <summary>The index of a server.</summary>
    public long this[ServerId server] => Indexes[server.Number - 1];

    /// <summary>These indexes, with another one for one server.</summary>
    public IndexPerServer With(ServerId server, long index) => new(Indexes.SetItem(server.Number - 1, index));

    /// <inheritdoc/>
    public override string ToString() => Indexes.ToString();
}
