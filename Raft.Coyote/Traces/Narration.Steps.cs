using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces;

/// <summary>What a server does with an input: what came, what changed, what it sends; and where it crashes.</summary>
public static partial class Narration
{
    private static string TellStep(Handled handled)
    {
        Deed[] deeds = [.. Changes(handled), .. Deeds(handled, SkipWrites(handled.Effects))];
        string[] ending = deeds.Length == 0 ? WhenNothingFollows(handled.Input) : [.. deeds.Select(deed => deed.Present)];
        return string.Join(", ", [$"{handled.Server} {Describe(handled.Input)}", .. ending]) + TellRefusal(handled);
    }

    private static string[] WhenNothingFollows(Input input) => input switch
    {
        Receive => ["ignores it"],
        Restart => [],
        _ => ["does nothing"],
    };

    /// <summary>That a server writes what changed, before it speaks of it, goes without saying; unless it crashes.</summary>
    private static Sequence<Effect> SkipWrites(Sequence<Effect> effects) =>
        [.. effects.Items.Where(effect => !effect.IsWrite())];

    private static string TellCrash(Handled handled, CrashPoint crash) =>
        $"{TellCrashPoint(handled, crash)}{KeepingWrites(crash.WritesKept)}";

    private static string TellCrashPoint(Handled handled, CrashPoint crash)
    {
        var isWriteWhole = AmidWrite(handled, crash) is { } write && crash.RecordsKept == write.Records.Count;
        var doneCount = crash.EffectsDone + (isWriteWhole ? 1 : 0);
        var done = Deeds(handled, handled.Effects.Take(doneCount));
        var undone = Deeds(handled, [.. handled.Effects.Items.Skip(doneCount)]);
        var isAmidWrite = !isWriteWhole && (crash.RecordsKept > 0 || crash.Torn);
        var clauses = new List<string> { $"{handled.Server} {Describe(handled.Input)}" };
        clauses.AddRange(WouldChange(handled));
        clauses.AddRange((isAmidWrite ? done : done.SkipLast(1)).Select(deed => deed.Present));
        clauses.Add(handled.DrawnCrash is null
            ? StopsAtFullDisk(done)
            : isAmidWrite ? CrashesAmid(handled, crash) : CrashesBetween(done, undone));
        return string.Join(", ", clauses);
    }

    private static Persist? AmidWrite(Handled handled, CrashPoint crash) =>
        crash.EffectsDone < handled.Effects.Count ? handled.Effects[crash.EffectsDone] as Persist : null;

    /// <summary>A crash takes the memory with it: what changed there came to nothing.</summary>
    private static IEnumerable<string> WouldChange(Handled handled)
    {
        var changes = Changes(handled).Select(deed => deed.Infinitive).ToList();
        return changes.Count == 0 ? [] : [$"would {List(changes)}"];
    }

    private static string CrashesBetween(IReadOnlyList<Deed> done, IReadOnlyList<Deed> undone)
    {
        var after = done.Count == 0 ? "" : $" after {done[^1].Gerund}";
        var before = undone.Count == 0 ? "" : $" before {undone[0].Gerund}";
        var comma = after.Length > 0 && before.Length > 0 ? "," : "";
        return $"crashes{after}{comma}{before}";
    }

    private static string CrashesAmid(Handled handled, CrashPoint crash)
    {
        var records = AmidWrite(handled, crash)!.Records;
        var kept = crash.RecordsKept == 0 ? "nothing of it" : $"only {DescribeRecords(handled, records.Take(crash.RecordsKept))}";
        var torn = crash.Torn ? " (the next record is torn)" : "";
        return $"crashes while writing {DescribeRecords(handled, records)}, keeping {kept}{torn}";
    }
}
