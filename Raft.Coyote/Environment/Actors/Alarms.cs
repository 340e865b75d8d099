using Raft.Core.Protocol;

namespace Raft.Coyote.Environment.Actors;

/// <summary>
/// The clock of a run and who waits for a time. Time is the number of protocol events; when nothing else can move it jumps
/// to the earliest alarm, as it would in a room where everybody waits.
/// </summary>
internal sealed class Alarms(Stage stage)
{
    private readonly Stage stage = stage;
    private readonly List<Alarm> all = [];
    private readonly Dictionary<ServerId, Alarm> clocks = [];
    private readonly Dictionary<ServerId, Alarm> leaders = [];

    /// <summary>The time now.</summary>
    public int Now { get; set; }

    /// <summary>The alarm of a server's clock.</summary>
    public Alarm this[ServerId server]
    {
        get
        {
            if (!clocks.TryGetValue(server, out var alarm))
            {
                clocks[server] = alarm = Add(() => stage.World[server].Condition == Condition.Up);
            }

            return alarm;
        }
    }

    /// <summary>
    /// The election timer of a leader, which most leaders do not have; beside it, its clock counts its heartbeats. It is as if it
    /// were not set while the server does not lead.
    /// </summary>
    public Alarm OfLeader(ServerId server)
    {
        if (!leaders.TryGetValue(server, out var alarm))
        {
            leaders[server] = alarm = Add(() => IsTimedLeader(stage.World[server]));
        }

        return alarm;
    }

    /// <summary>Whether the election timer of a leader rings.</summary>
    public bool RingsForLeader(ServerId server) => leaders.TryGetValue(server, out var alarm) && alarm.Rings;

    private static bool IsTimedLeader(Host host) =>
        host is { Condition: Condition.Up, State: { Role: Leader, HasElectionTimer: true } };

    /// <summary>Whether nobody waits for a time.</summary>
    public bool IsEmpty => IsNoneBefore(int.MaxValue);

    /// <summary>A new alarm, not set. While its owner is not there, it is as if it were not set.</summary>
    public Alarm Add(Func<bool> isOwnerThere)
    {
        var alarm = new Alarm(this, isOwnerThere);
        all.Add(alarm);
        return alarm;
    }

    /// <summary>
    /// Asked whenever Coyote looks who can move, so it makes no closures; whether an owner is there is asked last.
    /// </summary>
    private bool IsNoneBefore(int time)
    {
        foreach (var alarm in all)
        {
            if (alarm.Due < time && alarm.IsSet)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A time for which somebody waits.</summary>
    internal sealed class Alarm(Alarms alarms, Func<bool> isOwnerThere)
    {
        private const int Never = int.MaxValue;

        /// <summary>The time; never, when it is not set.</summary>
        public int Due { get; private set; } = Never;

        /// <summary>Whether somebody waits for it.</summary>
        public bool IsSet => Due != Never && isOwnerThere();

        /// <summary>Whether it rings: its time came, or it is the next one and nothing else moves.</summary>
        public bool Rings => IsSet && (Due <= alarms.Now || (alarms.stage.IsQuiet && alarms.IsNoneBefore(Due)));

        /// <summary>Sets it to a time from now.</summary>
        public void Set(int after) => Due = alarms.Now + after;

        /// <summary>It is not set any more.</summary>
        public void Cancel() => Due = Never;

        /// <summary>It is not set any more; if it rang, time has come to it.</summary>
        public void Stop()
        {
            alarms.Now = Rings ? Math.Max(alarms.Now, Due) : alarms.Now;
            Cancel();
        }
    }
}
