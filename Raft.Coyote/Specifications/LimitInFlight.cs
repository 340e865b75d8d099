using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// A leader has at most MaxInFlight AppendEntries with entries on their way to a follower ("pipelining", section 10.2.2 of the
/// dissertation). One is on its way from when it was sent until matchIndex reaches its last entry, as long as nextIndex has
/// passed it: a leader that takes nextIndex back takes what it sent for lost, and is going to send it again. Its condition is met
/// whenever as many as may are on their way and there is more to send.
/// </summary>
public sealed class LimitInFlight(ServerSet servers) : Property
{
    private readonly PerServer<Flights> flights = new(servers, new Flights(0, []));

    /// <inheritdoc/>
    public override string Name => "Limit In Flight";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history) =>
        history.Options.MaxInFlight > 0 && happening is Handled { After.Role: Leader leader } handled
            ? ObserveLeader(number, handled, leader, history.Options.MaxInFlight)
            : null;

    private Violation? ObserveLeader(int number, Handled handled, Leader leader, int most)
    {
        if (flights[handled.Server].Term != handled.After.CurrentTerm)
        {
            flights[handled.Server] = new Flights(handled.After.CurrentTerm, []);
        }

        var ofLeader = flights[handled.Server].LastIndexes;
        ofLeader.UnionWith(handled.Done.Items.Select(Sent).OfType<(ServerId To, long LastIndex)>());
        ofLeader.RemoveWhere(flight => !IsOnItsWay(leader, flight.To, flight.LastIndex));
        return handled.After.Others.Members
            .Select(to => Judge(number, handled, to, most)).FirstOrDefault(fell => fell is not null);
    }

    private Violation? Judge(int number, Handled handled, ServerId to, int most)
    {
        var ends = flights[handled.Server].LastIndexes.Where(flight => flight.To == to).Select(flight => flight.LastIndex);
        var last = ends.Order().ToArray();
        var hasMore = handled.After.Log.LastIndex >= ((Leader)handled.After.Role).NextIndex[to];
        if (last.Length == most && hasMore)
        {
            Exercise();
        }

        return last.Length <= most ? null : Fell(
            $"{handled.Server}, leader of term {handled.After.CurrentTerm}, has {last.Length} AppendEntries on their way "
                + $"to {to}, and may have {most}",
            new Fact(number, $"those up to the entries {string.Join(", ", last)} are not acknowledged"));
    }

    private static (ServerId To, long LastIndex)? Sent(Effect effect) =>
        effect is Send { Message: AppendEntries { Entries.Count: > 0 } append } ? (append.To, append.LastNewIndex) : null;

    private static bool IsOnItsWay(Leader leader, ServerId to, long lastIndex) =>
        leader.MatchIndex[to] < lastIndex && lastIndex < leader.NextIndex[to];

    private sealed record Flights(long Term, HashSet<(ServerId To, long LastIndex)> LastIndexes);
}
