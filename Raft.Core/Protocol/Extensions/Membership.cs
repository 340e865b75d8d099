namespace Raft.Core.Protocol;

/// <summary>"The set of servers participating in the consensus algorithm" (chapter 4 of the dissertation).</summary>
/// <param name="Voters">The servers whose majority decides; while two configurations are joint, those of C-old.</param>
/// <param name="VotersAfter">While joint (section 4.3), those of C-new, of whom a majority must agree as well; else empty.</param>
/// <param name="Learners">Servers that get the log and do not vote (section 4.2.1 calls them non-voting members).</param>
public readonly record struct Configuration(ServerSet Voters, ServerSet VotersAfter = default, ServerSet Learners = default)
{
    /// <summary>Whether it is C-old,new.</summary>
    public bool IsJoint => VotersAfter.Count > 0;

    /// <summary>All that belong to it, voters or not.</summary>
    public ServerSet Members => new(Voters.Bits | VotersAfter.Bits | Learners.Bits);

    /// <summary>"Agreement ... requires separate majorities from both the old and new configurations" (section 4.3).</summary>
    public bool HasQuorum(ServerSet servers) => servers.IsMajorityOf(Voters) && (!IsJoint || servers.IsMajorityOf(VotersAfter));
}

public sealed partial record ServerState
{
    /// <summary>The configuration that the server uses: "the latest configuration in its log" (section 4.1).</summary>
    public Configuration Configuration => new(Servers);
}
