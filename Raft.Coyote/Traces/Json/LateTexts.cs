using System.Buffers;
using System.Text.Json;

namespace Raft.Coyote.Traces.Json;

/// <summary>
/// The texts of values that were written lately. An entry is written again with each state whose log has it, a store until it changes,
/// a message when it arrives; together they make up most of what is written. What is found here is only written sooner.
/// </summary>
internal sealed class LateTexts
{
    private const int Most = 2_048;

    [ThreadStatic]
    private static LateTexts? ofThread;

    private readonly Dictionary<object, byte[]> texts = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<Sheet> sheets = [];

    /// <summary>Writes a value, as it was written before if it was written lately.</summary>
    public static void Write<T>(Utf8JsonWriter json, T value, Action<Utf8JsonWriter, T> write)
        where T : class => json.WriteRawValue(Of(value, write), skipInputValidation: true);

    /// <summary>The text of a value, which is written if it was not lately.</summary>
    public static ReadOnlySpan<byte> Of<T>(T value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        var late = ofThread ??= new LateTexts();
        return late.texts.TryGetValue(value, out var text) ? text : late.Add(value, late.Written(value, write));
    }

    private byte[] Add(object value, byte[] text)
    {
        if (texts.Count == Most)
        {
            texts.Clear();
        }

        texts.Add(value, text);
        return text;
    }

    /// <summary>A value may have others within: each is written on a sheet of its own.</summary>
    private byte[] Written<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var sheet = sheets.Count > 0 ? sheets.Pop() : new Sheet();
        var text = sheet.Write(json => write(json, value)).ToArray();
        sheets.Push(sheet);
        return text;
    }
}

/// <summary>What a value is written on, again and again.</summary>
internal sealed class Sheet
{
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter writer = new(Stream.Null, TraceWriter.Plain);

    /// <summary>What is written; valid until it is written on again.</summary>
    public ReadOnlySpan<byte> Write(Action<Utf8JsonWriter> write)
    {
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        write(writer);
        writer.Flush();
        return buffer.WrittenSpan;
    }
}
