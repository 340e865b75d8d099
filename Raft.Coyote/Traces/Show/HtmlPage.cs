using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Raft.Coyote.Traces.Show;

/// <summary>
/// A run as one page that needs nothing else: its style, its scripts and its data are in it, and its own policy forbids it to ask
/// anybody for anything.
/// </summary>
public static partial class HtmlPage
{
    private static readonly string[] Styles = ["page.css", "story.css", "moment.css", "narrow.css"];

    /// <summary>The scripts, in the order in which each knows those before it.</summary>
    private static readonly string[] Scripts =
    [
        "model.js", "element.js", "signs.js", "diagram.js", "legend.js", "rows.js", "servers.js", "overview.js", "verdict.js",
        "search.js", "page.js",
    ];

    /// <summary>The encoder of this writer escapes all that a browser could take for the end of the data.</summary>
    private static readonly JsonSerializerOptions Compact = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The page of a run.</summary>
    public static string Of(Trace trace)
    {
        var (style, script) = (Join(Styles), Join(Scripts));
        var parts = new Dictionary<string, string>
        {
            ["title"] = WebUtility.HtmlEncode(TitleOf(trace)),
            ["policy"] = $"default-src 'none'; style-src '{HashOf(style)}'; script-src '{HashOf(script)}'; base-uri 'none'; "
                + "form-action 'none'",
            ["style"] = style,
            ["script"] = script,
            ["data"] = JsonSerializer.Serialize(PageDataBuilder.Of(trace), Compact),
        };
        return Slot().Replace(Resources.Read("page/page.html"), slot => parts[slot.Groups[1].Value]);
    }

    private static string Join(string[] names) => string.Join('\n', names.Select(name => Resources.Read($"page/{name}")));

    private static string TitleOf(Trace trace)
    {
        var what = trace.Header.Violation is { } violation ? $"{violation.Property} fell" : "No property fell";
        return $"{what}: {trace.Header.Scenario}{(trace.Header.Mutant is { } mutant ? $", {mutant}" : "")}";
    }

    private static string HashOf(string text) =>
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Slot();
}
