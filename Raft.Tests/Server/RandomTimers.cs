using Raft.Core.Protocol;
using Raft.Core.Server;

namespace Raft.Tests.Server;

/// <summary>
/// The clock of one server: election timeouts "chosen randomly from a fixed interval" (section 5.2), and heartbeats.
/// </summary>
internal sealed class RandomTimers : ITimers, IDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(50);
    private readonly Timer election;
    private readonly Timer heartbeat;

    public RandomTimers(Action<Input> elapsed)
    {
        election = new Timer(_ => Elapse(elapsed));
        heartbeat = new Timer(_ => elapsed(new HeartbeatDue()), null, Heartbeat, Heartbeat);
    }

    public void ResetElectionTimer() =>
        election.Change(TimeSpan.FromMilliseconds(Random.Shared.Next(300, 600)), Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        election.Dispose();
        heartbeat.Dispose();
    }

    private void Elapse(Action<Input> elapsed)
    {
        ResetElectionTimer();
        elapsed(new ElectionTimeout());
    }
}
