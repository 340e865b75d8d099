using System.Text.Json;

namespace Raft.Coyote.Traces.Json;

/// <summary>A value in a line of a trace. It knows where it stands, so that whoever misses something can say where.</summary>
internal sealed class JsonValue
{
    private const int LongestExcerpt = 60;

    private readonly JsonElement element;
    private readonly ILine lines;
    private readonly JsonValue? parent;
    private readonly string? name;
    private readonly int position;

    /// <summary>The whole line.</summary>
    public JsonValue(JsonElement element, ILine lines)
    {
        this.element = element;
        this.lines = lines;
    }

    private JsonValue(JsonElement element, JsonValue parent, string? name, int position)
        : this(element, parent.lines)
    {
        this.parent = parent;
        this.name = name;
        this.position = position;
    }

    /// <summary>Whether it is null.</summary>
    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    /// <summary>An error: this was expected here, and something else came.</summary>
    public TraceFormatException Expected(string what) => Problem($"expected {what}, came {Excerpt()}");

    /// <summary>A text.</summary>
    public string Text() =>
        element.ValueKind == JsonValueKind.String ? Unescape(element, value => value.GetString()!) : throw Expected("a text");

    /// <summary>True or false.</summary>
    public bool Flag() =>
        element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Expected("true or false");

    /// <summary>A whole number within bounds.</summary>
    public long Number(long least, long most)
    {
        var isWhole = element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out _);
        var isWithin = isWhole && element.GetInt64() >= least && element.GetInt64() <= most;
        return isWithin ? element.GetInt64() : throw Expected($"a whole number from {least} to {most}");
    }

    /// <summary>A whole number within bounds.</summary>
    public int Number(int least, int most) => (int)Number((long)least, most);

    /// <summary>The values in an array.</summary>
    public IEnumerable<JsonValue> Items() => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray().Select((item, place) => new JsonValue(item, this, name: null, place))
        : throw Expected("an array");

    /// <summary>The fields of an object whose names are free, in their order.</summary>
    public IReadOnlyList<(string Name, JsonValue Value)> Entries()
    {
        var entries = new List<(string Name, JsonValue Value)>();
        var names = new HashSet<string>();
        foreach (var (field, value) in Properties())
        {
            entries.Add(names.Add(field) ? (field, value) : throw Twice(field));
        }

        return entries;
    }

    /// <summary>The fields of an object: these and no others. One with a question mark here may be left out.</summary>
    public JsonFields Fields(params ReadOnlySpan<string> names)
    {
        var values = new JsonValue?[names.Length];
        foreach (var (field, value) in Properties())
        {
            var place = PlaceOf(field, names);
            values[place] = values[place] is null ? value : throw Twice(field);
        }

        for (var place = 0; place < names.Length; place++)
        {
            var mayBeLeftOut = names[place].EndsWith('?');
            if (values[place] is null && !mayBeLeftOut)
            {
                throw Missing(names[place]);
            }
        }

        return new JsonFields([.. names], values);
    }

    /// <summary>One field of an object, before it is known which others it has.</summary>
    public JsonValue Field(string wanted)
    {
        foreach (var (field, value) in Properties())
        {
            if (field == wanted)
            {
                return value;
            }
        }

        throw Missing(wanted);
    }

    private IEnumerable<(string Name, JsonValue Value)> Properties()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Expected("an object");
        }

        foreach (var property in element.EnumerateObject())
        {
            var field = Unescape(property, escaped => escaped.Name);
            yield return (field, new JsonValue(property.Value, this, field, position: 0));
        }
    }

    private int PlaceOf(string field, ReadOnlySpan<string> names)
    {
        for (var place = 0; place < names.Length; place++)
        {
            if (JsonFields.IsName(field, names[place]))
            {
                return place;
            }
        }

        throw Problem($"expected no other fields than {string.Join(", ", names!)}, came \"{Shortened(field)}\"");
    }

    private TraceFormatException Twice(string field) => Problem($"expected each field once, \"{Shortened(field)}\" came again");

    private TraceFormatException Missing(string field) => Problem($"expected the field \"{field}\", it is missing");

    private TraceFormatException Problem(string problem)
    {
        var path = Path().TrimStart('.');
        return lines.Problem(Shortened(path), problem);
    }

    private string Path() => parent is null ? "" : parent.Path() + (name is null ? $"[{position}]" : $".{name}");

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
internal sealed class JsonFields(string[] names, JsonValue?[] values)
{
    /// <summary>A field that is always there.</summary>
    public JsonValue this[string name] => Optional(name)!;

    /// <summary>A field that may have been left out.</summary>
    public JsonValue? Optional(string name) => values[Array.FindIndex(names, known => IsName(name, known))];

    /// <summary>Whether a field has a name, which may say with a question mark that it may be left out.</summary>
    public static bool IsName(string field, string name) => name.AsSpan().TrimEnd('?').SequenceEqual(field);
}
