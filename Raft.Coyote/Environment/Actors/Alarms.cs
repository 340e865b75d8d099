using Raft.Core.Protocol;

namespace Raft.Coyote.Environment.Actors;

/// <summary>
/// The clock of a run and who waits for a time. Time is the number of protocol events; when nothing else can move it jumps
/// to the earliest alarm, as it would in a room where everybody waits.
/// </summary>
internal sealed class Alarms(Func<bool> isQuiet)
{
    private readonly Func<bool> isQuiet = isQuiet;
    private readonly List<Alarm> all = [];
    private readonly Dictionary<ServerId, Alarm> clocks = [];

    /// <summary>The time now.</summary>
    public int Now { get; set; }

    /// <summary>The alarm of a server's clock.</summary>
    public Alarm this[ServerId server]
    {
        get
        {
            if (!clocks.TryGetValue(server, out var alarm))
            {
                clocks[server] = alarm = Add();
            }

            return alarm;
        }
    }

    /// <summary>Whether nobody waits for a time.</summary>
    public bool IsEmpty => all.TrueForAll(alarm => alarm.Due == int.MaxValue);

    /// <summary>A new alarm, not set.</summary>
    public Alarm Add()
    {
        var alarm = new Alarm(this);
        all.Add(alarm);
        return alarm;
    }

    private bool IsEarliest(Alarm alarm) => all.TrueForAll(other => other.Due >= alarm.Due);

    /// <summary>A time for which somebody waits.</summary>
    internal sealed class Alarm(Alarms alarms)
    {
        /// <summary>The time; the end of all times when it is not set.</summary>
        public int Due { get; private set; } = int.MaxValue;

        /// <summary>Whether it rings: its time came, or it is the next one and nothing else moves.</summary>
        public bool Rings => Due <= alarms.Now || (Due != int.MaxValue && alarms.IsEarliest(this) && alarms.isQuiet());

        /// <summary>Sets it to a time from now.</summary>
        public void Set(int after) => Due = alarms.Now + after;

        /// <summary>It does not ring any more.</summary>
        public void Cancel() => Due = int.MaxValue;

        /// <summary>It rang: time has come to it, and it is not set any more.</summary>
        public void Stop()
        {
            alarms.Now = Due == int.MaxValue ? alarms.Now : Math.Max(alarms.Now, Due);
            Cancel();
        }
    }
}
