namespace Raft.Coyote.Conformance.Checking;

/// <summary>Who led which term, and how much was committed in it. Terms that are long gone are forgotten.</summary>
internal sealed class LeadersSeen
{
    private const int MostTerms = 65_536;

    private readonly Dictionary<long, int> leaders = [];
    private readonly Queue<long> oldest = new();
    private readonly List<(long Term, long Commit)> commits = [];

    /// <summary>The leader of a term, if one was seen.</summary>
    public int? OfTerm(long term) => leaders.TryGetValue(term, out var leader) ? leader : null;

    /// <summary>The greatest index that leaders of older terms knew to be committed.</summary>
    public long CommittedBefore(long term)
    {
        var place = commits.FindLastIndex(known => known.Term < term);
        return place < 0 ? 0 : commits[place].Commit;
    }

    /// <summary>A server leads a term, and knows so much to be committed.</summary>
    public void See(long term, int leader, long commit)
    {
        if (leaders.TryAdd(term, leader))
        {
            oldest.Enqueue(term);
            Forget();
        }

        SeeCommit(term, commit);
    }

    /// <summary>Of each term the greatest commit, where it is greater than those of the terms before.</summary>
    private void SeeCommit(long term, long commit)
    {
        var place = commits.FindLastIndex(known => known.Term <= term);
        if (place >= 0 && commits[place].Commit >= commit)
        {
            return;
        }

        if (place >= 0 && commits[place].Term == term)
        {
            commits[place] = (term, commit);
        }
        else
        {
            commits.Insert(place + 1, (term, commit));
        }

        RemoveWhatSaysNoMore(term, commit);
    }

    private void RemoveWhatSaysNoMore(long term, long commit)
    {
        commits.RemoveAll(known => known.Term > term && known.Commit <= commit);
        if (commits.Count > MostTerms)
        {
            commits.RemoveAt(0);
        }
    }

    private void Forget()
    {
        if (oldest.Count > MostTerms)
        {
            leaders.Remove(oldest.Dequeue());
        }
    }
}
