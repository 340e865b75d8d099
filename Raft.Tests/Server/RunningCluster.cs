using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Coyote.Actors;
using Raft.Core.Protocol;

namespace Raft.Tests.Server;

/// <summary>
/// Three servers under Coyote's production runtime, with real timers, and one client. What a test waits for are the steps of
/// the servers, never a time; the patience is there only so that a broken server ends in a failure and not in a hang.
/// </summary>
internal sealed class RunningCluster : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly IActorRuntime runtime = RuntimeFactory.Create();
    private readonly ConcurrentDictionary<ServerId, RandomTimers> timers = [];
    private readonly Channel<(ServerState, Input, Step)> steps = Channel.CreateUnbounded<(ServerState, Input, Step)>();
    private readonly LocalCluster cluster;

    public RunningCluster()
    {
        cluster = new LocalCluster(runtime, servers: 3);
        runtime.OnFailure += failure => steps.Writer.TryComplete(failure);
        var observer = new Observer((before, input, step) => steps.Writer.TryWrite((before, input, step)));
        cluster.Start(new Rules(new Options()), _ => new MemoryDisk(PersistentState.FirstBoot), TimersOf, observer);
    }

    /// <summary>The next step for which something holds; those before it are passed over.</summary>
    public async Task<(ServerState Before, Input Input, Step Step)> StepWhere(Func<ServerState, Input, Step, bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var (before, input, step) in steps.Reader.ReadAllAsync(patience.Token))
        {
            if (holds(before, input, step))
            {
                return (before, input, step);
            }
        }

        throw new InvalidOperationException("the servers ended");
    }

    /// <summary>
    /// Sends a request to all servers, and again to each server that becomes leader, until the answer is that it was applied.
    /// </summary>
    public async Task<(ServerId Leader, Result Result)> Submit(RequestId request, Command command)
    {
        foreach (var server in cluster.Servers)
        {
            cluster.Give(server, new ClientRequest(request, command));
        }

        while (true)
        {
            var (before, _, step) = await StepWhere((before, _, step) =>
                HasBecomeLeader(before, step) || ResultOf(request, step) is not null);
            if (ResultOf(request, step) is { } result)
            {
                return (step.State.Id, result);
            }

            cluster.Give(before.Id, new ClientRequest(request, command));
        }
    }

    public void Restart(ServerId server) => cluster.Restart(server);

    public void Dispose()
    {
        foreach (var timer in timers.Values)
        {
            timer.Dispose();
        }

        cluster.Stop();
        runtime.Stop();
    }

    private RandomTimers TimersOf(ServerId server) =>
        timers.GetOrAdd(server, _ => new RandomTimers(input => cluster.Give(server, input)));

    private static bool HasBecomeLeader(ServerState before, Step step) => step.State.Role is Leader && before.Role is not Leader;

    private static Result? ResultOf(RequestId request, Step step) =>
        step.Effects.OfType<Reply>()
            .Where(reply => reply.Id == request)
            .Select(reply => (reply.Answer as Applied)?.Result)
            .FirstOrDefault();
}
