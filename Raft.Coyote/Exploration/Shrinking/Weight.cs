using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>
/// How much there is to a script: of two that show the same the lighter one is kept. Fewer acts weigh less, whatever else; then
/// fewer events, servers and clients, usual options, no crash amid a step, simple commands, small numbers. No script can be made
/// lighter for ever, so shrinking ends.
/// </summary>
internal sealed class Weight : IComparable<Weight>
{
    private static readonly Options Usual = new();

    private static readonly Type[] Kinds =
    [
        typeof(TimeOut), typeof(Deliver), typeof(Call), typeof(DeliverRequest), typeof(Beat), typeof(Return),
        typeof(Crash), typeof(Reboot), typeof(Partition), typeof(Heal), typeof(Pause), typeof(Resume),
        typeof(Environment.Double), typeof(Lose), typeof(LoseRequest), typeof(GiveUp), typeof(Instruct), typeof(Lapse), typeof(Skew),
        typeof(EndFaults),
    ];

    private readonly List<long> numbers = [];

    private Weight(Script script, int events, bool goesOn)
    {
        var elements = script.Acts.Count + script.Wants.Count;
        numbers.AddRange(goesOn ? [events, elements] : [elements, events]);
        numbers.AddRange([script.Acts.Count, script.Servers]);
        numbers.AddRange([(script.StaysDown is null ? 0 : 1) + (script.StaysDeaf is null ? 0 : 1), script.Clients, Unusual(script.Options)]);
        numbers.Add(script.Acts.Items.Sum(act => CrashWeight(act.Crash)));
        numbers.Add(script.Commands.Sum(KindOf));
        foreach (var act in script.Acts)
        {
            Add(act);
        }

        foreach (var want in script.Wants)
        {
            numbers.Add(want.Client.Number);
            Add(want.Command);
        }

        numbers.Add(script.StaysDown?.Number ?? 0);
        numbers.Add(script.StaysDeaf?.Number ?? 0);
    }

    /// <summary>The weight of what was done, and of what happened then.</summary>
    public static Weight Of(Performance performance) =>
        new(performance.Done, performance.Story.Count, performance.GoesOn);

    /// <inheritdoc/>
    public int CompareTo(Weight? other)
    {
        var length = Math.Min(numbers.Count, other!.numbers.Count);
        for (var position = 0; position < length; position++)
        {
            if (numbers[position] != other.numbers[position])
            {
                return numbers[position].CompareTo(other.numbers[position]);
            }
        }

        return numbers.Count.CompareTo(other.numbers.Count);
    }

    private void Add(Act act)
    {
        numbers.Add(Array.IndexOf(Kinds, act.Move.GetType()));
        numbers.AddRange(act.Servers.Select(server => (long)server.Number));
        numbers.Add(act.Client?.Number ?? 0);
        if (act.Command is { } command)
        {
            Add(command);
        }
    }

    private void Add(Command command)
    {
        var (key, expected, value) = Words(command);
        foreach (var word in new[] { key, expected, value })
        {
            numbers.Add(word?.Length ?? 0);
            numbers.AddRange((word ?? "").Select(letter => (long)letter));
        }
    }

    private static (string? Key, string? Expected, string? Value) Words(Command command) => command switch
    {
        Put put => (put.Key, null, put.Value),
        Get get => (get.Key, null, null),
        Append append => (append.Key, null, append.Value),
        CompareAndSet swap => (swap.Key, swap.Expected, swap.Value),
        Numbered numbered => Words(numbered.Command),
        _ => (null, null, null),
    };

    private static long KindOf(Command command) => command switch
    {
        Get => 1,
        Append => 2,
        CompareAndSet => 3,
        _ => 0,
    };

    /// <summary>A crash after all effects of a step is the plainest.</summary>
    private static long CrashWeight(CrashPoint? crash) => crash switch
    {
        null => 0,
        { EffectsDone: Performance.AllEffects } => 1,
        _ => 2 + crash.RecordsKept + (crash.Torn ? 1 : 0),
    };

    private static long Unusual(Options options) => FurtherOptions.CountUnusual(options) + new[]
    {
        options.BackTracking != Usual.BackTracking, options.CommitRule != Usual.CommitRule,
        options.NoOpAtElection != Usual.NoOpAtElection, options.EmptyHeartbeats != Usual.EmptyHeartbeats,
        options.MaxEntriesPerAppend != Usual.MaxEntriesPerAppend,
    }.Count(isUnusual => isUnusual);
}
