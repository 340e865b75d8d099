using System.Text.Json;
using System.Text.Json.Serialization;

namespace Raft.Coyote.Commands.Progress;

/// <summary>
/// A line of a progress record: a request first, then the blocks in the order in which they count, and after the last block
/// of a leg its end. A line that is whole is never changed any more.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RequestLine), "request")]
[JsonDerivedType(typeof(BlockLine), "block")]
[JsonDerivedType(typeof(EndLine), "end")]
internal abstract record ProgressLine
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The line as it stands in the file, its line feed included.</summary>
    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Strict), (byte)'\n'];

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is none; the message says what was expected.</exception>
    public static ProgressLine Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<ProgressLine>(line, Strict) ?? throw new FormatException("came null");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or NotSupportedException)
        {
            throw new FormatException("expected a request, a block or the end of a leg as a JSON object on one line");
        }
    }
}

/// <summary>What was asked for: the words of the command, without those that change nothing of what comes of it.</summary>
/// <param name="Format">The version of the format.</param>
/// <param name="Product">Who writes the record: another version runs other schedules.</param>
/// <param name="Words">The words after <c>raft check</c>.</param>
internal sealed record RequestLine(int Format, string Product, IReadOnlyList<string> Words) : ProgressLine
{
    /// <summary>The format that this version writes, and the only one that it reads.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>No block of a leg comes after this line.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Driver">The driver that ran it.</param>
internal sealed record EndLine(string Scenario, string Driver) : ProgressLine;
