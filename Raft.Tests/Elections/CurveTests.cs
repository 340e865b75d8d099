using Raft.Coyote.Elections;

namespace Raft.Tests.Elections;

public class CurveTests
{
    private static readonly CurvePlan Plan = new(Spread.OfMilliseconds(150, 155), Trials: 60);

    [Fact]
    public void The_same_seed_gives_the_same_trials() => Assert.Equal(Measure(seed: 3).Trials, Measure(seed: 3).Trials);

    [Fact]
    public void Another_seed_gives_others() => Assert.NotEqual(Measure(seed: 3).Trials, Measure(seed: 4).Trials);

    [Fact]
    public void More_trials_begin_with_the_same_ones()
    {
        var more = Curve.Measure(Plan with { Trials = 61 }, Figure16.LogCabin, seed: 3);
        var further = more.Trials.ToList();
        Assert.All(Measure(seed: 3).Trials, trial => Assert.True(further.Remove(trial)));
        Assert.Single(further);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1)]
    [InlineData(0.26, 2)]
    [InlineData(0.5, 2)]
    [InlineData(0.75, 3)]
    [InlineData(1, 4)]
    public void A_quantile_is_what_so_many_trials_did_not_exceed(double share, double expected) =>
        Assert.Equal(expected, Of(Lasting(1), Lasting(2), Lasting(3), Lasting(4)).Quantile(share));

    [Fact]
    public void What_never_ended_has_no_length()
    {
        var curve = Of(Lasting(1), Lasting(2), Lasting(100_000) with { HasLeader = false });
        Assert.Equal((2, null), (curve.Quantile(0.6), curve.Quantile(1)));
        Assert.Equal((null, 1), (curve.Mean, curve.Leaderless));
    }

    [Fact]
    public void Elections_are_averaged_and_trials_with_a_split_vote_counted()
    {
        var curve = Of(Lasting(1), Lasting(5) with { Elections = 4, SplitVotes = 3 });
        Assert.Equal((3, 2.5, 0.5), (curve.Mean, curve.Elections, curve.SplitShare));
    }

    [Fact]
    public void It_can_be_interrupted() =>
        Assert.Throws<OperationCanceledException>(() => Curve.Measure(Plan, Figure16.LogCabin, 1, new CancellationToken(true)));

    private static Curve Measure(long seed) => Curve.Measure(Plan, Figure16.LogCabin, seed);

    private static Curve Of(params Trial[] trials) => new(Plan with { Trials = trials.Length }, trials);

    private static Trial Lasting(int milliseconds) =>
        new(milliseconds * Spread.Millisecond, HasLeader: true, Elections: 1, SplitVotes: 0);
}
