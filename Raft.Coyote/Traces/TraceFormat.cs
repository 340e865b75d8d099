using Raft.Core.Protocol;

namespace Raft.Coyote.Traces;

/// <summary>What is fixed about the file format: its version and its limits. specs/TRACE.md says the same in prose.</summary>
public static class TraceFormat
{
    /// <summary>The version of the format. It changes whenever an older reader would misread or refuse a newer file.</summary>
    public const int Version = 2;

    /// <summary>How the name of a trace's file ends.</summary>
    public const string FileEnding = ".trace.jsonl";

    /// <summary>A cluster has at most so many servers.</summary>
    public const int MostServers = 7;

    /// <summary>There are at most so many clients.</summary>
    public const int MostClients = 1_000;

    /// <summary>A trace has at most so many events.</summary>
    public const int MostEvents = 10_000_000;

    /// <summary>A log is indexed by 32 bits, so no greater index means anything.</summary>
    public const int GreatestIndex = int.MaxValue;

    /// <summary>A line has at most so many bytes, so that a reader need not keep more that it has not understood yet.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    /// <summary>A file has at most so many bytes.</summary>
    public const long LongestFile = 256L * 1024 * 1024;

    /// <summary>The schedule is cut into lines of the file that hold at most so many of its own lines.</summary>
    internal const int ScheduleLinesTogether = 100;

    /// <summary>How deep objects and arrays may be nested; the deepest of ours is about half of it.</summary>
    internal const int DeepestNesting = 16;

    /// <summary>This product and its version, as a header names it.</summary>
    public static string Product { get; } = $"raft {typeof(TraceFormat).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>The last line of a file.</summary>
    /// <param name="events">How many events there are.</param>
    /// <param name="checksum">SHA-256 of all bytes before the line, in lower-case hexadecimal digits.</param>
    internal static string EndLine(int events, string checksum) =>
        $$"""{"kind":"end","events":{{events}},"checksum":"{{checksum}}"}""";

    /// <summary>The servers of a cluster, in words.</summary>
    internal static string Describe(ServerSet servers) => servers.Count == 1 ? "s1" : $"s1 to s{servers.Count}";
}
