using Raft.Core.Protocol;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>What came of random walks within bounds.</summary>
/// <param name="Walks">How many walks there were.</param>
/// <param name="Steps">How many actions they took.</param>
/// <param name="Longest">How many the longest of them took.</param>
/// <param name="Found">The number of the walk in which a property fell, and its actions; null when none did.</param>
public sealed record SimulationResult(
    long Walks, long Steps, int Longest, (long Walk, IReadOnlyList<ConcreteAction> Actions)? Found);

/// <summary>
/// Walks at random through the world that <see cref="Search"/> exhausts, and stores nothing: for bounds that cannot be exhausted.
/// A walk hangs on the seed and its number alone, whoever walks it.
/// </summary>
public sealed class Simulation : IDisposable
{
    private const int Together = 1024;
    private const int LongestWalk = 1_000;
    private readonly Search world;
    private readonly long seed;
    private readonly int workers;
    private readonly CancellationToken cancel;

    /// <summary>Walks that have not begun.</summary>
    public Simulation(Bounds bounds, Rules rules, SearchPlan plan, long seed, CancellationToken cancel = default)
    {
        (this.seed, this.cancel, workers) = (seed, cancel, plan.Workers);
        world = new Search(bounds, rules, plan with { Symmetry = false });
    }

    /// <summary>Walks, to the first walk in which a property falls.</summary>
    /// <param name="walks">How many walks there are at most.</param>
    /// <param name="onWalks">Is told how many are done.</param>
    public SimulationResult Run(long walks, Action<long>? onWalks = null)
    {
        var walkers = Enumerable.Range(0, workers).Select(_ => new Walker(world, seed)).ToArray();
        var result = new SimulationResult(0, 0, 0, null);
        while (result.Walks < walks && result.Found is null && !cancel.IsCancellationRequested)
        {
            var first = result.Walks;
            var count = (int)Math.Min(Together, walks - first);
            var (steps, breaks) = (new int[count], new bool[count]);
            Parallel.For(0, workers, worker =>
            {
                for (var walk = worker; walk < count; walk += workers)
                {
                    (steps[walk], breaks[walk]) = walkers[worker].Walk(first + walk, LongestWalk, null);
                }
            });
            result = Add(result, steps, Array.IndexOf(breaks, true), walkers[0]);
            onWalks?.Invoke(result.Walks);
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => world.Dispose();

    private static SimulationResult Add(SimulationResult before, int[] steps, int found, Walker walker)
    {
        var counted = found < 0 ? steps : steps[..(found + 1)];
        var actions = new List<ConcreteAction>();
        if (found >= 0)
        {
            walker.Walk(before.Walks + found, LongestWalk, actions);
        }

        return new SimulationResult(
            before.Walks + counted.Length, before.Steps + counted.Sum(), Math.Max(before.Longest, counted.Max()),
            found < 0 ? null : (before.Walks + found, actions));
    }

    /// <summary>Who walks; it belongs to one thread.</summary>
    private sealed class Walker(Search world, long seed)
    {
        private readonly Expander expander = new(world.Book, world.Layout);
        private readonly Invariants invariants = new(world.Book, world.Layout);
        private readonly int[] start = world.Start();

        /// <summary>Walks once.</summary>
        /// <returns>How many actions it took, and whether a property fell with the last.</returns>
        public (int Steps, bool Breaks) Walk(long number, int longest, List<ConcreteAction>? actions)
        {
            var state = start;
            var salt = Fingerprint.Mix(Fingerprint.Mix((ulong)seed + 1) + (ulong)number);
            for (var step = 1; step <= longest; step++)
            {
                salt = Fingerprint.Mix(salt + (ulong)step);
                if (Draw(expander.Expand(state), salt) is not { } chosen)
                {
                    return (step - 1, false);
                }

                actions?.Add(ConcreteAction.Of(world.Book, world.Layout, state, chosen.Action));
                var next = new int[state.Length];
                expander.Build(chosen, next);
                if ((invariants.BrokenBy(state, chosen) | invariants.BrokenBy(state, chosen, next)) != Broken.None)
                {
                    return (step, true);
                }

                state = next;
            }

            return (longest, false);
        }

        /// <summary>
        /// In which order successors come hangs on who met what first; so what they are decides, and not their places.
        /// </summary>
        private static Successor? Draw(ReadOnlySpan<Successor> successors, ulong salt)
        {
            var (chosen, least) = ((Successor?)null, ulong.MaxValue);
            foreach (ref readonly var successor in successors)
            {
                var drawn = Fingerprint.Mix(successor.Fingerprint ^ salt);
                (chosen, least) = chosen is null || drawn < least ? (successor, drawn) : (chosen, least);
            }

            return chosen;
        }
    }
}
