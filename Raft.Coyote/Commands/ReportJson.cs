using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>
/// Writes the one document that <c>--json</c> prints. Names are in camel case; a field is there also when it is null.
/// </summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The document that says what a value says.</summary>
    public static string Write<T>(T document) => JsonSerializer.Serialize(document, Readable);

    /// <summary>A violation, as all documents tell it.</summary>
    public static FindingJson Of(Finding finding)
    {
        var header = finding.Trace.Header;
        var violation = header.Violation!;
        var facts = violation.Facts.Items.Select(fact => new FactJson(fact.Happening, fact.Text));
        return new FindingJson(
            violation.Property, header.Scenario, header.Mutant, header.Strategy, header.Seed, header.Schedule,
            finding.Trace.Happenings.Count,
            violation.Explanation, [.. facts], [.. ReportFinding.StoryEnd(finding.Trace)], finding.File, finding.ReplayCommand,
            finding.Shrunk is null ? null : Of(finding.Shrunk));
    }
}

/// <summary>What is the same in all documents.</summary>
internal abstract record DocumentJson
{
    /// <summary>This product and its version.</summary>
    [JsonPropertyOrder(-1)]
    public string Product { get; } = TraceFormat.Product;
}

/// <summary>
/// A violation: which property fell where, why, and how to run it again. The event is its number in the trace. The shrunk one
/// shows the same in fewer events; it is null where there is none.
/// </summary>
internal sealed record FindingJson(
    string Property, string Scenario, string? Mutant, string Strategy, long Seed, long Schedule, int Event,
    string Explanation, IReadOnlyList<FactJson> Facts, IReadOnlyList<string> Story, string Trace, string Replay,
    FindingJson? Shrunk);

/// <summary>A fact that the violation rests on, and the event that shows it.</summary>
internal sealed record FactJson(int Event, string Text);
