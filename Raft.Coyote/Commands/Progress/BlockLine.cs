using System.Buffers.Binary;
using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands.Progress;

/// <summary>What came of a block of schedules.</summary>
/// <param name="Scenario">Its scenario.</param>
/// <param name="Driver">The driver that ran it.</param>
/// <param name="Block">Its number.</param>
/// <param name="Schedules">How many schedules ran.</param>
/// <param name="Steps">How many steps they had.</param>
/// <param name="Events">How many protocol events.</param>
/// <param name="Replayed">How many schedules were replayed as events, on the rules alone.</param>
/// <param name="Exercised">How often each property was exercised.</param>
/// <param name="Coverage">Which role handled which input, as <see cref="Coverage.Counts"/> has it.</param>
/// <param name="States">
/// The fingerprints of the states that no earlier line of the leg has, 8 bytes each, in base64: a record grows with the
/// distinct states of a run and not with its schedules.
/// </param>
/// <param name="Level">The level of the sample that they are.</param>
/// <param name="Trace">The file of the violation that ended it, in the folder of the record; null when there was none.</param>
/// <param name="Fault">What went wrong in the checker itself; null when nothing did.</param>
internal sealed record BlockLine(
    string Scenario,
    string Driver,
    int Block,
    long Schedules,
    long Steps,
    long Events,
    long Replayed,
    IReadOnlyDictionary<string, long> Exercised,
    IReadOnlyList<long> Coverage,
    string States,
    int Level,
    string? Trace,
    string? Fault) : ProgressLine
{
    /// <summary>Whether no block after it counts.</summary>
    public bool EndsLeg => Trace is not null || Fault is not null;

    /// <summary>The line of a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="finding">Its violation, on disk.</param>
    public static BlockLine Of(BlockResult result, Finding? finding) => new(
        result.Block.Scenario.Name,
        Text.NameOf(result.Block.Driver),
        result.Block.Number,
        result.Tally.Schedules,
        result.Tally.Steps,
        result.Tally.Events,
        result.Tally.Replayed,
        result.Tally.Exercised,
        result.Tally.Coverage.Counts,
        Pack(result.Tally.States),
        result.Tally.States.Level,
        finding is null ? null : Path.GetFileName(finding.File),
        result.Fault);

    /// <summary>What the line says came of its block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="read">Reads a trace of the record.</param>
    public BlockResult ToResult(Block block, Func<string, Traces.Trace> read)
    {
        var tally = new Tally { Schedules = Schedules, Steps = Steps, Events = Events, Replayed = Replayed };
        tally.Coverage.Add(Exploration.Coverage.Of(Coverage));
        tally.States.RaiseTo(Level);
        foreach (var fingerprint in Unpack(States))
        {
            tally.States.Add(fingerprint);
        }

        foreach (var (property, count) in Exercised)
        {
            tally.Exercise(property, count);
        }

        return new BlockResult(block, tally, Trace is null ? null : read(Trace), Fault);
    }

    /// <summary>What is wrong with it as the line of a block; null when nothing is.</summary>
    public string? Problem(Block block)
    {
        var problems = new (bool IsThere, string What)[]
        {
            (Schedules < 0 || Schedules > block.Schedules, $"expected at most {block.Schedules} schedules, came {Schedules}"),
            (Exercised.Values.Concat(Coverage).Append(Steps).Append(Events).Append(Replayed).Min() < 0, "expected no count below 0"),
            (Exercised.Keys.Except(Specifications.Properties.Known).Any(), "expected counts of properties that there are"),
            (Coverage.Count != new Coverage().Counts.Count, $"expected {new Coverage().Counts.Count} counts of coverage"),
            (Level is < 0 or > 63, $"expected a level from 0 to 63, came {Level}"),
            (!IsPacked(States), "expected fingerprints of 8 bytes each in base64"),
            (Trace is not null && Trace != Path.GetFileName(Trace), "expected a trace in the folder of the record"),
        };
        return problems.FirstOrDefault(problem => problem.IsThere).What;
    }

    private static string Pack(IEnumerable<ulong> states)
    {
        var sorted = states.Order().ToArray();
        var bytes = new byte[sorted.Length * sizeof(ulong)];
        for (var position = 0; position < sorted.Length; position++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(position * sizeof(ulong)), sorted[position]);
        }

        return Convert.ToBase64String(bytes);
    }

    private static IEnumerable<ulong> Unpack(string states) =>
        Convert.FromBase64String(states).Chunk(sizeof(ulong)).Select(bytes => BinaryPrimitives.ReadUInt64LittleEndian(bytes));

    private static bool IsPacked(string states)
    {
        var bytes = new byte[(states.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(states, bytes, out var length) && length % sizeof(ulong) == 0;
    }
}
