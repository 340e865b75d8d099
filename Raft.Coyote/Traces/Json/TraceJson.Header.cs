using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Traces.Json;

/// <summary>The header, and the lines of Coyote's schedule.</summary>
internal sealed partial class TraceJson
{
    private static readonly string[] HeaderFields =
    [
        "kind", "format", "product", "scenario", "servers", "clients", "options", "draw", "driver",
        "strategy", "seed", "schedule", "mutant", "property", "violation", "events", "steps",
        "shrunkFrom?",
    ];

    private static readonly string[] OptionFields =
    [
        "backTracking", "commitRule", "noOpAtElection", "emptyHeartbeats", "maxEntriesPerAppend", .. AddedFields(typeof(Options)),
    ];

    /// <summary>Writes the header.</summary>
    public static void WriteLine(Utf8JsonWriter json, Header header, int events)
    {
        json.WriteStartObject();
        json.WriteString("kind", "header");
        json.WriteNumber("format", TraceFormat.Version);
        json.WriteString("product", header.Product);
        json.WriteString("scenario", header.Scenario);
        json.WriteNumber("servers", header.Servers);
        json.WriteNumber("clients", header.Clients);
        Write(json, header.Options);
        Write(json, header.Draw);
        WriteChoice(json, "driver", header.Driver);
        json.WriteString("strategy", header.Strategy);
        json.WriteNumber("seed", header.Seed);
        json.WriteNumber("schedule", header.Schedule);
        json.WriteString("mutant", header.Mutant);
        json.WriteString("property", header.Violation?.Property);
        Write(json, header.Violation);
        json.WriteNumber("events", events);
        json.WriteNumber("steps", header.Steps);
        if (header.ShrunkFrom is { } before)
        {
            json.WriteNumber("shrunkFrom", before);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes some lines of a schedule.</summary>
    public static void WriteLine(Utf8JsonWriter json, IEnumerable<string> schedule)
    {
        json.WriteStartObject();
        json.WriteString("kind", "schedule");
        json.WriteStartArray("lines");
        foreach (var line in schedule)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads the header, and how many events it promises.</summary>
    public static (Header Header, int Events) ReadHeader(JsonValue line)
    {
        RefuseOtherVersion(line.Field("format"));
        var fields = line.Fields(HeaderFields);
        var events = fields["events"].Number(0, TraceFormat.MostEvents);
        var servers = fields["servers"].Number(1, TraceFormat.MostServers);
        var clients = fields["clients"].Number(0, TraceFormat.MostClients);
        var header = new Header(
            fields["product"].Text(),
            fields["scenario"].Text(),
            servers,
            clients,
            new TraceJson(servers, clients).ReadOptions(fields["options"].Fields(OptionFields)),
            [.. fields["draw"].Entries().Select(drawn => new Drawn(drawn.Name, drawn.Value.Text()))],
            ReadChoice<Driver>(fields["driver"]),
            fields["strategy"].Text(),
            fields["seed"].Number(0, long.MaxValue),
            fields["schedule"].Number(0, long.MaxValue),
            ReadTextOrNone(fields["mutant"]),
            ReadViolation(fields["property"], fields["violation"], events),
            fields["steps"].Number(0, long.MaxValue),
            fields.Optional("shrunkFrom")?.Number(events, TraceFormat.MostEvents));
        return (header, events);
    }

    /// <summary>Reads some lines of a schedule.</summary>
    public static IEnumerable<string> ReadSchedule(JsonValue line) =>
        line.Fields("kind", "lines")["lines"].Items().Select(ReadScheduleLine);

    private static void Write(Utf8JsonWriter json, Options options)
    {
        json.WriteStartObject("options");
        WriteChoice(json, "backTracking", options.BackTracking);
        WriteChoice(json, "commitRule", options.CommitRule);
        json.WriteBoolean("noOpAtElection", options.NoOpAtElection);
        json.WriteBoolean("emptyHeartbeats", options.EmptyHeartbeats);
        json.WriteNumber("maxEntriesPerAppend", options.MaxEntriesPerAppend);
        WriteAdded(json, typeof(Options), options);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Sequence<Drawn> draw)
    {
        json.WriteStartObject("draw");
        foreach (var drawn in draw)
        {
            json.WriteString(drawn.Name, drawn.Value);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Violation? violation)
    {
        if (violation is null)
        {
            json.WriteNull("violation");
            return;
        }

        json.WriteStartObject("violation");
        json.WriteString("explanation", violation.Explanation);
        WriteAll(json, "facts", violation.Facts, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Fact fact)
    {
        json.WriteStartObject();
        json.WriteNumber("event", fact.Happening);
        json.WriteString("text", fact.Text);
        json.WriteEndObject();
    }

    private static void RefuseOtherVersion(JsonValue format)
    {
        if (format.Number(0, int.MaxValue) != TraceFormat.Version)
        {
            throw format.Expected($"format {TraceFormat.Version}, all that {TraceFormat.Product} reads");
        }
    }

    private Options ReadOptions(JsonFields fields)
    {
        var options = new Options(
            ReadChoice<BackTracking>(fields["backTracking"]),
            ReadChoice<CommitRule>(fields["commitRule"]),
            fields["noOpAtElection"].Flag(),
            fields["emptyHeartbeats"].Flag(),
            fields["maxEntriesPerAppend"].Number(1, int.MaxValue));
        return WithAdded(options, fields);
    }

    private static Violation? ReadViolation(JsonValue property, JsonValue violation, int events)
    {
        if (property.IsNull)
        {
            return violation.IsNull ? null : throw violation.Expected("null, for no property is named");
        }

        var fields = violation.Fields("explanation", "facts");
        var facts = ReadAll(fields["facts"], fact => ReadFact(fact, events));
        return new Violation(property.Text(), fields["explanation"].Text(), facts);
    }

    private static Fact ReadFact(JsonValue value, int events)
    {
        var fields = value.Fields("event", "text");
        return new Fact(fields["event"].Number(1, events), fields["text"].Text());
    }

    private static string ReadScheduleLine(JsonValue value)
    {
        var line = value.Text();
        return line.Contains('\n') ? throw value.Expected("one line of the schedule") : line;
    }
}
