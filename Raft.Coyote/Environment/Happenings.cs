using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>
/// One thing that happened among the servers, their surroundings and the clients. A run is a list of these, numbered
/// from 1; the specifications judge it, and a trace records it. Only <see cref="Handled"/> is a protocol event.
/// </summary>
public abstract record Happening
{
    /// <summary>
    /// The server whose memory or disk it may have changed; null when none. A server that crashes while it handles nothing loses
    /// the writes that it did not wait for.
    /// </summary>
    public ServerId? Touched => this switch
    {
        Handled handled => handled.Server,
        Crashed crashed => crashed.Server,
        _ => null,
    };
}

/// <summary>A protocol event: a server handled an input.</summary>
/// <param name="Server">The server.</param>
/// <param name="Input">What it was given.</param>
/// <param name="Before">Its state before.</param>
/// <param name="After">Its state after; with a crash, what it would have been.</param>
/// <param name="Effects">The effects that the rules asked for; with a crash, not all of them came about.</param>
/// <param name="Crash">Where in the effects the server crashed; null when it did not.</param>
/// <param name="SentAt">The happening that sent the message or the request; null when the input is neither.</param>
/// <param name="Refused">Whether its disk was full, and refused what the step was to write.</param>
public sealed record Handled(
    ServerId Server,
    Input Input,
    ServerState Before,
    ServerState After,
    Sequence<Effect> Effects,
    CrashPoint? Crash = null,
    int? SentAt = null,
    bool Refused = false)
    : Happening
{
    /// <summary>
    /// The effects that came about, in their order; a write that the crash cut short counts with the records that survived.
    /// </summary>
    public Sequence<Effect> Done => Refused ? [.. WithCrash.Items.Where(effect => !effect.IsWrite())] : WithCrash;

    /// <summary>The crash that somebody made; a server that stops because its disk refused a write needs nobody for it.</summary>
    public CrashPoint? DrawnCrash => Refused && Crash == new CrashPoint(Effects.FirstWrite()) ? null : Crash;

    private Sequence<Effect> WithCrash => Crash is null ? Effects : Crash.Cut(Effects);
}

/// <summary>A server that was handling nothing crashed.</summary>
/// <param name="Server">The server.</param>
/// <param name="WritesKept">How many of the writes that were under way are found on its disk.</param>
public sealed record Crashed(ServerId Server, int WritesKept = 0) : Happening;

/// <summary>The disk of a server became full: it refuses all writes.</summary>
public sealed record DiskFilled(ServerId Server) : Happening;

/// <summary>There is space again on the disk of a server.</summary>
public sealed record SpaceFreed(ServerId Server) : Happening;

/// <summary>
/// A record on the disk of a server that is down became unreadable: a log entry, or at index 0 the term and the vote.
/// </summary>
public sealed record Corrupted(ServerId Server, long Index) : Happening;

/// <summary>The operator stopped a server that found a corrupt record, and put the record back from a copy of the disk.</summary>
public sealed record Repaired(ServerId Server) : Happening;

/// <summary>A server stopped running, as in a long pause of its machine, and kept its memory.</summary>
public sealed record Paused(ServerId Server) : Happening;

/// <summary>A paused server runs again.</summary>
public sealed record Resumed(ServerId Server) : Happening;

/// <summary>The network lost a message.</summary>
public sealed record Lost(Message Message, int SentAt) : Happening;

/// <summary>The network will deliver a message once more.</summary>
public sealed record Doubled(Message Message, int SentAt) : Happening;

/// <summary>From now on nothing gets from one side to the other; nor back, unless it is a one-way cut.</summary>
public sealed record Partitioned(ServerSet From, ServerSet To, bool BothWays) : Happening;

/// <summary>All links work again.</summary>
public sealed record Healed : Happening;

/// <summary>
/// A server's clock runs ahead, by more than leases allow for: its election timeout may elapse while a leader still holds a
/// lease.
/// </summary>
public sealed record ClockJumped(ServerId Server) : Happening;

