using Raft.Core.Protocol;

namespace Raft.Tests.Exploration.Exhaustive;

/// <summary>
/// A global state as plain values, for an exploration that shares nothing with the fast one but the rules: no numbers, no hashes,
/// no memory of what was asked.
/// </summary>
internal sealed record NaiveState(
    Sequence<(ServerState State, bool IsUp)> Servers,
    Sequence<Message> Messages,
    Sequence<(long Term, int Leader)> Elections,
    Sequence<Entry> Committed,
    (int Requests, int Drops, int Duplicates, int Crashes, int Orders) Made)
{
    /// <summary>A cluster on its first boot.</summary>
    public static NaiveState Start(int servers)
    {
        var all = ServerSet.FirstServers(servers);
        return new NaiveState(
            [.. all.Members.Select(id => (ServerState.AtStart(id, all, PersistentState.FirstBoot), true))], [], [], [], default);
    }

    /// <summary>This state where one message less or more is on its way; a bag has no order, so its text gives it one.</summary>
    public NaiveState With(IEnumerable<Message> messages) =>
        this with { Messages = [.. messages.OrderBy(message => $"{message}", StringComparer.Ordinal)] };

    /// <summary>This state after a step of a server.</summary>
    public NaiveState After(int server, Step step)
    {
        var sent = step.Effects.Items.OfType<Send>().Select(send => send.Message);
        var wasLeader = Servers[server].State.Role is Leader && Servers[server].State.CurrentTerm == step.State.CurrentTerm;
        var isElected = step.State.Role is Leader && !wasLeader;
        var (term, committed) = (step.State.CurrentTerm, Committed);
        for (var index = committed.Count + 1; index <= Math.Min(step.State.CommitIndex, step.State.Log.LastIndex); index++)
        {
            committed = committed.Add(step.State.Log[index]);
        }

        return With(Messages.Items.Concat(sent)) with
        {
            Servers = Servers.SetItem(server, (step.State, true)),
            Committed = committed,
            Elections = isElected && !Elections.Items.Any(election => election.Term == term)
                ? [.. Elections.Items.Append((term, server + 1)).Order()]
                : Elections,
        };
    }

    /// <summary>This state where the servers are called otherwise.</summary>
    public NaiveState Renamed(IReadOnlyList<int> names)
    {
        ServerId Map(ServerId server) => new(names[server.Number - 1]);
        IndexPerServer MapIndexes(IndexPerServer old) =>
            new([.. Enumerable.Range(1, names.Count).Select(name => old[new ServerId(names.ToList().IndexOf(name) + 1)])]);
        Role MapRole(Role role) => role switch
        {
            Follower follower => new Follower(follower.LeaderId is { } leader ? Map(leader) : null),
            Candidate candidate => new Candidate(candidate.VotesGranted.Rename(server => Map(server))),
            Leader leader => new Leader(MapIndexes(leader.NextIndex), MapIndexes(leader.MatchIndex)),
            PreCandidate asking => new PreCandidate(asking.PreVotesGranted.Rename(server => Map(server))),
            _ => throw new ArgumentException($"{role}"),
        };
        ServerState MapState(ServerState state) => state with
        {
            Id = Map(state.Id),
            Role = MapRole(state.Role),
            Persistent = state.Persistent with { VotedFor = state.VotedFor is { } voted ? Map(voted) : null },
        };
        var servers = Servers.Items.Select(server => (State: MapState(server.State), server.IsUp));
        return With(Messages.Items.Select(message => message with { From = Map(message.From), To = Map(message.To) })) with
        {
            Servers = [.. servers.OrderBy(server => server.State.Id)],
            Elections = [.. Elections.Items.Select(election => (election.Term, names[election.Leader - 1]))],
        };
    }
}
