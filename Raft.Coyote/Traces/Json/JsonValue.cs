using System.Globalization;
using System.Text.Json;

namespace Raft.Coyote.Traces.Json;

/// <summary>A value in a line of a trace. It knows where it stands, so that whoever misses something can say where.</summary>
internal sealed class JsonValue
{
    private const int LongestExcerpt = 60;

    private readonly JsonElement element;
    private readonly LineReader lines;
    private readonly JsonValue? parent;
    private readonly string name;

    /// <summary>The whole line.</summary>
    public JsonValue(JsonElement element, LineReader lines)
        : this(element, lines, parent: null, name: "")
    {
    }

    private JsonValue(JsonElement element, LineReader lines, JsonValue? parent, string name)
    {
        this.element = element;
        this.lines = lines;
        this.parent = parent;
        this.name = name;
    }

    /// <summary>Whether it is null.</summary>
    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    /// <summary>An error: this was expected here, and something else came.</summary>
    public TraceFormatException Expected(string what) => Problem($"expected {what}, came {Excerpt()}");

    /// <summary>A text.</summary>
    public string Text() => element.ValueKind == JsonValueKind.String ? Unescape(element, value => value.GetString()!) : throw Expected("a text");

    /// <summary>True or false.</summary>
    public bool Flag() => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Expected("true or false");

    /// <summary>A whole number within bounds.</summary>
    public long Number(long least, long most)
    {
        var isWhole = element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out _);
        var isWithin = isWhole && element.GetInt64() >= least && element.GetInt64() <= most;
        return isWithin ? element.GetInt64() : throw Expected(string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
    }

    /// <summary>A whole number within bounds.</summary>
    public int Number(int least, int most) => (int)Number((long)least, most);

    /// <summary>The values in an array.</summary>
    public IEnumerable<JsonValue> Items() => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray().Select((item, position) => new JsonValue(item, lines, this, $"[{position}]"))
        : throw Expected("an array");

    /// <summary>The fields of an object whose names are free, in their order.</summary>
    public IEnumerable<KeyValuePair<string, JsonValue>> Entries()
    {
        var names = new HashSet<string>();
        foreach (var property in Properties())
        {
            var field = NameOf(property);
            if (!names.Add(field))
            {
                throw Problem($"expected each field once, \"{Shortened(field)}\" came again");
            }

            yield return KeyValuePair.Create(field, new JsonValue(property.Value, lines, this, $".{field}"));
        }
    }

    /// <summary>The fields of an object: these and no others. One whose name here ends in a question mark may be left out.</summary>
    public JsonFields Fields(params ReadOnlySpan<string> names)
    {
        var fields = Entries().ToDictionary();
        foreach (var known in names)
        {
            var mayBeLeftOut = known.EndsWith('?');
            if (!mayBeLeftOut && !fields.ContainsKey(known))
            {
                throw Missing(known);
            }
        }

        foreach (var field in fields.Keys)
        {
            var isKnown = names.Contains(field) || names.Contains($"{field}?");
            if (!isKnown)
            {
                throw Problem($"expected no other fields than {string.Join(", ", names!)}, came \"{Shortened(field)}\"");
            }
        }

        return new JsonFields(fields);
    }

    /// <summary>One field of an object, before it is known which others it has.</summary>
    public JsonValue Field(string wanted) =>
        Entries().Where(entry => entry.Key == wanted).Select(entry => entry.Value).FirstOrDefault() ?? throw Missing(wanted);

    private JsonElement.ObjectEnumerator Properties() =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : throw Expected("an object");

    private TraceFormatException Missing(string field) => Problem($"expected the field \"{field}\", it is missing");

    private TraceFormatException Problem(string problem)
    {
        var path = Path().TrimStart('.');
        return lines.Problem(path.Length == 0 ? problem : $"{Shortened(path)}: {problem}");
    }

    private string Path() => parent is null ? "" : parent.Path() + name;

    private string NameOf(JsonProperty property) => Unescape(property, value => value.Name);

    /// <summary>An escape may stand for half a character, which is no text at all.</summary>
    private string Unescape<T>(T escaped, Func<T, string> unescape)
    {
        try
        {
            return unescape(escaped);
        }
        catch (InvalidOperationException)
        {
            throw Problem("expected whole characters, came half of a surrogate pair");
        }
    }

    private string Excerpt() => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Shortened(element.GetRawText()),
    };

    private static string Shortened(string text) => text.Length <= LongestExcerpt ? text : $"{text[..LongestExcerpt]}...";
}

/// <summary>The fields of an object, by name.</summary>
internal sealed class JsonFields(IReadOnlyDictionary<string, JsonValue> fields)
{
    /// <summary>A field that is always there.</summary>
    public JsonValue this[string name] => fields[name];

    /// <summary>A field that may have been left out.</summary>
    public JsonValue? Optional(string name) => fields.GetValueOrDefault(name);
}
