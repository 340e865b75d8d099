using Raft.Coyote.Elections;
using Raft.Coyote.Environment;

namespace Raft.Tests.Elections;

/// <summary>
/// Trials whose times can be told in one's head: three servers, of which s3 crashes and only s2 can win. A message takes 2 ms and
/// a write 3 ms, so the dice throw nothing but the moment of the crash and the timeouts.
/// </summary>
public class ElectionTrialTests
{
    private static readonly Spread Timeouts = Spread.OfMilliseconds(150, 300);

    private static readonly TrialSetup Setup = new(
        Servers: 3, Spread.OfMilliseconds(2, 2), Spread.OfMilliseconds(3, 3), OwnVote.First, WritesOfVote: 2);

    /// <summary>
    /// The heartbeat arrives at 2, s2 stands at 152, has written its vote at 155, and asks s1, which votes after two writes at
    /// 163; s2 is leader at 165, and heard from at 167.
    /// </summary>
    [Fact]
    public void The_time_without_a_leader_ends_when_the_others_hear_of_the_new_one() =>
        Assert.Equal(new Trial(157_000, HasLeader: true, Elections: 1, SplitVotes: 0), Run(Setup, crash: 10, s1: 250, s2: 150));

    [Fact]
    public void It_begins_with_the_crash() => Assert.Equal(167_000, Run(Setup, crash: 0, s1: 250, s2: 150).Downtime);

    [Fact]
    public void A_voter_may_write_term_and_vote_at_once() =>
        Assert.Equal(154_000, Run(Setup with { WritesOfVote = 1 }, crash: 10, s1: 250, s2: 150).Downtime);

    [Fact]
    public void A_candidate_may_write_its_vote_beside_its_requests() =>
        Assert.Equal(154_000, Run(Setup with { OwnVote = OwnVote.Beside }, crash: 10, s1: 250, s2: 150).Downtime);

    /// <summary>
    /// s1 stands at 152 and s2, asked at 157, writes the new term and does not vote. Its timer goes on: it stands at 172.
    /// </summary>
    [Fact]
    public void A_server_whose_log_is_too_short_stands_in_vain() =>
        Assert.Equal(new Trial(177_000, HasLeader: true, Elections: 2, SplitVotes: 0), Run(Setup, crash: 10, s1: 150, s2: 170));

    /// <summary>Both stand at 152 in one term; s2 again at 302, and so on as in the first test.</summary>
    [Fact]
    public void Where_several_stand_at_once_the_vote_is_split() =>
        Assert.Equal(
            new Trial(307_000, HasLeader: true, Elections: 2, SplitVotes: 1), Run(Setup, crash: 10, s1: 150, s2: 150, 300, 150));

    /// <summary>s1 stands at 152. s2 is asked at 157, is busy until 160, and does not stand before that.</summary>
    [Fact]
    public void A_server_that_waits_for_its_disk_handles_nothing() =>
        Assert.Equal(165_000, Run(Setup, crash: 10, s1: 150, s2: 156).Downtime);

    [Fact]
    public void A_trial_without_a_leader_is_given_up()
    {
        var trial = ElectionTrial.Run(Setup, Spread.OfMilliseconds(150, 150), new Thrown(crash: 10));
        Assert.Equal((TrialSetup.GiveUpAfter - 10_000, false), (trial.Downtime, trial.HasLeader));
        Assert.Equal(trial.Elections, trial.SplitVotes);
    }

    private static Trial Run(TrialSetup setup, int crash, int s1, int s2, params int[] further) =>
        ElectionTrial.Run(setup, Timeouts, new Thrown(crash, [s1 - 150, s2 - 150, .. further.Select(timeout => timeout - 150)]));

    /// <summary>Dice that throw what they are told to, in milliseconds; then the greatest.</summary>
    private sealed class Thrown(params int[] milliseconds) : IDice
    {
        private int next;

        public Thrown(int crash, int[] timeouts)
            : this([crash, .. timeouts])
        {
        }

        public Thrown(int crash)
            : this([crash])
        {
        }

        public int Below(int bound) =>
            next < milliseconds.Length ? milliseconds[next++] * Spread.Millisecond : bound - 1;
    }
}
