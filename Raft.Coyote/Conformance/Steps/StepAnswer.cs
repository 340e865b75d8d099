using System.Buffers;
using System.Text;
using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Json;

namespace Raft.Coyote.Conformance.Steps;

/// <summary>The lines that <c>raft step</c> answers.</summary>
internal static class StepAnswer
{
    /// <summary>The version of the protocol, in each answer. It changes whenever an older reader would misread a line.</summary>
    public const int Version = 1;

    /// <summary>The step that follows.</summary>
    public static string Of(Step step) => Line(json => TraceJson.WriteFields(json, step));

    /// <summary>What is wrong with the line.</summary>
    public static string Of(TraceFormatException problem) => Line(json =>
    {
        json.WriteStartObject("error");
        json.WriteNumber("line", problem.Line);
        json.WriteString("field", problem.Field);
        json.WriteString("problem", problem.Problem);
        json.WriteEndObject();
    });

    private static string Line(Action<Utf8JsonWriter> write)
    {
        var line = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(line, TraceWriter.Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("step", Version);
            write(json);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        return Encoding.UTF8.GetString(line.WrittenSpan);
    }
}
