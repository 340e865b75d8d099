using Microsoft.Coyote;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>A way to choose who moves next.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Story">How it chooses.</param>
/// <param name="IsFair">Whether nobody starves under it once faults are over; only then can liveness be judged.</param>
/// <param name="Choose">Tells Coyote; null when Coyote does not run.</param>
public sealed record Strategy(string Name, string Story, bool IsFair, Func<Configuration, Configuration>? Choose)
{
    /// <summary>Who runs it.</summary>
    public Driver Driver => Choose is null ? Driver.Rules : Driver.Coyote;

    /// <summary>The one strategy of the rules driver.</summary>
    public static Strategy Walk { get; } =
        new("walk", "random moves of the rules and their surroundings, without a runtime", true, null);

    /// <summary>All of Coyote's strategies; the portfolio takes turns among them.</summary>
    public static IReadOnlyList<Strategy> All { get; } =
    [
        new("random", "whoever can move, with equal chances", true, with => with.WithRandomStrategy()),
        new("probabilistic", "the same actor goes on until a coin says otherwise", true,
            with => with.WithProbabilisticStrategy(2)),
        new("pct", "priorities that change at ten random steps", false,
            with => with.WithPrioritizationStrategy(isFair: false, 10)),
        new("fair-pct", "priorities first, equal chances in the end", true,
            with => with.WithPrioritizationStrategy(isFair: true, 10)),
        new("delay-bounding", "one after the other, with ten random delays", false,
            with => with.WithDelayBoundingStrategy(isFair: false, 10)),
        new("q-learning", "learns to go where it has not been", false, with => with.WithQLearningStrategy()),
        new("partial-order-sampling", "random priorities, drawn anew where steps race", true,
            with => with.WithRandomStrategy().WithPartialOrderSamplingEnabled()),
    ];

    /// <summary>The strategies of both drivers.</summary>
    public static IReadOnlyList<Strategy> OfBothDrivers { get; } = [.. All, Walk];

    /// <summary>The strategy of a name; null when there is none.</summary>
    public static Strategy? Find(string name) => OfBothDrivers.FirstOrDefault(strategy => strategy.Name == name);
}
