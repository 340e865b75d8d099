using Raft.Coyote.Commands;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands.Reports;

using Raft.Tests.Exploration;

/// <summary>What is told to GitHub Actions, and only there.</summary>
[Collection(nameof(CoyoteAlone))]
public sealed class GitHubTests : IDisposable
{
    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_violation_is_an_annotation_after_the_tables()
    {
        var output = Check(isThere: true);
        var annotation = Assert.Single(output.Split('\n'), line => line.StartsWith("::error ", StringComparison.Ordinal));
        var start = "::error title=Vote Once fell in first-election-3 (coyote)::Why: ";
        Assert.StartsWith(start, annotation, StringComparison.Ordinal);
        Assert.Contains("%0A  #", annotation, StringComparison.Ordinal);
        var conclusion = output.IndexOf("Found 1 violation", StringComparison.Ordinal);
        Assert.True(output.IndexOf("::error", StringComparison.Ordinal) > conclusion);
    }

    [Fact]
    public void The_summary_is_added_to_those_of_the_job()
    {
        File.WriteAllText(folder["summary"], "before\n");
        Check(isThere: true);
        Assert.Equal($"before\n{folder.Report("out", "summary.md")}", File.ReadAllText(folder["summary"]));
    }

    [Fact]
    public void A_program_gets_its_document_and_nothing_else()
    {
        var output = Check(isThere: true, "--json");
        Assert.DoesNotContain("::error", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["summary"]));
    }

    [Fact]
    public void Elsewhere_there_is_nothing_of_it()
    {
        Assert.DoesNotContain("::error", Check(isThere: false), StringComparison.Ordinal);
        Assert.False(File.Exists(folder["summary"]));
    }

    private string Check(bool isThere, params string[] more)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var words = "check first-election-3 --driver coyote --mutant ignores-voted-for --iterations 60 --no-shrink".Split(' ');
        RaftCommand.Run([.. words, "--out", folder["out"], .. more], new Surroundings { Output = output, Error = error, Variable = Variable });
        return output.ToString();

        string? Variable(string name) => name switch
        {
            "GITHUB_ACTIONS" => isThere ? "true" : null,
            "GITHUB_STEP_SUMMARY" => folder["summary"],
            _ => null,
        };
    }
}
