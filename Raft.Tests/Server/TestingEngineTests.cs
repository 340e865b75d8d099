using Microsoft.Coyote.Actors;
using Raft.Core.Protocol;
using Raft.Core.Server;
using Raft.Tests.Protocol;

namespace Raft.Tests.Server;

using Raft.Tests.Exploration;

/// <summary>The same actor under Coyote's testing engine, given its events directly.</summary>
[Collection(nameof(CoyoteAlone))]
public class TestingEngineTests
{
    private const uint Iterations = 300;
    private static readonly Rules Rules = new(new Options());

    [Fact]
    public void A_leader_is_elected_and_commits_a_command_under_every_schedule()
    {
        var commitments = 0;
        var bugs = Engine.Explore(Iterations, runtime =>
        {
            var cluster = new LocalCluster(runtime, servers: 3);
            var observer = new Observer((before, _, step) => GiveCommandToNewLeader(cluster, before, step));
            cluster.Answered = (_, answer) =>
            {
                runtime.Assert(answer == new Applied(new Result(true, "1")), $"answered {answer}");
                commitments++;
                cluster.Stop();
            };
            cluster.Start(Rules, _ => new MemoryDisk(PersistentState.FirstBoot), _ => new NoTimers(), observer);
            cluster.Give(Given.S1, new ElectionTimeout());
        });
        Assert.Empty(bugs);
        Assert.Equal(Iterations, (uint)commitments);
    }

    [Fact]
    public void There_is_one_leader_in_a_term_under_every_schedule_of_three_elections()
    {
        var elections = 0;
        Assert.Empty(Engine.Explore(Iterations, runtime => ElectThreeTimes(runtime, Rules, () => elections++)));
        Assert.True(elections > 100, $"only {elections} elections in {Iterations} schedules");
    }

    [Fact]
    public void The_engine_finds_two_leaders_in_a_term_when_a_vote_is_given_twice()
    {
        var bug = Assert.Single(Engine.Explore(Iterations, runtime => ElectThreeTimes(runtime, new VotesTwice(), () => { })));
        Assert.Contains("two leaders in term", bug, StringComparison.Ordinal);
    }

    [Fact]
    public void Effects_are_carried_out_in_their_order_and_the_timer_runs_from_the_boot_on()
    {
        List<string> calls = [];
        Assert.Empty(Engine.Explore(iterations: 1, runtime =>
        {
            var recorder = new Recorder(calls);
            var boot = new RaftServer.Boot(Given.S1, ServerSet.FirstServers(2), Rules, recorder, recorder, recorder, recorder);
            var server = runtime.CreateActor(typeof(RaftServer), boot);
            runtime.SendEvent(server, new RaftServer.Arrived(new ElectionTimeout()));
            runtime.SendEvent(server, new RaftServer.Arrived(new ClientRequest(Given.Request(1), new Get("x"))));
            runtime.SendEvent(server, new RaftServer.Restarted());
            runtime.SendEvent(server, new RaftServer.Stop());
        }));
        Assert.Equal(
            [
                "load", "timer",
                "observe ElectionTimeout", "timer", "persist TermAndVote", "send RequestVote",
                "observe ClientRequest", "reply NotLeader",
                "load", "observe Restart", "timer",
            ],
            calls);
    }

    [Fact]
    public void A_server_that_comes_back_has_what_its_disk_kept_and_not_what_it_had_in_memory()
    {
        var kept = new PersistentState(7, Given.S2, Given.Log(1, 7));
        Step? last = null;
        Assert.Empty(Engine.Explore(iterations: 1, runtime =>
        {
            var cluster = new LocalCluster(runtime, servers: 1);
            var observer = new Observer((_, _, step) => last = step);
            cluster.Start(Rules, _ => new StubbornDisk(kept), _ => new NoTimers(), observer);
            cluster.Give(Given.S1, new ElectionTimeout());
            cluster.Restart(Given.S1);
            cluster.Stop();
        }));
        Assert.Equal(ServerState.AtStart(Given.S1, ServerSet.FirstServers(1), kept), last!.State);
    }

