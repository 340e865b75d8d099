using System.Text.Json;
using Raft.Coyote.Conformance.Checking;
using Raft.Coyote.Conformance.Checking.Changes;
using Raft.Coyote.Conformance.Checking.Handling;
using Raft.Coyote.Conformance.Readers;

namespace Raft.Coyote.Conformance;

/// <summary>A format of traces.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Begins">Whether a trace of it begins with this object.</param>
/// <param name="Judge">Makes what judges a trace of it.</param>
internal sealed record Format(string Name, Func<JsonElement, bool> Begins, Func<LineJudge> Judge)
{
    /// <summary>A line has at most so many bytes.</summary>
    public int LongestLine { get; init; } = LogLines.LongestLine;
}

/// <summary>The formats that there are. A new one is a reader, and a line here.</summary>
internal static class Formats
{
    /// <summary>etcd-io/raft, built with <c>with_tla</c>.</summary>
    public static readonly Format Etcd = new("etcd", first => HasEvent(first) && !HasField(Event(first), "lastTerm"), () =>
    {
        var reader = new EtcdReader();
        var cluster = new Cluster(reader.NameOf);
        return new ObservedTrace(reader, cluster, new HandlingJudge(cluster));
    });

    /// <summary>canonical raft under its fixture.</summary>
    public static readonly Format Canonical = new("canonical", first => HasEvent(first) && HasField(Event(first), "lastTerm"), () =>
    {
        var reader = new CanonicalReader();
        var cluster = new Cluster(reader.NameOf);
        return new ObservedTrace(reader, cluster, new ChangeJudge(cluster, countsOlderTerms: true));
    });

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Format> All = [Etcd, Canonical];

    /// <summary>A line of any of them has at most so many bytes.</summary>
    public static int LongestLine => All.Max(format => format.LongestLine);

    /// <summary>The format of a trace that begins with a line; null when it is none's.</summary>
    public static Format? Of(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            using var first = JsonDocument.ParseValue(ref json);
            return All.FirstOrDefault(format => format.Begins(first.RootElement));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool HasEvent(JsonElement line) => HasField(line, "event");

    private static JsonElement Event(JsonElement line) => line.GetProperty("event");

    private static bool HasField(JsonElement line, string name) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty(name, out _);
}
