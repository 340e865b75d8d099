using System.Security.Cryptography;
using System.Text;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>Traces as bytes and as lines of text, so that tests can break them.</summary>
internal static class TraceFile
{
    public static byte[] BytesOf(Trace trace)
    {
        using var stream = new MemoryStream();
        TraceWriter.Write(trace, stream);
        return stream.ToArray();
    }

    public static string[] LinesOf(Trace trace) => Encoding.UTF8.GetString(BytesOf(trace)).TrimEnd('\n').Split('\n');

    public static Trace Read(byte[] bytes) => TraceReader.Read(new MemoryStream(bytes), "t");

    public static Trace Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    /// <summary>These lines with a last line that vouches for them.</summary>
    public static string Seal(IEnumerable<string> linesBeforeEnd, int events) =>
        Encoding.UTF8.GetString(Seal(Encoding.UTF8.GetBytes(string.Concat(linesBeforeEnd.Select(line => $"{line}\n"))), events));

    /// <summary>These bytes with a last line that vouches for them.</summary>
    public static byte[] Seal(byte[] beforeEnd, int events)
    {
        var checksum = Convert.ToHexStringLower(SHA256.HashData(beforeEnd));
        var end = $$"""{"kind":"end","events":{{events}},"checksum":"{{checksum}}"}""";
        return [.. beforeEnd, .. Encoding.UTF8.GetBytes($"{end}\n")];
    }

    /// <summary>The message with which a text is refused.</summary>
    public static string RefusalOf(string text) => Assert.Throws<TraceFormatException>(() => Read(text)).Message;

    /// <summary>A file of its own, for as long as a test runs.</summary>
    public sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("raft-traces-").FullName;

        public string this[string name] => System.IO.Path.Combine(Path, name);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
