using System.IO.Compression;
using Raft.Coyote.Conformance;
using Raft.Coyote.Conformance.Histories;
using Raft.Tests.Architecture;

namespace Raft.Tests.Conformance;

/// <summary>
/// Real traces of other implementations, kept compressed under Raft.Tests/Data; etcd-io/raft and canonical raft wrote them.
/// </summary>
internal static class ForeignTraces
{
    private static readonly Dictionary<string, byte[]> Files = Unpack();

    public static IEnumerable<string> Names => Files.Keys.Where(name => name.EndsWith(".ndjson", StringComparison.Ordinal));

    public static IEnumerable<string> Histories => Files.Keys.Where(name => name.EndsWith(".hist.jsonl", StringComparison.Ordinal));

    public static IEnumerable<string> Legal => Names.Where(name => !IsBroken(name));

    public static byte[] Bytes(string name) => Files[name];

    public static Verdict Judge(string name) => Judge(Bytes(name), name);

    public static Verdict Judge(byte[] trace, string name) => Conformity.Judge(new MemoryStream(trace), name);

    public static HistoryVerdict JudgeHistory(string name) => HistoryJudge.Judge(new MemoryStream(Bytes(name)), name);

    private static bool IsBroken(string name) =>
        name.Contains("/mut-", StringComparison.Ordinal) || name.Contains("/bug-amnesia", StringComparison.Ordinal);

    private static Dictionary<string, byte[]> Unpack()
    {
        using var zip = ZipFile.OpenRead(Path.Combine(Repository.Root, "Raft.Tests", "Data", "foreign-traces.zip"));
        return zip.Entries.ToDictionary(entry => entry.FullName, BytesOf);
    }

    private static byte[] BytesOf(ZipArchiveEntry entry)
    {
        using var from = entry.Open();
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }
}
