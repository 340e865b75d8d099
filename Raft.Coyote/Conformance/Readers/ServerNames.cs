using System.Text;
using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Readers;

/// <summary>
/// The servers that a trace names, numbered from 1 as they come; a cluster may have any number of them over its life.
/// </summary>
/// <param name="most">How many there may be.</param>
internal sealed class ServerNames(int most = int.MaxValue)
{
    private const int LongestName = 200;

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> names = [];

    /// <summary>How many were named.</summary>
    public int Count => names.Count;

    /// <summary>The name of a server.</summary>
    public string this[int server] => server >= 1 && server <= names.Count ? names[server - 1] : $"#{server}";

    /// <summary>The number of the server whose name a cursor stands at.</summary>
    public int Read(in JsonCursor json)
    {
        var name = json.Bytes();
        if (name.Length is 0 or > LongestName)
        {
            throw json.Expected($"a name of 1 to {LongestName} bytes");
        }

        Span<char> room = stackalloc char[LongestName];
        var text = room[..Encoding.UTF8.GetChars(name, room)];
        var known = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        return known.TryGetValue(text, out var number) ? number : Name(json, text.ToString());
    }

    /// <summary>The same, where a certain name stands for no server.</summary>
    public int ReadOrNone(in JsonCursor json, ReadOnlySpan<byte> none) =>
        json.IsNull || json.Bytes().SequenceEqual(none) ? Observation.None : Read(json);

    /// <summary>A set of voters and the server whose name a cursor stands at.</summary>
    public ServersSeen ReadInto(ServersSeen set, in JsonCursor json)
    {
        var more = set.Add(new ServerId(Read(json)));
        return more.Count <= ConfigurationSeen.MostVoters ? more : throw json.Expected(ConfigurationSeen.FewVoters);
    }

    /// <summary>The set of voters in the array that a cursor stands at.</summary>
    public ServersSeen ReadSet(ref JsonCursor json)
    {
        var set = default(ServersSeen);
        json.BeginArray();
        while (json.NextItem())
        {
            set = ReadInto(set, json);
        }

        return set;
    }

    private int Name(in JsonCursor json, string name)
    {
        if (names.Count == most)
        {
            throw json.Expected($"one of the {most} servers named before; there may be no more");
        }

        names.Add(name);
        numbers.Add(name, names.Count);
        return names.Count;
    }
}
