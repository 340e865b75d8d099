using System.Text;
using Raft.Coyote.Conformance.Checking;

namespace Raft.Coyote.Conformance.Readers;

/// <summary>The servers that a trace names, numbered from 1 as they come.</summary>
internal sealed class ServerNames
{
    private const int LongestName = 200;

    private readonly List<byte[]> names = [];
    private readonly List<string> texts = [];

    /// <summary>The name of a server.</summary>
    public string this[int server] => server >= 1 && server <= texts.Count ? texts[server - 1] : $"#{server}";

    /// <summary>The number of the server whose name a cursor stands at.</summary>
    public int Read(in JsonCursor json)
    {
        var name = json.Bytes();
        for (var place = 0; place < names.Count; place++)
        {
            if (name.SequenceEqual(names[place]))
            {
                return place + 1;
            }
        }

        return Add(json, name);
    }

    /// <summary>The same, where a certain name stands for no server.</summary>
    public int ReadOrNone(in JsonCursor json, ReadOnlySpan<byte> none) =>
        json.IsNull || json.Bytes().SequenceEqual(none) ? Observation.None : Read(json);

    private int Add(in JsonCursor json, ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > LongestName)
        {
            throw json.Expected($"a name of 1 to {LongestName} bytes");
        }

        if (names.Count == Believed.MostServers)
        {
            throw json.Expected($"one of the {Believed.MostServers} servers named before; there may be no more");
        }

        names.Add(name.ToArray());
        texts.Add(Encoding.UTF8.GetString(name));
        return names.Count;
    }
}
