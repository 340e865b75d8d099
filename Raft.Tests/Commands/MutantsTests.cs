using System.Text.Json;
using System.Text.RegularExpressions;
using Raft.Coyote.Mutants;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands;

using Raft.Tests.Exploration;

[Collection(nameof(CoyoteAlone))]
public sealed class MutantsTests : IDisposable
{
    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_list_names_them_all()
    {
        var list = Invocation.Of("mutants", "list");
        Assert.Equal((0, ""), (list.ExitCode, list.Error));
        Assert.Contains(list.OutputLines, line => line.StartsWith("ignores-voted-for ", StringComparison.Ordinal));
        Assert.All(list.OutputLines, line => Assert.InRange(line.Length, 0, 120));
        using var document = JsonDocument.Parse(Invocation.Of("mutants", "list", "--json").Output);
        var names = document.RootElement.GetProperty("mutants").EnumerateArray()
            .Select(mutant => mutant.GetProperty("mutant").GetString()!);
        Assert.Equal(Catalogue.All.Items.Select(mutant => mutant.Name), names);
    }

    [Fact]
    public void Whoever_is_caught_leaves_a_trace_with_each_seed()
    {
        var run = Run("ignores-voted-for", "--iterations", "200", "--seeds", "2");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.OutputLines.Count(line => Regex.IsMatch(line, "^ignores-voted-for .* caught$")));
        Assert.Equal("2 of 2 mutants fell to a property of their own; 0 of 0 controls were left alone.", run.OutputLines[^1]);
        Assert.Equal(4, Directory.GetFiles(folder["out"]).Length);
    }

    [Fact]
    public void A_property_that_is_not_its_own_is_no_catch()
    {
        var run = Run("ignores-voted-for", "--iterations", "25", "--property", "Monotonic Commit");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("NOT CAUGHT", run.Output, StringComparison.Ordinal);
        Assert.Equal("0 of 1 mutants fell to a property of their own; 0 of 0 controls were left alone.", run.OutputLines[^1]);
    }

    [Fact]
    public void A_control_is_left_alone()
    {
        using var document = JsonDocument.Parse(Run("commit-quorum-half-even", "--iterations", "25", "--json").Output);
        var row = Assert.Single(document.RootElement.GetProperty("mutants").EnumerateArray());
        Assert.Equal(("control left alone", true),
            (row.GetProperty("verdict").GetString(), row.GetProperty("asExpected").GetBoolean()));
        Assert.True(document.RootElement.GetProperty("allAsExpected").GetBoolean());
    }

    [Fact]
    public void Who_is_interrupted_says_so()
    {
        var run = Invocation.Of(new CancellationToken(canceled: true), "mutants", "run", "--out", folder["out"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Interrupted after 0 of ", run.OutputLines[^1], StringComparison.Ordinal);
    }

    private Invocation Run(params string[] words) => Invocation.Of(["mutants", "run", .. words, "--out", folder["out"]]);
}
