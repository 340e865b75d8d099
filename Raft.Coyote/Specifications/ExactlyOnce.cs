using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "Each command is executed exactly once" (section 6.3 of the dissertation): of the entries that carry a client's command
/// with one
/// serial number at most one changes the store, the same one on every server. Its condition is met whenever an entry is applied
/// whose command another entry carried as well, or that another server applied before.
/// </summary>
public sealed class ExactlyOnce : Property
{
    private readonly Dictionary<(ClientId Client, int Serial), Ran> ran = [];
    private readonly Dictionary<long, Ran> verdicts = [];

    /// <inheritdoc/>
    public override string Name => "Exactly Once";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history) =>
        happening is Handled handled && handled.After.Sessions.Open.Count > 0 ? ObserveStep(number, handled) : null;

    private Violation? ObserveStep(int number, Handled handled)
    {
        Violation? violation = null;
        var hasNumbered = false;
        foreach (var effect in handled.Done)
        {
            if (effect is Apply { Entry: { Command: Numbered numbered, Origin: { } origin } } apply)
            {
                hasNumbered = true;
                violation ??= Judge(new Ran(apply, handled.Server, number), origin.Client, numbered.Serial);
            }
        }

        return violation ?? (hasNumbered && handled.Crash is null ? JudgeStore(number, handled) : null);
    }

    private Violation? Judge(Ran now, ClientId client, int serial)
    {
        if (!verdicts.TryAdd(now.Apply.Index, now))
        {
            Exercise();
            var first = verdicts[now.Apply.Index];
            return first.Apply.Skipped == now.Apply.Skipped || first.Apply.Entry != now.Apply.Entry ? null : Differ(first, now);
        }

        if (now.Apply.Skipped != Skipped.No)
        {
            Exercise();
            return null;
        }

        return ran.TryAdd((client, serial), now) ? null : Twice(ran[(client, serial)], now);
    }

    private Violation Twice(Ran first, Ran second) => Fell(
        $"{first.Apply.Entry.Command.Inner()} was applied at index {first.Apply.Index} and at index {second.Apply.Index}",
        Told(first), Told(second));

    private Violation Differ(Ran first, Ran second) => Fell(
        $"{first.Server} and {second.Server} do not agree whether to apply {first.Apply.Entry.Command.Inner()} at index "
            + $"{first.Apply.Index}",
        Told(first), Told(second));

    private static Fact Told(Ran ran) => new(
        ran.Happening,
        $"{ran.Server} {(ran.Apply.Skipped == Skipped.No ? "applied" : "skipped")} {ran.Apply.Entry.Command} at index {ran.Apply.Index}");

    /// <summary>What is told as skipped must have left the store alone.</summary>
    private Violation? JudgeStore(int number, Handled handled)
    {
        var applied = handled.Effects.Items.OfType<Apply>().ToList();
        var isWhole = handled.Before.LastApplied + applied.Count == handled.After.LastApplied;
        var store = applied.Where(apply => apply.Skipped == Skipped.No)
            .Aggregate(handled.Before.StateMachine, (store, apply) => store.Apply(apply.Entry.Command).Store);
        return !isWhole || store.Equals(handled.After.StateMachine) ? null : Fell(
            $"the store of {handled.Server} is {handled.After.StateMachine}, but what it applied leads to {store}",
            new Fact(number, $"{handled.Server} applied entries {applied[0].Index} to {applied[^1].Index}"));
    }

    /// <summary>What a server made of an entry.</summary>
    private sealed record Ran(Apply Apply, ServerId Server, int Happening);
}
