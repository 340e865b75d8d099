namespace Raft.Coyote.Conformance.Checking;

/// <summary>
/// A server starts, for the first time or after a crash: it comes back "with what its disk holds and nothing else". A crash
/// may lose
/// what was not on disk. What was only in memory may have reached the disk as well, or may not.
/// </summary>
internal sealed class Restarts(Cluster cluster)
{
    /// <summary>The log is all that shows while the rest is still being read.</summary>
    public Refusal? Load(Believed server, Observation seen)
    {
        var refusal = server.Loading is { } before ? Views.Compare(cluster, server, before, seen.View) : AdoptLog(server, seen);
        server.Loading = seen.View;
        return refusal;
    }

    /// <summary>A server that shows nothing but an empty state before it goes on has nothing on its disk.</summary>
    public Refusal? StartEmpty(Believed server) => server.Loading is not null
        ? StartFrom(server, new View(0, Observation.None, 0, server.Log.LastIndex, RoleSeen.Follower))
        : null;

    /// <summary>The server shows the state that it starts from.</summary>
    public Refusal? Start(Believed server, Observation seen) =>
        (server.Loading is null ? AdoptLog(server, seen) : null)
        ?? StartFrom(server, seen.View) ?? Views.Compare(cluster, server, Views.Of(server), seen.View);

    private Refusal? StartFrom(Believed server, View view)
    {
        if (server.HasStarted && CheckDurable(server, view) is { } refusal)
        {
            return refusal;
        }

        (server.Term, server.Vote, server.Commit) = (view.Term, view.Vote, view.Commit);
        (server.Role, server.HasHeardLeader) = (RoleSeen.Follower, false);
        (server.HasStarted, server.Loading) = (true, null);
        server.Persist();
        return null;
    }

    private Refusal? AdoptLog(Believed server, Observation seen)
    {
        var log = !server.HasStarted ? TermLog.Found(seen.View.LastIndex, seen.LastTerm)
            : seen.View.LastIndex == server.Disk.Log.LastIndex ? server.Disk.Log
            : server.Log;
        if (log.LastIndex != seen.View.LastIndex)
        {
            return cluster.Refuse(
                server, "log forgotten", $"a log up to {server.Disk.Log.LastIndex}, which was on disk",
                $"a log up to {seen.View.LastIndex}", Paper.Persistent);
        }

        server.Log = log;
        return null;
    }

    private Refusal? CheckDurable(Believed server, View view)
    {
        var (term, vote) = (view.Term, view.Vote);
        var isOnDisk = (term, vote) == (server.Disk.Term, server.Disk.Vote);
        var isInMemory = (term, vote) == (server.Term, server.Vote);
        if (!isOnDisk && !isInMemory)
        {
            return cluster.Refuse(
                server, term == server.Disk.Term ? "vote forgotten" : "term forgotten",
                $"term {server.Disk.Term} and a vote for {cluster.NameOf(server.Disk.Vote)}, which were on disk",
                $"term {term} and a vote for {cluster.NameOf(vote)}", Paper.Persistent);
        }

        return view.Commit <= Math.Max(server.Commit, server.Disk.Commit) ? null : cluster.Refuse(
            server, "commitIndex from nowhere", $"a commitIndex of at most {server.Commit}",
            $"{view.Commit}", Paper.CommitIncreases);
    }
}
