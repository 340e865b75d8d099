using System.Text.Json;
using Raft.Coyote.Conformance.Checking;
using Raft.Coyote.Conformance.Checking.Changes;
using Raft.Coyote.Conformance.Checking.Handling;
using Raft.Coyote.Conformance.Readers;
using Raft.Coyote.Conformance.Recorded;

namespace Raft.Coyote.Conformance;

/// <summary>A format of traces.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Begins">Whether a trace of it begins with this object.</param>
/// <param name="Judge">Judges a trace of it; the second argument is what it is called in messages.</param>
internal sealed record Format(string Name, Func<JsonElement, bool> Begins, Func<Stream, string, Verdict> Judge);

/// <summary>The formats that there are. A new one is a reader, and a line here.</summary>
internal static class Formats
{
    /// <summary>The name of our own.</summary>
    public const string Raft = "raft";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Format> All =
    [
        new(Raft, first => IsText(first, "kind", "header"), RecordedTrace.Judge),
        new("log", first => IsText(first, "kind", "log"), ObserveLog),
        new("etcd", first => HasEvent(first) && !HasField(Event(first), "lastTerm"), (stream, file) => Observe(
            stream, file, "etcd", new EtcdReader(), cluster => new HandlingJudge(cluster))),
        new("canonical", first => HasEvent(first) && HasField(Event(first), "lastTerm"), (stream, file) => Observe(
            stream, file, "canonical", new CanonicalReader(), cluster => new ChangeJudge(cluster, countsOlderTerms: true))),
    ];

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

    private static Verdict Observe(Stream stream, string file, string format, IReader reader, Func<Cluster, IJudge> judge)
    {
        var cluster = new Cluster(reader.NameOf);
        return new ObservedTrace(reader, cluster, judge(cluster)).Judge(new LogLines(stream, file), file, format);
    }

    private static Verdict ObserveLog(Stream stream, string file)
    {
        var reader = new LogReader();
        var cluster = new Cluster(reader.NameOf);
        var judge = new ChangeJudge(cluster, () => reader.TellsMessages);
        return new ObservedTrace(reader, cluster, judge).Judge(new LogLines(stream, file), file, "log");
    }

    private static bool HasEvent(JsonElement line) => HasField(line, "event");

    private static JsonElement Event(JsonElement line) => line.GetProperty("event");

    private static bool IsText(JsonElement line, string name, string text) =>
        HasField(line, name) && line.GetProperty(name) is { ValueKind: JsonValueKind.String } value && value.ValueEquals(text);

    private static bool HasField(JsonElement line, string name) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty(name, out _);
}
