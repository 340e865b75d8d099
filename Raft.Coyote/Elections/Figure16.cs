using Raft.Coyote.Environment;
using Raft.Coyote.Exploration;

namespace Raft.Coyote.Elections;

/// <summary>Figure 16 of the paper, "The time to detect and replace a crashed leader", and what section 9.3 says of it.</summary>
public static class Figure16
{
    /// <summary>"A five-server cluster".</summary>
    public const int Servers = 5;


    /// <summary>
    /// The paper says "a broadcast time of roughly 15 ms" and nothing of single messages. With one way of 4 to 9 ms, from which half a
    /// broadcast follows by symmetry, sending to four servers and hearing from all of them takes 15 ms in the mean.
    /// </summary>
    public static Spread MessageDelay { get; } = Spread.OfMilliseconds(4, 9);

    /// <summary>The upper chart: how much randomness is enough.</summary>
    public static IReadOnlyList<CurvePlan> Randomness { get; } =
    [
        Plan(150, 150, trials: 100), Plan(150, 151), Plan(150, 155), Plan(150, 175), Plan(150, 200), Plan(150, 300),
    ];

    /// <summary>The lower chart: how short the timeout may be.</summary>
    public static IReadOnlyList<CurvePlan> Shortness { get; } =
    [
        Plan(12, 24), Plan(25, 50), Plan(50, 100), Plan(100, 200), Plan(150, 300),
    ];

    /// <summary>What the paper names, with ours to be held beside it.</summary>
    public static IReadOnlyList<PaperFigure> Named { get; } =
    [
        new("median at 150-155 ms", Plan(150, 155).ElectionTimeout, 287, curve => curve.Quantile(0.5)),
        new("worst at 150-200 ms", Plan(150, 200).ElectionTimeout, 513, curve => curve.Quantile(1)),
        new("mean at 12-24 ms", Plan(12, 24).ElectionTimeout, 35, curve => curve.Mean),
        new("worst at 12-24 ms", Plan(12, 24).ElectionTimeout, 152, curve => curve.Quantile(1)),
    ];

    /// <summary>
    /// The broadcast time that a range of delays gives, in milliseconds: "the average time it takes a server to send RPCs in parallel
    /// to every server in the cluster and receive their responses" (section 5.6).
    /// </summary>
    public static double BroadcastTime(int servers, Spread delay, long seed)
    {
        const int samples = 10_000;
        var dice = new WalkDice((ulong)seed);
        var slowest = Enumerable.Range(0, samples).Select(_ => Enumerable.Range(1, servers - 1).Max(_ => RoundTrip(delay, dice)));
        return slowest.Average() / Spread.Millisecond;
    }

    private static long RoundTrip(Spread delay, IDice dice) => delay.Draw(dice) + delay.Draw(dice);

    private static CurvePlan Plan(double least, double most, int trials = 1_000) => new(Spread.OfMilliseconds(least, most), trials);
}

/// <summary>A figure that the paper names in its text.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="ElectionTimeout">Of which curve.</param>
/// <param name="Milliseconds">The paper's.</param>
/// <param name="Of">Ours, of the curve that was measured.</param>
public sealed record PaperFigure(string Name, Spread ElectionTimeout, double Milliseconds, Func<Curve, double> Of);
