using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Tests.Environment;

/// <summary>What bounded clock drift comes to: a lease ends before the timeouts of those that took part in it.</summary>
public class LeaseWorldTests
{
    private static readonly ServerId S1 = new(1);
    private static readonly ServerId S2 = new(2);
    private static readonly ServerId S3 = new(3);
    private static readonly Rules Rules = new(new Options { Reads = ReadRule.Lease });

    /// <summary>s1 leads, and s2 took part in a round of it.</summary>
    private static World WithRound { get; } = Do(
        World.Of(3, [], new Faults(Timeouts: 5, Crashes: 2, Pauses: 1) { ClockSkews = 1 }),
        new TimeOut(S1), new Deliver(S1, S2), new Deliver(S2, S1), new Deliver(S1, S2), new Beat(S1), new Deliver(S1, S2));

    private static World Do(World world, params Move[] moves) =>
        moves.Aggregate(world, (reached, move) => reached.Apply(move, Rules).World);

    [Fact]
    public void A_server_that_took_part_in_a_round_does_not_time_out_before_the_lease_is_over()
    {
        Assert.Equal(S1, WithRound.LeaderPromised(S2));
        Assert.False(WithRound.MayTimeOut(S2));
        Assert.DoesNotContain(new TimeOut(S2), WithRound.Moves());
        Assert.Contains(new Lapse(S1), WithRound.Moves());
        Assert.Contains(new TimeOut(S3), WithRound.Moves());
        var lapsed = Do(WithRound, new Lapse(S1));
        Assert.Contains(new TimeOut(S2), lapsed.Moves());
        Assert.DoesNotContain(new Lapse(S1), lapsed.Moves());
    }

    [Fact]
    public void A_crash_of_the_server_does_not_release_it()
    {
        var restarted = Do(WithRound, new Crash(S2), new Reboot(S2));
        Assert.DoesNotContain(new TimeOut(S2), restarted.Moves());
    }

    [Fact]
    public void A_crash_of_the_leader_releases_all() => Assert.Contains(new TimeOut(S2), Do(WithRound, new Crash(S1)).Moves());

    [Fact]
    public void The_lease_of_a_leader_that_stands_still_ends_when_it_goes_on()
    {
        var paused = Do(WithRound, new Pause(S1));
        Assert.DoesNotContain(new Lapse(S1), paused.Moves());
        Assert.Contains(new Lapse(S1), Do(paused, new Resume(S1)).Moves());
    }

    [Fact]
    public void A_clock_that_runs_ahead_releases_a_server_and_is_a_fault()
    {
        Assert.Contains(new Skew(S2), WithRound.Moves());
        Assert.DoesNotContain(new Skew(S3), WithRound.Moves());
        var skewed = Do(WithRound, new Skew(S2));
        Assert.Contains(new TimeOut(S2), skewed.Moves());
        Assert.Equal(0, skewed.Left.ClockSkews);
    }

    /// <summary>
    /// A heartbeat of a term that is past, which comes late, puts nothing in the place of what binds a server now.
    /// </summary>
    [Fact]
    public void A_late_heartbeat_of_an_earlier_term_changes_nothing()
    {
        var late = new AppendEntries(S3, S2, 0, 0, 0, [], 0) { Round = 9 };
        var link = new Link([new Envelope(late, 1)], IsCut: false);
        var world = WithRound with { Network = WithRound.Network.With(S3, S2, link) };
        Assert.Equal(S1, Do(world, new Deliver(S3, S2)).LeaderPromised(S2));
    }

    [Fact]
    public void A_timeout_ends_the_promise() => Assert.Empty(Do(WithRound, new Lapse(S1), new TimeOut(S2)).Promises);
}
