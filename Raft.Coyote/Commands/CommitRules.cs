using Raft.Core.Protocol;

namespace Raft.Coyote.Commands;

/// <summary>What the commit rules are called on the command line.</summary>
internal static class CommitRules
{
    /// <summary>Each by its name; the first is Raft's.</summary>
    public static readonly IReadOnlyDictionary<string, CommitRule?> ByName = new Dictionary<string, CommitRule?>
    {
        ["quorum"] = CommitRule.Quorum,
        ["all-servers"] = CommitRule.AllServers,
        ["leader-alone"] = CommitRule.LeaderAlone,
    };

    /// <summary>The name of one.</summary>
    public static string NameOf(CommitRule rule) => ByName.First(each => each.Value == rule).Key;
}
