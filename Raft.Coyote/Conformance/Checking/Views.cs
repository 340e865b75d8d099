namespace Raft.Coyote.Conformance.Checking;

/// <summary>Compares the state that a server showed with the one that the reference is in.</summary>
internal static class Views
{
    /// <summary>The state of the reference as a trace would show it.</summary>
    public static View Of(Believed server) =>
        new(server.Term, server.Vote, server.Commit, server.Log.LastIndex, server.Role);

    /// <summary>Where what was seen is not what the reference has there.</summary>
    public static Refusal? Compare(Cluster cluster, Believed server, View expected, View came)
    {
        if (expected == came)
        {
            return null;
        }

        var (name, value, seen, rule) = FirstDifference(cluster, expected, came);
        return cluster.Refuse(server, $"a {name} that no step leads to", $"{name} {value}", $"{name} {seen}", rule);
    }

    private static (string Name, string Expected, string Came, PaperRule Rule) FirstDifference(
        Cluster cluster, View expected, View came) => (expected, came) switch
        {
            _ when expected.Term != came.Term => ("term", $"{expected.Term}", $"{came.Term}", TermRule(expected, came)),
            _ when expected.Vote != came.Vote =>
                ("vote", $"for {cluster.NameOf(expected.Vote)}", $"for {cluster.NameOf(came.Vote)}", VoteRule(expected)),
            _ when expected.LastIndex != came.LastIndex =>
                ("last log index", $"{expected.LastIndex}", $"{came.LastIndex}", LogRule(expected, came)),
            _ when expected.Commit != came.Commit =>
                ("commitIndex", $"{expected.Commit}", $"{came.Commit}", CommitRule(expected, came)),
            _ => ("role", $"{expected.Role}", $"{came.Role}", RoleRule(came)),
        };

    private static PaperRule TermRule(View expected, View came) =>
        came.Term < expected.Term ? Paper.TermIncreases : Paper.AdoptTerm;

    private static PaperRule VoteRule(View expected) => expected.Vote == 0 ? Paper.GrantVote : Paper.OneVote;

    private static PaperRule LogRule(View expected, View came) => (expected.Role, came.LastIndex < expected.LastIndex) switch
    {
        (RoleSeen.Leader, true) => Paper.LeaderAppendOnly,
        (RoleSeen.Leader, false) => Paper.ClientAppend,
        _ => Paper.AppendNew,
    };

    private static PaperRule CommitRule(View expected, View came) => (expected.Role, came.Commit < expected.Commit) switch
    {
        (_, true) => Paper.CommitIncreases,
        (RoleSeen.Leader, false) => Paper.LeaderCommit,
        _ => Paper.FollowerCommit,
    };

    private static PaperRule RoleRule(View came) => came.Role switch
    {
        RoleSeen.Leader => Paper.Elected,
        RoleSeen.Candidate => Paper.ToCandidate,
        _ => Paper.NewLeader,
    };
}
