using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Conformance.Vectors;

/// <summary>JSON for people: what fits on a line stands on one, and of what does not its short parts share lines.</summary>
internal static class ReadableJson
{
    private const int Width = 140;
    private const int Short = 64;

    /// <summary>What was written, laid out, with a line feed at its end.</summary>
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var plain = new MemoryStream();
        using (var json = new Utf8JsonWriter(plain, TraceWriter.Plain))
        {
            write(json);
        }

        using var document = JsonDocument.Parse(plain.ToArray(), new JsonDocumentOptions { MaxDepth = 64 });
        var text = new StringBuilder();
        Lay(text, document.RootElement, indent: 0, before: 0);
        return text.Append('\n').ToString();
    }

    /// <summary>Lays out a value that begins behind so many characters of its line.</summary>
    private static void Lay(StringBuilder text, JsonElement value, int indent, int before)
    {
        var onOneLine = OnOneLine(value);
        if (!IsCompound(value) || before + onOneLine.Length < Width)
        {
            text.Append(onOneLine);
            return;
        }

        var isObject = value.ValueKind == JsonValueKind.Object;
        text.Append(isObject ? '{' : '[');
        LayParts(text, value, indent + 2);
        text.Append('\n').Append(' ', indent).Append(isObject ? '}' : ']');
    }

    /// <summary>Short parts share a line, as far as it goes; any other has one of its own, or several.</summary>
    private static void LayParts(StringBuilder text, JsonElement value, int indent)
    {
        var (separator, used) = ("", Width);
        foreach (var (name, part) in PartsOf(value))
        {
            var whole = $"{name}{OnOneLine(part)}";
            var goesOn = whole.Length <= Short && used + whole.Length + 2 < Width;
            text.Append(separator);
            if (goesOn)
            {
                text.Append(' ').Append(whole);
            }
            else
            {
                text.Append('\n').Append(' ', indent).Append(name);
                Lay(text, part, indent, indent + name.Length);
            }

            used = whole.Length > Short ? Width : goesOn ? used + whole.Length + 2 : indent + whole.Length;
            separator = ",";
        }
    }

    private static bool IsCompound(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    private static string OnOneLine(JsonElement value)
    {
        if (!IsCompound(value))
        {
            return value.GetRawText();
        }

        var parts = string.Join(", ", PartsOf(value).Select(part => $"{part.Name}{OnOneLine(part.Value)}"));
        return value.ValueKind == JsonValueKind.Array ? $"[{parts}]" : parts.Length == 0 ? "{}" : $"{{ {parts} }}";
    }

    private static IEnumerable<(string Name, JsonElement Value)> PartsOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject().Select(property => ($"{Quoted(property.Name)}: ", property.Value))
        : value.EnumerateArray().Select(item => ("", item));

    private static string Quoted(string name) =>
        $"\"{JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
