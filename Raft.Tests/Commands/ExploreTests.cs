using System.Text.Json;

namespace Raft.Tests.Commands;

public sealed class ExploreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("raft-explore-").FullName;

    [Fact]
    public void It_tells_how_many_states_there_are_and_that_none_breaks_a_property()
    {
        var run = Explore("--servers", "2");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("All states within the bounds: no violation.", run.Output, StringComparison.Ordinal);
        Assert.Contains("999 distinct states, 2,183 generated, depth 15.", run.Output, StringComparison.Ordinal);
        Assert.Contains("ends (nothing more within the bounds), 0 deadlocks.", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void It_tells_which_actions_never_did_anything()
    {
        var run = Explore("--servers", "2", "--max-messages", "0", "--max-crashes", "1");
        Assert.Contains("Never did anything: ElectionTimeout", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mutant_falls_and_leaves_a_trace_that_replays()
    {
        var run = Explore("--mutant", "match-on-send", "--symmetry", "servers");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Committed Never Lost fell at event", run.Output, StringComparison.Ordinal);
        var traces = Directory.GetFiles(folder);
        Assert.Equal(2, traces.Length);
        Assert.All(traces, trace => Assert.Equal(1, Invocation.Of("replay", trace).ExitCode));
    }

    [Fact]
    public void Small_batches_show_what_needs_several_at_once()
    {
        string[] words = ["--mutant", "batch-shares-prev", "--max-log", "3", "--max-messages", "8", "--heartbeats", "--no-shrink"];
        Assert.StartsWith("Log Matching fell", Explore([.. words, "--max-term", "1", "--batch", "1"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_document()
    {
        var document = JsonDocument.Parse(Explore("--servers", "2", "--json", "--liveness").Output).RootElement;
        Assert.Equal("exhausted", document.GetProperty("end").GetString());
        Assert.Equal(999, document.GetProperty("distinct").GetInt64());
        Assert.Equal(0, document.GetProperty("liveness").GetProperty("stuck").GetInt64());
    }

    [Fact]
    public void Where_servers_never_stand_again_no_progress_is_possible_though_there_is_room()
    {
        string[] bounds =
        [
            "--max-term", "3", "--max-log", "3", "--max-requests", "0", "--max-drops", "1", "--liveness", "--symmetry", "servers",
        ];
        Assert.Equal(0, Explore(bounds).ExitCode);
        var run = Explore([.. bounds, "--mutant", "never-steps-back"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("No progress can be made any more after this:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Walks_store_nothing_and_say_how_many_there_were()
    {
        var run = Explore("--simulate", "500", "--seed", "3", "--max-messages", "8", "--max-term", "4");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("500 random walks, ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_runs_out_ends_it_with_what_was_shown_until_then()
    {
        var run = Explore("--max-term", "3", "--max-messages", "4", "--memory", "1");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("Memory ran out; all states up to depth", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'), line => line.Contains("memory ran out", StringComparison.Ordinal));
    }

    [Fact]
    public void Interrupted_it_ends_with_what_was_shown_until_then()
    {
        var run = Invocation.Of(new CancellationToken(canceled: true), "explore", "--out", folder);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Interrupted; all states up to depth 1: no violation.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_goes_on_from_a_checkpoint_to_the_same_end()
    {
        var kept = Path.Combine(folder, "kept");
        string[] bounds = ["--max-messages", "4", "--max-crashes", "1", "--symmetry", "servers"];
        var whole = JsonDocument.Parse(Explore([.. bounds, "--json"]).Output).RootElement;
        Assert.Equal(3, Explore([.. bounds, "--checkpoint", kept, "--memory", "4"]).ExitCode);
        var rest = JsonDocument.Parse(Explore("--resume", kept, "--json").Output).RootElement;
        foreach (var figure in (string[])["end", "distinct", "generated", "depth", "ends", "deadlocks", "actions"])
        {
            Assert.Equal($"{whole.GetProperty(figure)}", $"{rest.GetProperty(figure)}");
        }

        Explore("--resume", kept, "--max-term", "3").AssertBadUsage("--max-term", "--max-crashes 1");
    }

    [Theory]
    [InlineData("--liveness")]
    [InlineData("--symmetry", "servers")]
    [InlineData("--memory", "100")]
    [InlineData("--checkpoint", "d")]
    public void Walks_refuse_what_is_about_stored_states(params string[] words) =>
        Explore(["--simulate", "3", .. words]).AssertBadUsage(words[0], "stores no states");

    [Fact]
    public void A_folder_without_a_checkpoint_is_refused() => Explore("--resume", folder).AssertBadUsage(folder);

    [Theory]
    [InlineData("--change", "join", "join:sN or leave:sN")]
    [InlineData("--change", "leave:s4", "s1 to s3")]
    [InlineData("--servers", "8", "whole number from 1 to 7")]
    [InlineData("--max-term", "11", "whole number from 1 to 10")]
    [InlineData("--max-crashes", "-1", "whole number from 0 to 15")]
    [InlineData("--batch", "0", "whole number from 1 to 15")]
    [InlineData("--symmetry", "values", "servers, none")]
    [InlineData("--no-op", "perhaps", "on, off")]
    [InlineData("--mutant", "no-such", "unknown mutant")]
    public void What_makes_no_sense_is_refused_on_one_line(string option, string value, string expected) =>
        Explore(option, value).AssertBadUsage(value.Split(':')[^1], expected);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Invocation Explore(params string[] words) => Invocation.Of(["explore", "--out", folder, "--workers", "1", .. words]);
}
