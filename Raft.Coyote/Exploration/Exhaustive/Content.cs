using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Raft.Core.Protocol;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>
/// All that a value holds, as a row of numbers, and the 64-bit hash of it: the same on each run and machine, with the servers
/// called as they are or otherwise. It goes through every field there is, those of a mutant's own roles too, so it forgets
/// nothing. It is slow, and asked once for each value.
/// </summary>
public sealed class Content
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();
    private readonly List<(Kind Kind, ulong Bits)> parts = [];

    /// <summary>What a value holds.</summary>
    /// <param name="value">The value: numbers, texts, records and sequences of such.</param>
    public Content(object value) => Add(value);

    private enum Kind
    {
        /// <summary>A number that stays as it is.</summary>
        Plain,

        /// <summary>The number of a server.</summary>
        Server,

        /// <summary>The bits of a set of servers.</summary>
        Set,

        /// <summary>A row of numbers follows, one for each server; this is how many.</summary>
        PerServer,
    }

    /// <summary>The hash of all of it.</summary>
    /// <param name="names">What the servers in it are called.</param>
    public ulong Hash(Permutation names)
    {
        var hash = 0x9e3779b97f4a7c15;
        for (var position = 0; position < parts.Count; position++)
        {
            var (kind, bits) = parts[position];
            hash = Mixed(hash, Renamed(kind, bits, names));
            for (var name = 1; kind == Kind.PerServer && name <= (int)bits; name++)
            {
                hash = Mixed(hash, parts[position + names.Behind(name)].Bits);
            }

            position += kind == Kind.PerServer ? (int)bits : 0;
        }

        return hash;
    }

    private static ulong Mixed(ulong hash, ulong bits) => Fingerprint.Mix((hash * 0x2545f4914f6cdd1d) + bits);

    private static ulong Renamed(Kind kind, ulong bits, Permutation names) => kind switch
    {
        Kind.Server => (ulong)names.Of((int)bits),
        Kind.Set => names.Of(new ServerSet(bits)),
        _ => bits,
    };

    private void Add(object? value)
    {
        switch (value)
        {
            case null:
                parts.Add((Kind.Plain, 0x6e756c6c));
                break;
            case ServerId server:
                parts.Add((Kind.Server, (ulong)server.Number));
                break;
            case ServerSet servers:
                parts.Add((Kind.Set, servers.Bits));
                break;
            case IndexPerServer indexes:
                parts.Add((Kind.PerServer, (ulong)indexes.Indexes.Count));
                parts.AddRange(indexes.Indexes.Items.Select(index => (Kind.Plain, (ulong)index)));
                break;
            case ulong bits:
                parts.Add((Kind.Plain, bits));
                break;
            case string text:
                AddText(text);
                break;
            case bool or int or long or Enum:
                parts.Add((Kind.Plain, unchecked((ulong)Convert.ToInt64(value, null))));
                break;
            case IEnumerable items:
                AddItems(items);
                break;
            default:
                AddFields(value);
                break;
        }
    }

    private void AddText(string text)
    {
        parts.Add((Kind.Plain, (ulong)text.Length));
        parts.AddRange(text.Select(letter => (Kind.Plain, (ulong)letter)));
    }

    private void AddItems(IEnumerable items)
    {
        var count = 0UL;
        foreach (var item in items)
        {
            Add(item);
            count++;
        }

        parts.Add((Kind.Plain, count));
    }

    private void AddFields(object value)
    {
        AddText(value.GetType().Name);
        foreach (var field in Fields.GetOrAdd(value.GetType(), FieldsOf))
        {
            Add(field.GetValue(value));
        }
    }

    private static FieldInfo[] FieldsOf(Type type)
    {
        const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var hasNoMore = type.BaseType is null || type.BaseType == typeof(object) || type.BaseType == typeof(ValueType);
        var fields = type.GetFields(own).OrderBy(field => field.Name, StringComparer.Ordinal);
        return [.. hasNoMore ? [] : FieldsOf(type.BaseType!), .. fields];
    }
}
