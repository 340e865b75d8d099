using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>
/// The clocks of a <see cref="FairRun"/>: for each server when its election timeout elapses, or its next heartbeat is due; for
/// each client when it asks again or gives up. When nothing else can move, time jumps to the earliest.
/// </summary>
internal sealed class FairClocks
{
    /// <summary>The least election timeout; the greatest is twice as long ("150-300 ms", section 5.2).</summary>
    public const int LeastTimeout = 100;

    /// <summary>From one heartbeat of a leader to the next.</summary>
    public const int HeartbeatEvery = LeastTimeout / 2;

    /// <summary>How long a client waits: for its server may have forgotten its request.</summary>
    public const int ClientPatience = 4 * LeastTimeout;

    private const int Never = int.MaxValue;

    private readonly IDice dice;
    private readonly int[] servers;
    private readonly int[] leaders;
    private readonly int[] clients;
    private int now;

    public FairClocks(World world, IDice dice)
    {
        this.dice = dice;
        servers = [.. world.Hosts.Items.Select(host => FromNow(host.State.Role is Leader))];
        leaders = [.. world.Hosts.Items.Select(host => IsTimedLeader(host.State) ? FromNow(isLeader: false) : Never)];
        clients = [.. world.Clients.Items.Select(client => client.Waiting is null ? 0 : ClientPatience)];
    }

    /// <summary>What comes when time goes on to the earliest clock.</summary>
    public Move? Next(World world)
    {
        var (server, client) = (EarliestServer(world), EarliestClient(world));
        if (client is not null && (server is null || Due(client) <= Due(server)))
        {
            now = Due(client);
            return client.Waiting is null ? new Call(client.Id, Target(world, client)) : new GiveUp(client.Id);
        }

        now = server is null ? now : Due(server);
        return server?.State switch
        {
            null => null,
            { Role: Leader } leader when servers[leader.Id.Number - 1] <= leaders[leader.Id.Number - 1] => new Beat(leader.Id),
            var other when world.LeaderPromised(other.Id) is { } leader => new Lapse(leader),
            var other => new TimeOut(other.Id),
        };
    }

    /// <summary>A move was made: who begins to wait anew?</summary>
    public void Observe(Move move, Turn turn)
    {
        if (turn.Happenings.Count > 0 && turn.Happenings[0] is Handled handled)
        {
            Observe(handled);
        }

        switch (move)
        {
            case Call call:
                clients[call.Client.Number - 1] = now + ClientPatience;
                break;
            case Return { Client: var client } when turn.World[client].Waiting is null:
                clients[client.Number - 1] = Math.Min(clients[client.Number - 1], now + dice.Below(HeartbeatEvery));
                break;
            case GiveUp givesUp:
                clients[givesUp.Client.Number - 1] = now + dice.Below(HeartbeatEvery);
                break;
        }
    }

    private void Observe(Handled handled)
    {
        var position = handled.Server.Number - 1;
        if (IsTimedLeader(handled.After))
        {
            leaders[position] = leaders[position] == Never || StartsAnew(handled) ? FromNow(isLeader: false) : leaders[position];
        }
        else
        {
            leaders[position] = Never;
        }

        if (StartsWaiting(handled))
        {
            servers[position] = FromNow(handled.After.Role is Leader);
        }
    }

    /// <summary>A leader that has an election timer besides its heartbeats.</summary>
    private static bool IsTimedLeader(ServerState state) => state.Role is Leader && state.HasElectionTimer;

    private static bool StartsAnew(Handled handled) =>
        handled.Input is ElectionTimeout || handled.Effects.Items.Any(effect => effect is ResetElectionTimer);

    private static bool StartsWaiting(Handled handled)
    {
        var hasNewDuty = handled.Before.Role is Leader != handled.After.Role is Leader;
        var rang = handled.Input is HeartbeatDue or ElectionTimeout;
        return hasNewDuty || rang || handled.Effects.Items.Any(effect => effect is ResetElectionTimer);
    }

    private int FromNow(bool isLeader) =>
        now + (isLeader ? HeartbeatEvery : dice.Between(LeastTimeout, 2 * LeastTimeout));

    private ServerId Target(World world, Client client) => client.Leader ?? new ServerId(1 + dice.Below(world.Hosts.Count));

    private int Due(Host host) => Math.Min(servers[host.State.Id.Number - 1], leaders[host.State.Id.Number - 1]);

    private int Due(Client client) => clients[client.Id.Number - 1];

    private Host? EarliestServer(World world) =>
        world.Hosts.Items.Where(host => host.Condition == Condition.Up).MinBy(Due);

    private Client? EarliestClient(World world) => world.Clients.Items.Where(client => !client.IsDone).MinBy(Due);
}
