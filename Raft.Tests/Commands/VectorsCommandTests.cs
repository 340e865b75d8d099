using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Commands;
using Raft.Coyote.Conformance.Vectors;
using Raft.Coyote.Mutants;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands;

public sealed class VectorsCommandTests : IDisposable
{
    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_says_what_there_is()
    {
        var told = Invocation.Of("vectors");
        Assert.Equal((0, ""), (told.ExitCode, told.Error));
        Assert.Equal($"{AllVectors.Named.Count()} vectors; {AllStories.InOrder.Count} scenarios of "
            + $"{AllStories.InOrder.Sum(story => story.Scenes.Count)} steps.", told.OutputLines[^1]);
    }

    [Fact]
    public void The_files_are_written_and_the_same_each_time()
    {
        var told = Invocation.Of("vectors", "--out", folder["v"]);
        Assert.Equal((0, $"{VectorFiles.All.Count} files are written."), (told.ExitCode, told.OutputLines[^1]));
        Assert.All(VectorFiles.All, file => Assert.Equal(file.Text, File.ReadAllText(Path.Combine(folder["v"], file.Path))));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_refused()
    {
        File.WriteAllText(folder["file"], "");
        Invocation.Of("vectors", "--out", folder["file"]).AssertBadUsage("--out", folder["file"]);
        Invocation.Of("vectors", "--out", "").AssertBadUsage("--out", "\"\"");
        Invocation.Of("vectors", "DIR").AssertBadUsage("\"DIR\"");
    }

    /// <summary>A mutant of the catalogue that nothing tells apart is a vector that is missing.</summary>
    [Fact]
    public void Each_mutant_is_told_apart()
    {
        var told = Invocation.Of("vectors", "--mutants", "--json");
        using var document = JsonDocument.Parse(told.Output);
        var rows = document.RootElement.GetProperty("mutants").EnumerateArray().ToList();
        Assert.Equal(Catalogue.All.Count, rows.Count);
        Assert.Equal(["failed-write-ignored"], rows.Where(row => row.GetProperty("first").ValueKind == JsonValueKind.Null)
            .Select(Name));
        Assert.Equal(["match-not-reset", "failed-write-ignored"], rows.Where(row => row.GetProperty("vectors").GetInt32() == 0)
            .Select(Name));
        Assert.Equal((0, ""), (told.ExitCode, told.Error));
    }

    /// <summary>It can fail: of a mutant that should be told apart and is not, or the other way round.</summary>
    [Fact]
    public void A_mutant_that_nothing_tells_apart_is_a_failure()
    {
        var mutant = Catalogue.All[0];
        var missed = new VectorsOfMutants(mutant, new ToldApart(0, 0, null), WhyNot: null);
        Assert.False(missed.IsRight);
        Assert.False(new VectorsOfMutants(mutant, new ToldApart(1, 0, "v"), WhyNot: "its steps are those of Raft").IsRight);
        string[] lines = [.. new ReportVectors([missed], []).Lines()];
        Assert.EndsWith("NONE", lines[^2], StringComparison.Ordinal);
        Assert.Equal("1 of 1 mutants are not told apart, and should be: a vector is missing.", lines[^1]);
    }

    [Fact]
    public void Raft_is_not_told_from_itself() =>
        Assert.Equal(new ToldApart(0, 0, null), ToldApart.Of(options => new Rules(options)));

    private static string? Name(JsonElement row) => row.GetProperty("mutant").GetString();
}
