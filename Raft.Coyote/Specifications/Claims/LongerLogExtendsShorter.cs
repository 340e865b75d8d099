using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications.Claims;

/// <summary>
/// The claim "if the log of A is longer than that of B, then B's is a prefix of A's". It is false: two leaders of different terms
/// may each have appended entries that nobody else has. What holds is Log Matching, and that committed entries are a prefix.
/// </summary>
public sealed class LongerLogExtendsShorter(ServerSet servers) : Property
{
    private readonly PerServer<int> changedAt = new(servers, 0);

    /// <inheritdoc/>
    public override string Name => "Longer Log Extends Shorter";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (happening is not Handled { Crash: null } handled || ReferenceEquals(handled.Before.Log, handled.After.Log))
        {
            return null;
        }

        changedAt[handled.Server] = number;
        Violation? violation = null;
        foreach (var other in servers.Without(handled.Server))
        {
            violation ??= Compare(handled.Server, other, history);
        }

        return violation;
    }

    private Violation? Compare(ServerId server, ServerId other, History history)
    {
        var isLonger = history.Log(server).LastIndex > history.Log(other).LastIndex;
        var (longer, shorter) = isLonger ? (server, other) : (other, server);
        var (whole, part) = (history.Log(longer), history.Log(shorter));
        if (whole.LastIndex == part.LastIndex)
        {
            return null;
        }

        Exercise();
        return whole.CommonPrefixWith(part) == part.LastIndex ? null : Fell(
            $"the log of {longer} is longer than that of {shorter}, which is no prefix of it",
            new Fact(Math.Max(1, changedAt[longer]), $"{longer}'s log is {whole}"),
            new Fact(Math.Max(1, changedAt[shorter]), $"{shorter}'s log is {part}"));
    }
}
