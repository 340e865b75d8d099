using System.Numerics;
using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>One value for each server of a cluster.</summary>
/// <typeparam name="T">What is kept for a server.</typeparam>
/// <param name="servers">All servers of the cluster.</param>
/// <param name="initial">What each server begins with.</param>
public sealed class PerServer<T>(ServerSet servers, T initial)
{
    private readonly T[] values = Filled(new T[64 - BitOperations.LeadingZeroCount(servers.Bits)], initial);

    /// <summary>The value of a server.</summary>
    public T this[ServerId server]
    {
        get => values[server.Number - 1];
        set => values[server.Number - 1] = value;
    }

    private static T[] Filled(T[] values, T initial)
    {
        Array.Fill(values, initial);
        return values;
    }
}
