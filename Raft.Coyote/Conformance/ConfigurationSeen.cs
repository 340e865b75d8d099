using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance;

/// <summary>
/// A <see cref="Configuration"/> of servers of any numbers, as far as a trace shows it: who votes.
/// </summary>
/// <param name="Voters">The voters, or the one set of them while two are joint.</param>
/// <param name="VotersAfter">While two are joint, the other set.</param>
internal readonly record struct ConfigurationSeen(ServersSeen Voters, ServersSeen VotersAfter = default)
{
    /// <summary>So many servers may vote at the same time, for the sets of the reference have room for so many.</summary>
    public const int MostVoters = 64;

    /// <summary>The same in words.</summary>
    public static readonly string FewVoters = $"at most {MostVoters} voters at the same time";

    /// <summary>Whether two are joint.</summary>
    public bool IsJoint => VotersAfter.Count > 0;

    /// <summary>All that vote.</summary>
    public ServersSeen AllVoters => Voters.Or(VotersAfter);

    /// <summary>The same for the reference: the voters are numbered anew, in their order from 1 on.</summary>
    public Configuration ForReference() => new(Renumber(Voters), Renumber(VotersAfter));

    /// <summary>Whether these servers are enough to elect a leader or to commit an entry.</summary>
    public bool HasQuorum(ServersSeen servers) => ForReference().HasQuorum(Renumber(servers));

    private ServerSet Renumber(ServersSeen servers)
    {
        var (set, place) = (ServerSet.Empty, 0);
        foreach (var voter in AllVoters.Members)
        {
            place++;
            set = servers.Contains(voter) ? set.Add(new ServerId(place)) : set;
        }

        return set;
    }
}
