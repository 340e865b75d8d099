using Raft.Coyote.Scenarios;
using Raft.Coyote.Specifications;
using Raft.Tests.Architecture;

namespace Raft.Tests.Exploration;

/// <summary>
/// No property is vacuous: judged by it alone, the mutant that PROPERTIES.md names for
/// it falls to it in the ordinary scenarios.
/// </summary>
public class EachPropertyFallsTests
{
    /// <summary>Enough for most, in the scenarios that are to exercise the property.</summary>
    private const int FewWalks = 20_000;

    /// <summary>As many as a default <c>raft check</c> has.</summary>
    private const int MostWalks = 200_000;

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
        var itsOwn = AllScenarios.InOrder.Where(scenario => scenario.Exercises.Contains(property)).ToList();
        var found = Runs.Walks(mutant, FewWalks, itsOwn, property) ?? Runs.Walks(mutant, MostWalks, AllScenarios.InOrder, property);
        Assert.Equal(property, found?.Header.Violation?.Property);
    }
}
