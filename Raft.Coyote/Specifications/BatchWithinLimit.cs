using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// An AppendEntries carries at most MaxEntriesPerAppend entries, and at most MaxBytesPerAppend bytes of keys and values unless it
/// carries a single entry. Its condition is met whenever one carries entries, but not all that the leader has. A server that is a
/// process of somebody else's need not have the option (specs/STEP.md).
/// </summary>
public sealed class BatchWithinLimit : Property
{
    /// <inheritdoc/>
    public override string Name => "Batch Within Limit";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        var hasLimit = history.Options is not { MaxEntriesPerAppend: int.MaxValue, MaxBytesPerAppend: 0 };
        if (!hasLimit || happening is not Handled { After.Role: Leader and not IGuestRole } handled)
        {
            return null;
        }

        foreach (var effect in handled.Done)
        {
            if (effect is Send { Message: AppendEntries { Entries.Count: > 0 } append }
                && Judge(number, handled, append, history.Options) is { } violation)
            {
                return violation;
            }
        }

        return null;
    }

    private Violation? Judge(int number, Handled handled, AppendEntries append, Options options)
    {
        if (append.LastNewIndex < handled.After.Log.LastIndex)
        {
            Exercise();
        }

        var (count, bytes) = (append.Entries.Count, append.Entries.Items.Sum(entry => Rules.SizeOf(entry.Command)));
        var hasTooManyBytes = options.MaxBytesPerAppend > 0 && bytes > options.MaxBytesPerAppend && count > 1;
        var excess = count > options.MaxEntriesPerAppend
            ? $"{count} entries, and may send {options.MaxEntriesPerAppend}"
            : $"{bytes} bytes, and may send {options.MaxBytesPerAppend}";
        return count <= options.MaxEntriesPerAppend && !hasTooManyBytes ? null : Fell(
            $"{handled.Server} sent {append.To} at once {excess}",
            new Fact(number, $"it sent the entries {append.PrevLogIndex + 1} to {append.LastNewIndex}: {append.Entries}"));
    }
}
