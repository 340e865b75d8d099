using System.Globalization;
using System.Text.Json;
using Raft.Tests.Architecture;
using Raft.Tests.Commands;

namespace Raft.Tests.Specifications;

/// <summary>COUNTS.md has the same number from TLC and from the explorer in each row, and the explorer still finds it.</summary>
public class CountsPageTests
{
    /// <summary>Rows with more states would take too long for a test.</summary>
    private const int MostStates = 60_000;

    private static readonly string[][] Rows =
    [
        .. File.ReadAllLines(Path.Combine(Repository.Root, "specs", "COUNTS.md"))
            .Where(line => line.StartsWith("| [", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)),
    ];

    /// <summary>The options of each row that is small enough, with a symmetry and its number.</summary>
    public static TheoryData<string, string, int> Small
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var (options, symmetry, states) in Rows.SelectMany(CountsOf).Where(count => count.States <= MostStates))
            {
                data.Add(options, symmetry, states);
            }

            return data;
        }
    }

    [Fact]
    public void Both_found_the_same_in_each_row_and_three_rows_exceed_a_million()
    {
        Assert.All(Rows, row => Assert.Equal((row[3], row[5]), (row[4], row[6])));
        Assert.True(Rows.Count(row => Number(row[3]) > 1_000_000) >= 3);
    }

    [Fact]
    public void Each_row_has_its_file_of_bounds_and_each_file_its_row()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "specs", "bounds")).Select(Path.GetFileName);
        Assert.Equal(files.Order(StringComparer.Ordinal), Rows.Select(FileOf).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void The_explorer_finds_the_number_of_its_row(string options, string symmetry, int states)
    {
        var shown = Invocation.Of(["explore", .. options.Split(' '), "--symmetry", symmetry, "--workers", "1", "--json"]);
        using var document = JsonDocument.Parse(shown.Output);
        Assert.Equal(states, document.RootElement.GetProperty("distinct").GetInt32());
    }

    private static (string Options, string Symmetry, int States)[] CountsOf(string[] row)
    {
        var options = row[2].Trim('`');
        return [(options, "none", Number(row[4])), (options, "servers", Number(row[6]))];
    }

    private static int Number(string cell) => int.Parse(cell, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static string FileOf(string[] row) => row[1].Split('(', ')')[1].Replace("bounds/", "", StringComparison.Ordinal);
}
