using Snapshooter.Xunit;

namespace Raft.Tests;

/// <summary>
/// Texts that are kept beside the tests, in <c>__snapshots__</c>: a change of one is seen where it is reviewed.
/// </summary>
internal static class Snapshots
{
    /// <summary>Holds lines against those that are kept under a name.</summary>
    public static void Match(IEnumerable<string> lines, string name) => Snapshot.Match(string.Join('\n', lines), name);
}
