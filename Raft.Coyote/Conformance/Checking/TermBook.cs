namespace Raft.Coyote.Conformance.Checking;

/// <summary>
/// What all servers together showed of each term: who stood for election with what log, who leads, what the leader's log is.
/// Only terms that a server may still be in, or hear of late, are kept.
/// </summary>
internal sealed class TermBook
{
    /// <summary>So many terms are kept. Of one that was dropped nothing is held against anybody.</summary>
    public const int MostTerms = 4_096;

    private readonly Dictionary<long, TermRecord> terms = [];
    private readonly Queue<long> oldest = new();

    /// <summary>The greatest term that any server was in.</summary>
    public long Greatest { get; private set; }

    /// <summary>How many leaders there were.</summary>
    public long Leaders { get; private set; }

    /// <summary>The record of a term, if anything is known of it.</summary>
    public TermRecord? Find(long term) => terms.GetValueOrDefault(term);

    /// <summary>The record of a term.</summary>
    public TermRecord Of(long term)
    {
        if (!terms.TryGetValue(term, out var record))
        {
            terms.Add(term, record = new TermRecord(term));
            oldest.Enqueue(term);
            Forget();
        }

        return record;
    }

    /// <summary>A server was in this term.</summary>
    public void Saw(long term) => Greatest = Math.Max(Greatest, term);

    /// <summary>A server leads this term.</summary>
    public void Leads(Believed server)
    {
        var record = Of(server.Term);
        Leaders += record.Leader == 0 ? 1 : 0;
        (record.Leader, record.Log) = (server.Id, server.Log);
    }

    private void Forget()
    {
        if (oldest.Count > MostTerms)
        {
            terms.Remove(oldest.Dequeue());
        }
    }
}

/// <summary>What is known of a term.</summary>
internal sealed class TermRecord(long term)
{
    /// <summary>The term.</summary>
    public long Term { get; } = term;

    /// <summary>Its leader; 0 while none was seen.</summary>
    public int Leader { get; set; }

    /// <summary>The leader's log, as long as it has got.</summary>
    public TermLog Log { get; set; }

    /// <summary>The leader's commitIndex, as far as it has got.</summary>
    public long Commit { get; set; }

    /// <summary>The log of each candidate when it stood.</summary>
    public Dictionary<int, TermLog> Candidates { get; } = [];

    /// <summary>Whom each server voted for.</summary>
    public Dictionary<int, int> Votes { get; } = [];

    /// <summary>Up to where each server's log was seen, in this term, to be the leader's.</summary>
    public Dictionary<int, long> Held { get; } = [];
}
