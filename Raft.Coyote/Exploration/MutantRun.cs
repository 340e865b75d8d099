using Raft.Coyote.Mutants;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>What came of one mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Schedules">How many schedules Coyote ran until it was caught, or until we gave up.</param>
/// <param name="Walks">How many walks there were until then.</param>
/// <param name="Found">The trace that caught it; null when it was not caught.</param>
/// <param name="Fault">What went wrong in the checker itself; null when nothing did.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record MutantReport(
    Mutant Mutant, long Seed, long Schedules, long Walks, Trace? Found, string? Fault, double Seconds)
{
    /// <summary>Whether it is as it should be: a bug fell to a property of its own, a control fell to none.</summary>
    public bool IsAsExpected => Fault is null && (Mutant.IsControl
        ? Found is null
        : Found is not null && Mutant.Falls.Contains(Found.Header.Violation!.Property));
}

/// <summary>
/// Runs the ordinary scenarios with the rules of a mutant. Nothing that judges, and
/// nothing that chooses, knows which mutant it is.
/// </summary>
public static class MutantRun
{
    /// <summary>How many schedules an engine runs before the next scenario has its turn.</summary>
    private const int BlockSize = 25;

    /// <summary>
    /// Runs scenario after scenario, the strategies taking turns, until a property falls or the schedules are used up.
    /// </summary>
    public static MutantReport Run(
        Mutant mutant, CheckRequest request, int workers, Action<BlockResult> onBlock, CancellationToken cancel)
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        var subject = request.Subject with { Mutant = mutant.Name, Rules = mutant.Rules };
        var (schedules, walks) = (0L, 0L);
        BlockResult? end = null;
        Campaign.Run(Blocks(request), block => block.Run(subject), workers, Take, cancel);
        return new MutantReport(mutant, subject.Seed, schedules, walks, end?.Found, end?.Fault, started.Elapsed.TotalSeconds);

        bool Take(BlockResult result)
        {
            schedules += result.Block.Driver == Driver.Coyote ? result.Tally.Schedules : 0;
            walks += result.Block.Driver == Driver.Rules ? result.Tally.Schedules : 0;
            onBlock(result);
            end = result.Found is null && result.Fault is null ? null : result;
            return end is null;
        }
    }

    /// <summary>
    /// Some blocks of each scenario, by its weight, with each driver, then more of each with the next strategy, and so on until
    /// the schedules of both drivers are used up.
    /// </summary>
    private static IEnumerable<Block> Blocks(CheckRequest request)
    {
        var schedules = new Dictionary<Driver, long>();
        var left = request.Legs.Where(leg => Checker.StrategiesOf(request, leg).Count > 0).ToList();
        for (var round = 0; left.Count > 0; round++)
        {
            foreach (var block in left.SelectMany(leg => BlocksOfRound(request, leg, round)))
            {
                if (schedules.GetValueOrDefault(block.Driver) < request.SchedulesOf(block.Driver))
                {
                    yield return block;
                    schedules[block.Driver] = schedules.GetValueOrDefault(block.Driver) + block.Schedules;
                }
            }

            left.RemoveAll(leg => schedules.GetValueOrDefault(leg.Driver) >= request.SchedulesOf(leg.Driver));
        }
    }

    private static IEnumerable<Block> BlocksOfRound(CheckRequest request, Leg leg, int round)
    {
        var size = leg.Driver == Driver.Rules ? Block.Walks : BlockSize;
        var strategies = Checker.StrategiesOf(request, leg);
        var weight = leg.Scenario.Weight;
        return Enumerable.Range(round * weight, weight).Select(
            number => new Block(leg.Scenario, strategies[number % strategies.Count], number, (long)number * size, size));
    }
}
