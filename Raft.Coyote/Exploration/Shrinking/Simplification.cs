using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>Simpler scripts with the same acts: usual options, plain crashes, plain commands.</summary>
internal static class Simplification
{
    private static readonly Options Usual = new();

    /// <summary>One option as usual each time; or no no-op, without which logs do not grow at each election.</summary>
    public static IEnumerable<Script> OtherOptions(Script script)
    {
        var options = script.Options;
        Options[] simpler =
        [
            options with { BackTracking = Usual.BackTracking }, options with { CommitRule = Usual.CommitRule },
            options with { NoOpAtElection = Usual.NoOpAtElection }, options with { EmptyHeartbeats = Usual.EmptyHeartbeats },
            options with { MaxEntriesPerAppend = Usual.MaxEntriesPerAppend }, options with { NoOpAtElection = false },
            .. FurtherOptions.WithOneAsUsual(options),
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
            null, new CrashPoint(Performance.AllEffects),
            .. Enumerable.Range(0, Math.Min(crash.EffectsDone, 8)).Select(done => new CrashPoint(done)),
            crash with { RecordsKept = 0, Torn = false }, crash with { Torn = false },
        ];
        return plainer.Select(act.With);
    }

    /// <summary>The script with the simplest commands: each puts another value under one key.</summary>
    public static Script PlainCommands(Script script)
    {
        var values = 0;
        return script.SelectCommands(_ => new Put(Key, Number(++values)));
    }

    /// <summary>The script with one command simpler, the simplest first.</summary>
    public static IEnumerable<Script> SimplerCommands(Script script)
    {
        var commands = script.Commands.ToList();
        for (var position = 0; position < commands.Count; position++)
        {
            foreach (var simpler in Simpler(commands[position]))
            {
                var number = 0;
                yield return script.SelectCommands(command => number++ == position ? simpler : command);
            }
        }
    }

    /// <summary>
    /// The script with its values numbered in the order in which they come up: the same value has the same number.
    /// </summary>
    public static Script NumberedValues(Script script)
    {
        var numbers = new Dictionary<string, string>();
        return script.SelectCommands(command => Numbered(command, numbers));
    }

    private const string Key = "x";

    private static IEnumerable<Command> Simpler(Command command) => command switch
    {
        Put { Key: Key } => [],
        Put put => [put with { Key = Key }],
        Get => [new Put(Key, "new"), new Get(Key)],
        Append append => [new Put(Key, append.Value), new Get(Key)],
        CompareAndSet swap => [new Put(Key, swap.Value), new Get(Key)],
        _ => [],
    };

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
