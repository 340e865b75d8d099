using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Conformance.Readers;

/// <summary>
/// Walks over the JSON object in a line without building it. It knows where it stands, so that whoever misses something can say
/// where. A field that nobody asks for is stepped over.
/// </summary>
internal ref struct JsonCursor
{
    private const int DeepestNesting = 16;
    private const int LongestExcerpt = 60;

    private readonly LogLines lines;
    private Utf8JsonReader json;
    private string path = "";

    /// <summary>Before the object in the current line.</summary>
    public JsonCursor(LogLines lines)
    {
        this.lines = lines;
        json = new Utf8JsonReader(lines.Line, new JsonReaderOptions { MaxDepth = DeepestNesting });
    }

    /// <summary>Whether the value is null; then it is over.</summary>
    public bool IsNull => json.TokenType == JsonTokenType.Null;

    /// <summary>Begins the object in the line.</summary>
    public void BeginLine()
    {
        if (!Utf8.IsValid(lines.Line))
        {
            throw lines.Problem("expected UTF-8, came bytes that are none");
        }

        Read();
        BeginObject();
    }

    /// <summary>Nothing may follow the object in the line.</summary>
    public void EndLine()
    {
        if (Advance())
        {
            throw lines.Problem("expected one JSON object, more follows it");
        }
    }

    /// <summary>Begins an object that is a value.</summary>
    public readonly void BeginObject() => Expect(JsonTokenType.StartObject, "an object");

    /// <summary>Begins an array that is a value.</summary>
    public readonly void BeginArray() => Expect(JsonTokenType.StartArray, "an array");

    /// <summary>Goes to the next field, and to its value.</summary>
    /// <param name="outer">The path of the object that it is in, for messages; "" for the line.</param>
    /// <param name="names">The names that are known, as in the file.</param>
    /// <returns>Which of the names it has; fields of other names are stepped over; -1 at the end of the object.</returns>
    public int NextField(string outer, ReadOnlySpan<string> names)
    {
        while (Read() == JsonTokenType.PropertyName)
        {
            for (var place = 0; place < names.Length; place++)
            {
                if (Says(names[place]))
                {
                    path = outer.Length == 0 ? names[place] : $"{outer}.{names[place]}";
                    Read();
                    return place;
                }
            }

            SkipValue();
        }

        path = outer;
        return -1;
    }

    /// <summary>Goes to the next item of an array; false at its end.</summary>
    public bool NextItem() => Read() != JsonTokenType.EndArray;

    /// <summary>A whole number from 0 on.</summary>
    public readonly long Number()
    {
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var number) || number < 0)
        {
            throw Expected($"a whole number from 0 to {long.MaxValue}");
        }

        return number;
    }

    /// <summary>True or false.</summary>
    public readonly bool Flag() => json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Expected("true or false"),
    };

    /// <summary>A text.</summary>
    public readonly string Text()
    {
        Expect(JsonTokenType.String, "a text");
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Expected("whole characters");
        }
    }

    /// <summary>Which of some texts it is.</summary>
    public readonly int Choice(ReadOnlySpan<string> choices)
    {
        Expect(JsonTokenType.String, "a text");
        for (var place = 0; place < choices.Length; place++)
        {
            if (Says(choices[place]))
            {
                return place;
            }
        }

        throw Expected($"one of {string.Join(", ", choices!)}");
    }

    /// <summary>The raw bytes of a text or a number.</summary>
    public readonly ReadOnlySpan<byte> Bytes() => json.TokenType is JsonTokenType.String or JsonTokenType.Number
        ? json.ValueSpan
        : throw Expected("a text or a number");

    /// <summary>Steps over a value.</summary>
    public void Skip()
    {
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            SkipRest(json.CurrentDepth);
        }
    }

    /// <summary>An error: this was expected here, and something else came.</summary>
    public readonly TraceFormatException Expected(string what) => Problem($"expected {what}, came {Excerpt()}");

    /// <summary>An error about a field that is missing.</summary>
    public readonly TraceFormatException Missing(string field) =>
        lines.Problem($"{field}: expected the field \"{field[(field.LastIndexOf('.') + 1)..]}\", it is missing");

    /// <summary>Whether it is this text; half of a surrogate pair is no text at all.</summary>
    private readonly bool Says(string text)
    {
        try
        {
            return json.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private readonly TraceFormatException Problem(string problem) =>
        lines.Problem(path.Length == 0 ? problem : $"{path}: {problem}");

    private readonly void Expect(JsonTokenType type, string what)
    {
        if (json.TokenType != type)
        {
            throw Expected(what);
        }
    }

    private void SkipValue()
    {
        Read();
        Skip();
    }

    private void SkipRest(int depth)
    {
        while (json.CurrentDepth > depth || json.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            Read();
        }
    }

    private JsonTokenType Read() => Advance() ? json.TokenType : throw NotWhole();

    private bool Advance()
    {
        try
        {
            return json.Read();
        }
        catch (JsonException exception)
        {
            throw lines.IsWhole
                ? lines.Problem(
                    $"expected one JSON object, at most {DeepestNesting} deep, byte {exception.BytePositionInLine + 1} of the line "
                    + "does not fit")
                : NotWhole();
        }
    }

    private readonly TraceFormatException NotWhole() => lines.Problem(
        $"expected a line that ends in a line feed, the file ends after {lines.Line.Length} bytes of it: was it cut off?");

    private readonly string Excerpt() => json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => $"\"{Shortened()}\"",
        _ => Shortened(),
    };

    private readonly string Shortened()
    {
        var text = Encoding.UTF8.GetString(json.ValueSpan[..Math.Min(json.ValueSpan.Length, 4 * LongestExcerpt)]);
        return text.Length <= LongestExcerpt ? text : $"{text[..LongestExcerpt]}...";
    }
}
