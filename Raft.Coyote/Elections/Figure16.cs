namespace Raft.Coyote.Elections;

/// <summary>
/// Figure 16 of the paper, "The time to detect and replace a crashed leader", and what section 9.3 of it, section 9.4 of Ongaro's
/// dissertation and the source of LogCabin, with which it was measured, say of it. No figure here was fitted to the curves.
/// </summary>
public static class Figure16
{
    /// <summary>
    /// The cluster. "A broadcast time (network round trip plus disk write) of roughly 15 ms", over gigabit Ethernet. What the
    /// network's part in it is follows from the latency of a write in the dissertation's chapter 10: 0.7 ms with one server and
    /// 1.0 ms with several, whose disks work side by side, so a round trip takes 0.3 ms. All else is the disk's. LogCabin writes
    /// its own vote before it asks for others; who is asked writes the new term, and then its vote. Writes that take 0 to 7.5 ms,
    /// 3.75 on average, make a broadcast take 14.7 ms; a range from 0 for want of anything better known.
    /// </summary>
    public static TrialSetup LogCabin { get; } = new(
        Servers: 5,
        MessageDelay: Spread.OfMilliseconds(0.1, 0.2),
        DiskWrite: Spread.OfMilliseconds(0, 7.5),
        OwnVote.First,
        WritesOfVote: 2);

    /// <summary>The upper chart: how much randomness is enough.</summary>
    public static IReadOnlyList<CurvePlan> Randomness { get; } =
    [
        Plan(150, 150), Plan(150, 151), Plan(150, 155), Plan(150, 175), Plan(150, 200), Plan(150, 300),
    ];

    /// <summary>The lower chart: how short the timeout may be.</summary>
    public static IReadOnlyList<CurvePlan> Shortness { get; } =
    [
        Plan(12, 24), Plan(25, 50), Plan(50, 100), Plan(100, 200), Plan(150, 300),
    ];

    /// <summary>What the paper names in its text, to be held beside ours.</summary>
    public static IReadOnlyList<PaperFigure> Named { get; } =
    [
        new("median at 150-155 ms", Plan(150, 155).ElectionTimeout, 287, curve => curve.Quantile(0.5)),
        new("worst at 150-200 ms", Plan(150, 200).ElectionTimeout, 513, curve => curve.Quantile(1)),
        new("mean at 12-24 ms", Plan(12, 24).ElectionTimeout, 35, curve => curve.Mean),
        new("worst at 12-24 ms", Plan(12, 24).ElectionTimeout, 152, curve => curve.Quantile(1)),
    ];

    /// <summary>"Each line represents 1000 trials (except for 100 trials for 150-150 ms)".</summary>
    public static CurvePlan PlanOf(Spread electionTimeout) => new(electionTimeout, electionTimeout.IsFixed ? 100 : 1_000);

    private static CurvePlan Plan(double least, double most) => PlanOf(Spread.OfMilliseconds(least, most));
}

/// <summary>A figure that the paper names in its text.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="ElectionTimeout">Of which curve.</param>
/// <param name="Milliseconds">The paper's.</param>
/// <param name="Of">Ours, of the curve that was measured.</param>
public sealed record PaperFigure(string Name, Spread ElectionTimeout, double Milliseconds, Func<Curve, double?> Of);
