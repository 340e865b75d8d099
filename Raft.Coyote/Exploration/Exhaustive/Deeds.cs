using Raft.Core.Protocol;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>The kinds of what is done, for the coverage of the rules: each by a number.</summary>
public sealed class Deeds
{
    /// <summary>A message is lost.</summary>
    public const int Drop = 0;

    /// <summary>A message is doubled.</summary>
    public const int Duplicate = 1;

    /// <summary>There are no more kinds.</summary>
    public const int Most = 64;

    private readonly List<string> names = ["Drop", "Duplicate"];

    /// <summary>The kinds that there are, by their numbers.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The number of a kind.</summary>
    public int Number(string name)
    {
        var number = names.IndexOf(name);
        if (number >= 0)
        {
            return number;
        }

        names.Add(name);
        return names.Count - 1;
    }

    /// <summary>The kind of an input: a message that arrives is called as the message.</summary>
    public static string NameOf(Input input) => input is Receive receive ? receive.Message.GetType().Name : input.GetType().Name;

    /// <summary>What could happen within bounds, whether or not it did.</summary>
    public static IEnumerable<string> Possible(Bounds bounds, Options options) =>
    [
        nameof(ElectionTimeout),
        .. If(bounds.Heartbeats, nameof(HeartbeatDue)),
        .. If(bounds.MaxRequests > 0, nameof(ClientRequest)),
        .. If(bounds.Servers > 1, nameof(RequestVote), nameof(RequestVoteReply)),
        .. If(bounds.Servers > 1, nameof(AppendEntries), nameof(AppendEntriesReply)),
        .. If(options.PreVote && bounds.Servers > 1, nameof(PreVote), nameof(PreVoteReply)),
        .. If(bounds.Orders.Items.OfType<TakeSnapshot>().Any(), nameof(InstallSnapshot), nameof(InstallSnapshotReply)),
        .. bounds.Orders.Items.Select(order => order.GetType().Name).Distinct(),
        .. If(bounds.MaxDrops > 0, "Drop"),
        .. If(bounds.MaxDuplicates > 0, "Duplicate"),
        .. If(bounds.MaxCrashes > 0, "Crash", nameof(Restart)),
    ];

    private static string[] If(bool may, params string[] names) => may ? names : [];
}
