using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces.Json;

namespace Raft.Coyote.Traces;

/// <summary>Writes traces. The same trace gives the same bytes, always and everywhere.</summary>
public static class TraceWriter
{
    /// <summary>How a line is written: in one way only, and no more escaped than it must be.</summary>
    internal static JsonWriterOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes a trace to a file: whole, or not at all. It is written under another name beside it and read back before it takes
    /// its name, so whoever finds a trace can read it.
    /// </summary>
    public static void Write(Trace trace, string path) => WholeFile.Write(path, file => Write(trace, file), ReadBack);

    /// <summary>Writes a trace to a stream.</summary>
    public static void Write(Trace trace, Stream stream)
    {
        RefuseUnrebuildable(trace);
        using var lines = new Lines(stream);
        lines.Write(json => TraceJson.WriteLine(json, trace.Header, trace.Happenings.Count));
        foreach (var chunk in ScheduleLines(trace.Schedule).Chunk(TraceFormat.ScheduleLinesTogether))
        {
            lines.Write(json => TraceJson.WriteLine(json, chunk));
        }

        for (var number = 1; number <= trace.Happenings.Count; number++)
        {
            lines.Write(json => TraceJson.WriteLine(json, number, trace.Happenings[number - 1]));
        }

        lines.End(trace.Happenings.Count);
    }

    /// <summary>The line of the file, from 1, that has a happening.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="number">The happening's number.</param>
    public static int LineOf(Trace trace, int number)
    {
        var schedule = ScheduleLines(trace.Schedule).Length;
        return 1 + ((schedule + TraceFormat.ScheduleLinesTogether - 1) / TraceFormat.ScheduleLinesTogether) + number;
    }

    private static string[] ScheduleLines(string schedule) => schedule.Length == 0 ? [] : schedule.Split('\n');

    /// <summary>A reader is to rebuild what the file leaves out.</summary>
    private static void RefuseUnrebuildable(Trace trace)
    {
        var memories = new Memories(trace.Header.FirstServers);
        for (var number = 1; number <= trace.Happenings.Count; number++)
        {
            var happening = trace.Happenings[number - 1];
            if (happening is Handled handled && !IsRebuildable(handled, memories))
            {
                var expected = $"{handled.Server} of {memories.Servers} in the state after its event before";
                throw new ArgumentException($"event {number}: expected {expected}, came {handled.Before}", nameof(trace));
            }

            memories.Observe(happening);
        }
    }

    /// <summary>At a restart the memory before it is gone, and nobody looks at it.</summary>
    private static bool IsRebuildable(Handled handled, Memories memories)
    {
        var isInItsCluster = handled.After.Id == handled.Server && handled.After.Servers == memories.Servers;
        var followsItsEventBefore = handled.Input is Restart || handled.Before == memories.Of(handled.Server);
        return isInItsCluster && followsItsEventBefore;
    }

    private static void ReadBack(string path)
    {
        try
        {
            TraceReader.Read(path);
        }
        catch (TraceFormatException exception)
        {
            throw new ArgumentException($"the trace cannot be read back: {exception.Message}", exception);
        }
    }

    /// <summary>Writes lines and sums them up.</summary>
    private sealed class Lines(Stream stream) : IDisposable
    {
        private readonly ArrayBufferWriter<byte> line = new();
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Write(Action<Utf8JsonWriter> write)
        {
            line.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(line, Plain))
            {
                write(json);
            }

            line.Write("\n"u8);
            hash.AppendData(line.WrittenSpan);
            stream.Write(line.WrittenSpan);
        }

        public void End(int events)
        {
            var checksum = Convert.ToHexStringLower(hash.GetCurrentHash());
            stream.Write(Encoding.UTF8.GetBytes($"{TraceFormat.EndLine(events, checksum)}\n"));
        }

        public void Dispose() => hash.Dispose();
    }
}
