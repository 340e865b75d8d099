namespace Raft.Coyote.Conformance.Checking;

/// <summary>
/// matchIndex[]: "for each server, index of highest log entry known to be replicated on server (initialized to 0)" (Figure 2).
/// </summary>
internal sealed class MatchIndexSeen
{
    private readonly Dictionary<int, long> known = [];

    /// <summary>A server's.</summary>
    public long this[int server]
    {
        get => known.GetValueOrDefault(server);
        set => known[server] = value;
    }

    /// <summary>0 for all.</summary>
    public void Clear() => known.Clear();
}
