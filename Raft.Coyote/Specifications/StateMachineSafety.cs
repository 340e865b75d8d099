using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// Figure 3: "if a server has applied a log entry at a given index to its state machine, no other server will ever apply a
/// different log entry for the same index" (section 5.4.3); and "Raft requires servers to apply entries in log index order",
/// from 1 after each restart, or from where its snapshot ends. What was applied before a crash counts. Its condition is met
/// whenever an index is applied that was applied before.
/// </summary>
public sealed class StateMachineSafety(ServerSet servers) : Property
{
    private readonly PerServer<long> lastApplied = new(servers, 0);
    private readonly List<FirstApply?> applied = [];

    /// <inheritdoc/>
    public override string Name => "State Machine Safety";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (happening is not Handled handled)
        {
            return null;
        }

        lastApplied[handled.Server] = AppliedBefore(handled);
        foreach (var effect in handled.Done)
        {
            if (effect is Apply apply && JudgeOrder(number, handled.Server, apply) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    /// <summary>A server that starts from its snapshot, or installs one, has all that it holds.</summary>
    private long AppliedBefore(Handled handled)
    {
        var last = handled.Input is Restart ? 0 : lastApplied[handled.Server];
        var (before, after) = (handled.Before.Snapshot, handled.After.Snapshot);
        var hasAnother = handled.Input is Restart || !ReferenceEquals(before, after);
        return hasAnother && after is not null ? Math.Max(last, after.LastIncludedIndex) : last;
    }

    private Violation? JudgeOrder(int number, ServerId server, Apply apply)
    {
        var last = lastApplied[server];
        if (apply.Index != last + 1)
        {
            return Fell(
                $"{server} applied index {apply.Index} after index {last}, not index {last + 1}",
                new Fact(number, $"{server} applied {apply.Entry} at index {apply.Index}"));
        }

        lastApplied[server] = apply.Index;
        return JudgeEntry(number, server, apply);
    }

    private Violation? JudgeEntry(int number, ServerId server, Apply apply)
    {
        if (FirstAppliedAt(apply.Index) is not { } first)
        {
            applied[(int)apply.Index - 1] = new FirstApply(server, apply.Entry, number);
            return null;
        }

        Exercise();
        return first.Entry.Equals(apply.Entry) ? null : Fell(
            $"at index {apply.Index} {first.Server} applied {first.Entry} and {server} applied {apply.Entry}",
            new Fact(first.Happening, $"{first.Server} applied {first.Entry} at index {apply.Index}"),
            new Fact(number, $"{server} applied {apply.Entry} at index {apply.Index}"));
    }

    /// <summary>Null when nothing was applied there yet; with a snapshot of what was not committed there may be gaps.</summary>
    private FirstApply? FirstAppliedAt(long index)
    {
        while (applied.Count < index)
        {
            applied.Add(null);
        }

        return applied[(int)index - 1];
    }

    private sealed record FirstApply(ServerId Server, Entry Entry, int Happening);
}
