using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration;

/// <summary>
/// Which role handled which input of Figure 2 how often. For messages it also matters whether their term was older, the same or
/// newer.
/// </summary>
public sealed class Coverage
{
    /// <summary>The roles, in the order of the paper.</summary>
    public static readonly IReadOnlyList<string> Roles = [nameof(Follower), nameof(Candidate), nameof(Leader)];

    /// <summary>The inputs.</summary>
    public static readonly IReadOnlyList<string> Inputs =
    [
        .. new[] { nameof(RequestVote), nameof(RequestVoteReply), nameof(AppendEntries), nameof(AppendEntriesReply) }
            .SelectMany(message => new[] { "older", "same", "newer" }, (message, term) => $"{message}, {term} term"),
        nameof(ElectionTimeout), nameof(HeartbeatDue), nameof(ClientRequest), nameof(Restart),
    ];

    /// <summary>Cells that no correct run reaches: a leader that hears from another leader of its term.</summary>
    public static readonly IReadOnlySet<(string Role, string Input)> Impossible = new HashSet<(string, string)>
    {
        (nameof(Leader), $"{nameof(AppendEntries)}, same term"),
    };

    private readonly long[,] counts = new long[Roles.Count, Inputs.Count];

    /// <summary>How often a role handled an input.</summary>
    public long this[string role, string input] => counts[PositionOf(Roles, role), PositionOf(Inputs, input)];

    /// <summary>The cells that were not reached and could have been.</summary>
    public IEnumerable<(string Role, string Input)> Missed =>
        from role in Roles
        from input in Inputs
        where this[role, input] == 0 && !Impossible.Contains((role, input))
        select (role, input);

    /// <summary>All counts: role by role, and for each the inputs.</summary>
    public IReadOnlyList<long> Counts => [.. counts.Cast<long>()];

    /// <summary>The coverage of these <see cref="Counts"/>.</summary>
    public static Coverage Of(IReadOnlyList<long> counts)
    {
        var coverage = new Coverage();
        for (var position = 0; position < counts.Count; position++)
        {
            coverage.counts[position / Inputs.Count, position % Inputs.Count] = counts[position];
        }

        return coverage;
    }

    /// <summary>Counts a protocol event.</summary>
    public void Add(Handled handled)
    {
        if (InputOf(handled) is { } input)
        {
            counts[RoleOf(handled.Before), input]++;
        }
    }

    /// <summary>Adds another coverage to this one.</summary>
    public void Add(Coverage other)
    {
        for (var role = 0; role < Roles.Count; role++)
        {
            for (var input = 0; input < Inputs.Count; input++)
            {
                counts[role, input] += other.counts[role, input];
            }
        }
    }

    private static int PositionOf(IReadOnlyList<string> names, string name) => names.TakeWhile(each => each != name).Count();

    private static int RoleOf(ServerState state) => state.Role switch { Leader => 2, Candidate => 1, _ => 0 };

    /// <summary>The messages come first, three cells each; then the other inputs, in the order of <see cref="Inputs"/>.</summary>
    private static int? InputOf(Handled handled) => handled.Input switch
    {
        Receive { Message: var message } => MessageOf(message, message.Term.CompareTo(handled.Before.CurrentTerm)),
        ElectionTimeout => Inputs.Count - 4,
        HeartbeatDue => Inputs.Count - 3,
        ClientRequest => Inputs.Count - 2,
        Restart => Inputs.Count - 1,
        _ => null,
    };

    private static int? MessageOf(Message message, int comparison)
    {
        int? kind = message switch
        {
            RequestVote => 0,
            RequestVoteReply => 1,
            AppendEntries => 2,
            AppendEntriesReply => 3,
            _ => null,
        };
        return (3 * kind) + Math.Sign(comparison) + 1;
    }
}
