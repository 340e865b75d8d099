using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>Counts in a tally what the protocol events of its schedules came to.</summary>
internal sealed class Sightings(Tally tally)
{
    private readonly ulong[] prints = new ulong[TraceFormat.MostServers + 1];

    /// <summary>The fingerprint of the servers' states together.</summary>
    public ulong State { get; private set; }

    /// <summary>A schedule begins.</summary>
    public void BeginRun()
    {
        Array.Clear(prints);
        State = Combined();
    }

    /// <summary>A server handled an input; or something else happened.</summary>
    public void See(Handled? handled)
    {
        if (handled is not null)
        {
            tally.Coverage.Add(handled);
            Recall(handled);
            tally.States.Add(State);
        }
    }

    /// <summary>The same, and it was counted before.</summary>
    public void Recall(Handled? handled)
    {
        if (handled is not null)
        {
            prints[handled.Server.Number] = handled.Crash is null ? Fingerprint.Of(handled.After) : 0;
            State = Combined();
        }
    }

    private ulong Combined()
    {
        var all = 0UL;
        foreach (var print in prints)
        {
            all = Fingerprint.Mix(all + print);
        }

        return all;
    }
}
