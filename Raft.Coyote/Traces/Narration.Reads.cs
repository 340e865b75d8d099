using Raft.Core.Protocol;

namespace Raft.Coyote.Traces;

/// <summary>What changed for reads and for sessions.</summary>
public static partial class Narration
{
    private static IEnumerable<Deed> ReadChanges(ServerState before, ServerState after)
    {
        foreach (var read in after.Reads)
        {
            var known = before.Reads.Items.FirstOrDefault(other => other.Id == read.Id && other.For == read.For);
            if (known is null)
            {
                yield return new Deed("keep", $"the read {read.Id} waiting for {WaitsFor(read)}");
            }
            else if (known.ReadIndex is null && read.ReadIndex is { } index)
            {
                yield return new Deed("take", $"{index} for the read index of {read.Id}");
            }
        }

        foreach (var deed in RoundChanges(before, after))
        {
            yield return deed;
        }
    }

    private static IEnumerable<Deed> RoundChanges(ServerState before, ServerState after)
    {
        if (before.Role is not Leader old || after.Role is not Leader now)
        {
            yield break;
        }

        if (now.Round != old.Round)
        {
            yield return new Deed("begin", $"round {now.Round} of heartbeats");
        }

        else if (now.AnsweredBy != old.AnsweredBy && now.ConfirmedRound == old.ConfirmedRound)
        {
            yield return new Deed("count", $"the answers of {List(now.AnsweredBy)} to round {now.Round}");
        }

        if (now.ConfirmedRound != old.ConfirmedRound)
        {
            yield return new Deed("find", $"round {now.ConfirmedRound} confirmed");
        }

        if (now.LapsedRound != old.LapsedRound)
        {
            yield return new Deed("give", $"up the lease of round {now.LapsedRound}");
        }
    }

    private static string WaitsFor(WaitingRead read) => read switch
    {
        { Round: > 0 } => $"round {read.Round}",
        { ReadIndex: { } index } => $"entry {index}",
        _ => "the leader's read index",
    };

    private static IEnumerable<Deed> Skips(Sequence<Effect> effects) => effects.Items.OfType<Apply>()
        .Where(apply => apply.Skipped != Skipped.No)
        .Select(apply => new Deed("skip", $"entry {apply.Index} ({apply.Entry.Command}): {WhySkipped(apply.Skipped)}"));

    private static string WhySkipped(Skipped skipped) =>
        skipped == Skipped.AppliedBefore ? "it was applied before" : "its session is not open";
}
