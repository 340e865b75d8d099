using Raft.Coyote.Specifications;
using Raft.Tests.Architecture;

namespace Raft.Tests.Exploration;

/// <summary>
/// No property is vacuous: judged by it alone, the mutant that PROPERTIES.md names for
/// it falls to it in the ordinary scenarios.
/// </summary>
public class EachPropertyFallsTests
{
    /// <summary>Deeper than a test should dig; `raft mutants run` finds it (specs/PROPERTIES.md says how long it took).</summary>
    private const int MostSchedules = 4_000;

    private const int MostWalks = 100_000;

    public static TheoryData<string, string> MutantOfEachProperty()
    {
        var rows = new TheoryData<string, string>();
        var page = File.ReadLines(Path.Combine(Repository.Root, "specs", "PROPERTIES.md"));
        foreach (var line in page.Where(line => line.StartsWith("| ", StringComparison.Ordinal)))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (Properties.Names.Contains(cells[1]))
            {
                rows.Add(cells[1], cells[5]);
            }
        }

        return rows;
    }

    [Fact]
    public void Every_property_has_its_mutant() => Assert.Equal(Properties.Names.Count, MutantOfEachProperty().Count());

    [Theory]
    [MemberData(nameof(MutantOfEachProperty))]
    public void The_mutant_of_a_property_breaks_it(string property, string mutant)
    {
        var report = Runs.OfBothDrivers(mutant, MostSchedules, MostWalks, property);
        Assert.Null(report.Fault);
        Assert.Equal(property, report.Found?.Header.Violation?.Property);
    }
}
