using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>What is tried.</summary>
public sealed partial class Shrinker
{
    /// <summary>Of more acts than this not all pairs are tried: there are too many.</summary>
    private const int FewEnoughForPairs = 60;

    /// <summary>
    /// Without a server; or with one that plays another's part as well as its own; or with none that stays down, or deaf.
    /// </summary>
    private void FewerServers()
    {
        TryAll(() => OneFewer(Script));
        if (Script.StaysDown is not null)
        {
            Try(Script with { StaysDown = null });
        }

        if (Script.StaysDeaf is not null)
        {
            Try(Script with { StaysDeaf = null });
        }
    }

    /// <summary>
    /// Without two servers, or with two that play others' parts: a majority of five is one of four, but not one of three.
    /// </summary>
    private void FewerServersTogether() => TryAll(() => OneFewer(Script).SelectMany(OneFewer));

    private static IEnumerable<Script> OneFewer(Script script) =>
    [
        .. Numbers(script.Servers).Select(script.WithoutServer),
        .. Pairs(script.Servers).Select(pair => script.Merged(pair.Later, pair.Earlier)),
        .. Pairs(script.Servers).Select(pair => script.Merged(pair.Earlier, pair.Later)),
    ];

    private void FewerClients()
    {
        TryAll(() => Numbers(Script.Clients).Select(Script.WithoutClient));
        TryAll(() => Pairs(Script.Clients).Select(pair => Script.MergedClients(pair.Later, pair.Earlier)));
    }

    /// <summary>
    /// Without longer parts first, then without shorter ones, down to single acts; from the end on, for what comes late causes
    /// less.
    /// </summary>
    private void FewerActs()
    {
        for (var size = Math.Max(1, Script.Acts.Count / 2); size >= 1; size /= 2)
        {
            for (var first = Script.Acts.Count - size; first >= 0 && !IsSpent; first = Math.Min(first, Script.Acts.Count) - size)
            {
                Try(Without(position => position >= first && position < first + size));
            }
        }
    }

    /// <summary>Without two acts at once: each may be needed only as long as the other is there.</summary>
    private void FewerActsTogether()
    {
        if (Script.Acts.Count <= FewEnoughForPairs)
        {
            TryAll(() => Pairs(Script.Acts.Count).Select(
                pair => Without(position => position + 1 == pair.Earlier || position + 1 == pair.Later)));
        }
    }

    /// <summary>
    /// Without what a client comes to want; or it asks for it only once faults are over; or nothing is done after they are.
    /// </summary>
    private void FewerWants()
    {
        TryAll(() => Script.Wants.Items.Select((_, position) => Script with { Wants = Script.Wants.RemoveAt(position) }));
        if (eventually is not null)
        {
            Try(Script with { Acts = [.. Script.Acts.Items.TakeWhile(act => act.Move is not EndFaults)] });
            TryAll(() => Script.Acts.Items.Where(act => act.Move is Call).Select(AskingLater));
        }
    }

    private Script AskingLater(Act act)
    {
        var want = new Want(((Call)act.Move).Client, act.Command!);
        return Script with { Acts = [.. Script.Acts.Items.Where(each => each != act)], Wants = [want, .. Script.Wants] };
    }

    private void SimplerActs()
    {
        TryAll(() => Simplification.OtherOptions(Script));
        TryAll(() => EachAct(Simplification.PlainerCrashes));
        Try(Simplification.PlainCommands(Script));
        TryAll(() => Simplification.SimplerCommands(Script));
        Try(Simplification.NumberedValues(Script));
    }

    private void InOrder()
    {
        Try(Script.InOrder());
        TryAll(() => Pairs(Script.Servers).Select(pair => Script.Swapped(pair.Earlier, pair.Later)));
    }

    /// <summary>Tries scripts until one helps, then those that there are with that one, until none does.</summary>
    private void TryAll(Func<IEnumerable<Script>> candidates)
    {
        while (candidates().Any(Try))
        {
        }
    }

    private Script Without(Func<int, bool> isLeftOut) =>
        Script with { Acts = [.. Script.Acts.Items.Where((_, position) => !isLeftOut(position))] };

    private IEnumerable<Script> EachAct(Func<Act, IEnumerable<Act>> changes) => Script.Acts.Items.SelectMany(
        (act, position) => changes(act).Select(changed => Script with { Acts = Script.Acts.SetItem(position, changed) }));

    private static IEnumerable<int> Numbers(int count) => Enumerable.Range(1, count).Reverse();

    private static IEnumerable<(int Earlier, int Later)> Pairs(int count) =>
        from later in Numbers(count) from earlier in Numbers(later - 1) select (earlier, later);
}
