using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "The storage layer must ... never silently use corrupted data" ("Protocol-Aware Recovery for Consensus-Based Storage",
/// Alagappan et al., FAST 2018): a server that found a corrupt record amid its disk sends nothing and answers nobody until its
/// operator has mended the disk, through restarts too. Its condition is met whenever such a server is given something to handle.
/// </summary>
public sealed class CorruptNeverServed : Property
{
    private readonly Dictionary<ServerId, Fact> corrupt = [];

    /// <inheritdoc/>
    public override string Name => "Corrupt Never Served";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        switch (happening)
        {
            case Handled { Input: Restart { Durable.CorruptAt: { } index } } found:
                corrupt.TryAdd(found.Server, new Fact(number, $"{found.Server} came back, and its record {index} was corrupt"));
                return Judge(number, found);
            case Repaired repaired:
                corrupt.Remove(repaired.Server);
                return null;
            default:
                return corrupt.Count > 0 && happening is Handled handled ? Judge(number, handled) : null;
        }
    }

    private Violation? Judge(int number, Handled handled)
    {
        if (!corrupt.TryGetValue(handled.Server, out var found))
        {
            return null;
        }

        Exercise();
        foreach (var effect in handled.Done)
        {
            if (effect is Send or Reply)
            {
                return Fell(
                    $"{handled.Server} found a corrupt record, and serves",
                    found,
                    new Fact(number, $"{handled.Server} {(effect is Send send ? $"sent {send.Message}" : "answered a client")}"));
            }
        }

        return null;
    }
}
