using System.Globalization;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>What a trace says of how its run was made up: enough to make it up again.</summary>
internal static class DrawnSetup
{
    private const string ServersAsked = "servers asked for";
    private const string CommitRuleAsked = "commit rule asked for";
    private const string EventsAsked = "events asked for";

    /// <summary>What the user asked for, and what the scenario drew.</summary>
    public static Sequence<Drawn> ToDrawn(Wishes wishes, Setup setup) =>
    [
        .. Asked(ServersAsked, wishes.Servers),
        .. Asked(CommitRuleAsked, wishes.CommitRule),
        .. Asked(EventsAsked, wishes.MaxEvents),
        new Drawn("events at most", setup.MaxEvents.ToString(CultureInfo.InvariantCulture)),
        new Drawn("faults", setup.Faults.ToString()),
        new Drawn("pace", setup.Pace.ToString()),
    ];

    /// <summary>What the user asked for, read back.</summary>
    public static Wishes ToWishes(Sequence<Drawn> drawn) => new(
        Find(drawn, ServersAsked) is { } servers ? int.Parse(servers, CultureInfo.InvariantCulture) : null,
        Find(drawn, CommitRuleAsked) is { } rule ? Enum.Parse<CommitRule>(rule) : null,
        Find(drawn, EventsAsked) is { } events ? int.Parse(events, CultureInfo.InvariantCulture) : null);

    private static IEnumerable<Drawn> Asked<T>(string name, T? value)
        where T : struct => value is { } asked ? [new Drawn(name, string.Create(CultureInfo.InvariantCulture, $"{asked}"))] : [];

    private static string? Find(Sequence<Drawn> drawn, string name) => drawn.Items.FirstOrDefault(each => each.Name == name)?.Value;
}