/// <summary>From now on there are no more faults: what must happen eventually must happen now.</summary>
public sealed record FaultsOver : Happening;

/// <summary>A client sent a request to a server, and waits.</summary>
public sealed record Called(RequestId Request, ServerId Server, Command Command) : Happening;

/// <summary>A request did not reach its server.</summary>
public sealed record RequestLost(RequestId Request, ServerId Server) : Happening;

/// <summary>A client got the answer that it waits for.</summary>
public sealed record Returned(RequestId Request, Answer Answer) : Happening;

/// <summary>A client waits no longer. The request may still take effect at any later time.</summary>
public sealed record GaveUp(RequestId Request) : Happening;

/// <summary>Where, in the effects of one step, a server crashed.</summary>
/// <param name="EffectsDone">How many effects came about.</param>
/// <param name="RecordsKept">If the next one was a write: how many of its records survive on the disk.</param>
/// <param name="Torn">Whether the record after these was written in part; its checksum is wrong and a restart drops it.</param>
/// <param name="WritesKept">
/// How many of the writes that were begun and not waited for are found again; where records of a later one are, all are.
/// </param>
public sealed record CrashPoint(int EffectsDone, int RecordsKept = 0, bool Torn = false, int WritesKept = 0)
{
    /// <summary>
    /// Draws a point in the effects of a step; where writes may be lost, half the time amid the write: there are many ways for
    /// it.
    /// </summary>
    /// <param name="dice">What draws.</param>
    /// <param name="effects">The effects that the rules asked for.</param>
    /// <param name="mayLoseWrites">Whether some records of a write may survive without the others; else none does.</param>
    /// <param name="disk">The disk before the step.</param>
    public static CrashPoint Draw(IDice dice, Sequence<Effect> effects, bool mayLoseWrites, Disk disk)
    {
        var write = mayLoseWrites ? PositionOfWrite(effects) : -1;
        var done = write >= 0 && dice.OneIn(2) ? write : dice.Below(effects.Count + 1);
        var isAmidWrite = mayLoseWrites && done < effects.Count;
        var records = isAmidWrite && effects[done] is Persist persist ? persist.Records.Count : 0;
        var kept = records == 0 ? 0 : dice.Below(records + 1);
        var isTorn = kept < records && dice.OneIn(2);
        var then = effects.Take(done).Items.Aggregate(disk, (after, effect) => after.CarryOut(effect));
        var writes = kept > 0 ? 0 : then.Unsynced.Count;
        return new CrashPoint(done, kept, isTorn, writes == 0 ? 0 : dice.Below(writes + 1));
    }

    /// <summary>The part of the effects that came about.</summary>
    public Sequence<Effect> Cut(Sequence<Effect> effects)
    {
        var done = effects.Take(EffectsDone);
        var isAmidWrite = RecordsKept > 0 && EffectsDone < effects.Count && effects[EffectsDone] is Persist;
        return isAmidWrite ? done.Add(new Persist(((Persist)effects[EffectsDone]).Records.Take(RecordsKept))) : done;
    }

    private static int PositionOfWrite(Sequence<Effect> effects)
    {
        for (var position = 0; position < effects.Count; position++)
        {
            if (effects[position] is Persist)
            {
                return position;
            }
        }

        return -1;
    }
}

/// <summary>Effects that write to the disk.</summary>
public static class EffectWrites
{
    /// <summary>Whether an effect writes to the disk.</summary>
    public static bool IsWrite(this Effect effect) => effect is Persist or BeginWrite;

    /// <summary>The position of the first effect that writes; -1 when none does.</summary>
    public static int FirstWrite(this Sequence<Effect> effects)
    {
        for (var position = 0; position < effects.Count; position++)
        {
            if (effects[position].IsWrite())
            {
                return position;
            }
        }

        return -1;
    }
}