    /// <summary>A crash between a snapshot and the deletion of the log that it covers leaves both on the disk.</summary>
    [Fact]
    public void A_process_that_starts_over_an_old_disk_first_does_what_a_crash_left_half_done()
    {
        var store = KeyValueStore.Empty.Apply(new Put("x", "1")).Store;
        var snapshot = new Snapshot(2, 1, new Configuration(ServerSet.FirstServers(1)), store, default);
        var shortLog = new Log([new Entry(1, new NoOp())]);
        var disk = new MemoryDisk(new PersistentState(1, null, shortLog) { Snapshot = snapshot });
        Assert.Empty(Engine.Explore(iterations: 1, runtime =>
        {
            var cluster = new LocalCluster(runtime, servers: 1);
            cluster.Start(Rules, _ => disk, _ => new NoTimers(), new Observer((_, _, _) => { }));
            cluster.Give(Given.S1, new ElectionTimeout());
            cluster.Stop();
        }));
        var log = disk.Load().Log;
        Assert.Equal((2, 1, 3), (log.PrevIndex, log.PrevTerm, log.LastIndex));
    }

    private static void GiveCommandToNewLeader(LocalCluster cluster, ServerState before, Step step)
    {
        if (step.State.Role is Leader && before.Role is not Leader)
        {
            cluster.Give(before.Id, new ClientRequest(Given.Request(1), new Put("x", "1")));
        }
    }

    private static void ElectThreeTimes(IActorRuntime runtime, Rules rules, Action elected)
    {
        Dictionary<long, ServerId> leaders = [];
        var observer = new Observer((_, _, step) =>
        {
            if (step.State.Role is Leader && leaders.TryAdd(step.State.CurrentTerm, step.State.Id))
            {
                elected();
            }

            var isOnlyLeader = step.State.Role is not Leader || leaders[step.State.CurrentTerm] == step.State.Id;
            runtime.Assert(isOnlyLeader, $"two leaders in term {step.State.CurrentTerm}");
        });
        var cluster = new LocalCluster(runtime, servers: 3);
        cluster.Start(rules, _ => new MemoryDisk(PersistentState.FirstBoot), _ => new NoTimers(), observer);
        foreach (var server in cluster.Servers)
        {
            cluster.Give(server, new ElectionTimeout());
        }

        cluster.Stop();
    }

    /// <summary>Breaks RequestVote, receiver's rule 2.</summary>
    private sealed class VotesTwice() : Rules(new Options())
    {
        protected override bool HasNotVotedForAnother(ServerState state, ServerId candidate) => true;
    }

    /// <summary>Timers that never elapse: the test says when.</summary>
    private sealed class NoTimers : ITimers
    {
        public void ResetElectionTimer()
        {
        }
    }

    /// <summary>A disk that always has the same on it.</summary>
    private sealed class StubbornDisk(PersistentState content) : IStorage
    {
        public PersistentState Load() => content;

        public void Persist(Sequence<DiskRecord> records)
        {
        }
    }

    /// <summary>Stands for all that is around a server, and writes down what it is asked to do.</summary>
    private sealed class Recorder(List<string> calls) : IStorage, ITransport, ITimers, IObserver
    {
        public PersistentState Load()
        {
            calls.Add("load");
            return PersistentState.FirstBoot;
        }

        public void Persist(Sequence<DiskRecord> records) => calls.Add($"persist {NameOf(records[0])}");

        public void Send(Message message) => calls.Add($"send {NameOf(message)}");

        public void Reply(RequestId request, Answer answer) => calls.Add($"reply {NameOf(answer)}");

        public void ResetElectionTimer() => calls.Add("timer");

        public void Observe(ServerState before, Input input, Step step) => calls.Add($"observe {NameOf(input)}");

        private static string NameOf(object value) => value.GetType().Name;
    }
}
