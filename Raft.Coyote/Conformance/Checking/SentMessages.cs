namespace Raft.Coyote.Conformance.Checking;

/// <summary>
/// The messages that were sent. A message that arrives must be one of them; that it was lost, doubled or overtaken needs no word.
/// Equal messages count once, so what is kept is bounded by how many different ones there are; past a bound the older half is
/// forgotten, and then a message that may be one of those is taken on trust. So no message is refused that was sent.
/// </summary>
internal sealed class SentMessages(int mostInHalf = SentMessages.MostInHalf)
{
    private const int MostInHalf = 1 << 19;

    private readonly Dictionary<int, List<WireMessage>> waiting = [];
    private HashSet<ulong> newer = [];
    private HashSet<ulong> older = [];
    private long newestTerm;
    private long olderTerm;
    private long forgottenTerm = -1;

    /// <summary>How many were taken on trust.</summary>
    public long OnTrust { get; private set; }

    /// <summary>A server made a message; a crash may still take it back.</summary>
    public void Add(int server, WireMessage message)
    {
        if (!waiting.TryGetValue(server, out var list))
        {
            waiting.Add(server, list = []);
        }

        list.Add(message);
    }

    /// <summary>All that a server made is on its way.</summary>
    public void Leave(int server)
    {
        foreach (var message in waiting.GetValueOrDefault(server) ?? [])
        {
            Remember(message);
        }

        waiting.GetValueOrDefault(server)?.Clear();
    }

    /// <summary>A server crashed: what was not on its way never will be.</summary>
    public void Drop(int server) => waiting.GetValueOrDefault(server)?.Clear();

    /// <summary>Whether a message was made that may not leave yet, for what led to it is not on disk.</summary>
    public bool Waits(WireMessage message) => waiting.GetValueOrDefault(message.From)?.Contains(message) ?? false;

    /// <summary>Whether a message was sent, or may have been long ago; one that still waits was not.</summary>
    public bool MayHaveBeenSent(WireMessage message)
    {
        var mark = message.Fingerprint();
        if (newer.Contains(mark) || older.Contains(mark))
        {
            return true;
        }

        var mayBeForgotten = message.Term <= forgottenTerm;
        OnTrust += mayBeForgotten ? 1 : 0;
        return mayBeForgotten;
    }

    private void Remember(WireMessage message)
    {
        newestTerm = Math.Max(newestTerm, message.Term);
        if (!older.Contains(message.Fingerprint()) && newer.Add(message.Fingerprint()) && newer.Count >= mostInHalf)
        {
            forgottenTerm = older.Count > 0 ? olderTerm : forgottenTerm;
            (older, newer, olderTerm) = (newer, [], newestTerm);
        }
    }
}
