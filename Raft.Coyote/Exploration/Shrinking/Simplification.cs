using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>Simpler scripts with the same acts: usual options, plain crashes, plain commands.</summary>
internal static class Simplification
{
    private static readonly Options Usual = new();

    /// <summary>One option as usual each time.</summary>
    public static IEnumerable<Script> UsualOptions(Script script)
    {
        var options = script.Options;
        Options[] simpler =
        [
            options with { BackTracking = Usual.BackTracking }, options with { CommitRule = Usual.CommitRule },
            options with { NoOpAtElection = Usual.NoOpAtElection }, options with { EmptyHeartbeats = Usual.EmptyHeartbeats },
            options with { MaxEntriesPerAppend = Usual.MaxEntriesPerAppend },
        ];
        return simpler.Select(usual => script with { Options = usual });
    }

    /// <summary>An act that crashes at a plainer point, the plainest first.</summary>
    public static IEnumerable<Act> PlainerCrashes(Act act)
    {
        if (act.Crash is not { } crash)
        {
            return [];
        }

        CrashPoint?[] plainer =
        [
            null, new CrashPoint(Performance.AllEffects), .. Enumerable.Range(0, Math.Min(crash.EffectsDone, 8)).Select(done => new CrashPoint(done)),
            crash with { RecordsKept = 0, Torn = false }, crash with { Torn = false },
        ];
        return plainer.Select(act.With);
    }

    /// <summary>The script with the simplest commands: each puts another value under one key.</summary>
    public static Script PlainCommands(Script script)
    {
        var values = 0;
        return script.Select(act => act.Command is null ? act : act with { Command = new Put(Key, Number(++values)) });
    }

    /// <summary>An act with a simpler command, the simplest first.</summary>
    public static IEnumerable<Act> SimplerCommands(Act act) => act.Command switch
    {
        null or Put { Key: Key } => [],
        Put put => [act with { Command = put with { Key = Key } }],
        Get => [act with { Command = new Put(Key, "new") }, act with { Command = new Get(Key) }],
        Append append => [act with { Command = new Put(Key, append.Value) }, act with { Command = new Get(Key) }],
        CompareAndSet swap => [act with { Command = new Put(Key, swap.Value) }, act with { Command = new Get(Key) }],
        _ => [],
    };

    /// <summary>The script with its values numbered in the order in which they come up: the same value has the same number.</summary>
    public static Script NumberedValues(Script script)
    {
        var numbers = new Dictionary<string, string>();
        return script.Select(act => act with { Command = act.Command is { } command ? Numbered(command, numbers) : null });
    }

    private const string Key = "x";

    private static Command Numbered(Command command, Dictionary<string, string> numbers) => command switch
    {
        Put put => put with { Value = Number(put.Value, numbers) },
        Append append => append with { Value = Number(append.Value, numbers) },
        CompareAndSet swap => swap with
        {
            Expected = swap.Expected is null ? null : Number(swap.Expected, numbers),
            Value = Number(swap.Value, numbers),
        },
        _ => command,
    };

    private static string Number(string value, Dictionary<string, string> numbers)
    {
        numbers.TryAdd(value, Number(numbers.Count + 1));
        return numbers[value];
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
