using Raft.Core.Protocol;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration;

/// <summary>What is the same for all schedules of a run of the checker.</summary>
/// <param name="Seed">The seed that the user gave.</param>
/// <param name="Wishes">What the user asked for instead of what scenarios draw.</param>
/// <param name="Mutant">The name of the mutant whose rules run; null for the real ones.</param>
/// <param name="Rules">Makes the rules for some options.</param>
/// <param name="Judged">The properties that judge; null for all.</param>
public sealed record Subject(
    long Seed, Wishes Wishes, string? Mutant, Func<Options, Rules> Rules, IReadOnlySet<string>? Judged);

/// <summary>
/// A number of schedules that one driver runs one after another. It does not depend on any other block, so the same
/// blocks give the same results on any number of workers and machines.
/// </summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="Number">Which block of this scenario and this driver it is, from 0.</param>
/// <param name="FirstSchedule">How many schedules of this scenario and this driver come before its first.</param>
/// <param name="Schedules">How many schedules it has.</param>
public sealed record Block(Scenario Scenario, Strategy Strategy, int Number, long FirstSchedule, int Schedules)
{
    /// <summary>What it is a part of.</summary>
    public Leg Leg => new(Scenario, Driver);

    /// <summary>Who runs it.</summary>
    public Driver Driver => Strategy.Driver;

    /// <summary>
    /// The seed of the block's engine. Coyote's schedule i uses seed + i, so the seeds of blocks are scattered over all 32
    /// bits: neighbours would run the same schedules.
    /// </summary>
    public uint EngineSeed(long seed) => (uint)(SeedOf(seed, Number) >> 32);

    /// <summary>
    /// How many walks a block has. A walk may go on from a point of an earlier one of its block; since all blocks are alike, the
    /// number of a walk is enough to walk it again.
    /// </summary>
    public const int Walks = 500;

    /// <summary>The seed of one of its walks, whose number counts those of the blocks before.</summary>
    public ulong WalkSeed(long seed, long walk) => SeedOf(seed, walk);

    /// <summary>Runs it.</summary>
    public BlockResult Run(Subject subject) =>
        Driver == Driver.Rules ? RulesDriver.Run(this, subject) : CoyoteDriver.Run(this, subject);

    private ulong SeedOf(long seed, long number) =>
        Fingerprint.Mix(Fingerprint.Mix((ulong)seed) ^ Fingerprint.Of($"{Scenario.Name} {Strategy.Name} {number}"));
}

/// <summary>What a block found.</summary>
/// <param name="Block">The block.</param>
/// <param name="Tally">What its schedules did.</param>
/// <param name="Found">The first violation; null when there is none.</param>
/// <param name="Fault">What went wrong in the checker itself; null when nothing did.</param>
public sealed record BlockResult(Block Block, Tally Tally, Trace? Found, string? Fault);

/// <summary>What a number of schedules did.</summary>
public sealed class Tally
{
    /// <summary>How many schedules there were.</summary>
    public long Schedules { get; set; }

    /// <summary>How many of them were replayed as events on the rules alone, and ended in the same states.</summary>
    public long Replayed { get; set; }

    /// <summary>How many steps of Coyote, scheduling decisions and choices; or moves of the world.</summary>
    public long Steps { get; set; }

    /// <summary>How many protocol events.</summary>
    public long Events { get; set; }

    /// <summary>The fingerprints of the states that the servers were in together.</summary>
    public StateSet States { get; } = [];

    /// <summary>How often each property was exercised.</summary>
    public SortedDictionary<string, long> Exercised { get; } = new(StringComparer.Ordinal);

    /// <summary>Which role handled which input.</summary>
    public Coverage Coverage { get; } = new();

    /// <summary>A schedule ended.</summary>
    /// <param name="events">How many protocol events it had.</param>
    /// <param name="exercised">How often it exercised each property.</param>
    public void EndSchedule(int events, IEnumerable<(string Name, long Exercised)> exercised)
    {
        Schedules++;
        Events += events;
        foreach (var (property, count) in exercised)
        {
            Exercise(property, count);
        }
    }

    /// <summary>Adds another tally to this one.</summary>
    public void Add(Tally other)
    {
        Schedules += other.Schedules;
        Replayed += other.Replayed;
        Steps += other.Steps;
        Events += other.Events;
        States.UnionWith(other.States);
        Coverage.Add(other.Coverage);
        foreach (var (property, count) in other.Exercised)
        {
            Exercise(property, count);
        }
    }

    /// <summary>A property was exercised so many times more.</summary>
    public void Exercise(string property, long count) => Exercised[property] = Exercised.GetValueOrDefault(property) + count;
}
