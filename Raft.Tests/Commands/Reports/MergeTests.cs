using Raft.Tests.Traces;

namespace Raft.Tests.Commands.Reports;

using Raft.Tests.Exploration;

/// <summary>Shards that are merged give the report of one run.</summary>
[Collection(nameof(CoyoteAlone))]
public sealed class MergeTests : IClassFixture<MergeTests.Shards>, IDisposable
{
    private readonly TraceFile.Folder shards;
    private readonly TraceFile.Folder folder = new();

    public MergeTests(Shards shards) => this.shards = shards.Files;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("whole")]
    [InlineData("1of2", "2of2")]
    [InlineData("2of2", "1of2")]
    [InlineData("1of3", "2of3", "3of3")]
    public void They_give_the_report_of_one_run(params string[] names)
    {
        var merged = Merge(names);
        Assert.Equal(1, merged.ExitCode);
        Assert.Equal(shards.Reports("whole"), folder.Reports("merged"));
    }

    [Fact]
    public void What_a_shard_found_after_the_end_of_its_scenario_does_not_count()
    {
        var found = new[] { "1of3", "2of3", "3of3" }.Sum(name => shards.TracesOf(name).Length);
        Merge("1of3", "2of3", "3of3");
        var whole = shards.TracesOf("whole").Length;
        Assert.True(found > whole);
        Assert.Equal(whole, folder.TracesOf("merged").Length);
    }

    [Fact]
    public void A_merged_report_is_no_shard()
    {
        Merge("1of2", "2of2");
        Invocation.Of("merge", folder["merged"], "--out", folder["again"]).AssertBadUsage(folder.ProgressOf("merged"));
    }

    [Theory]
    [InlineData("shard 2/2 is missing; came 1/2", "1of2")]
    [InlineData("shard 1/3 is missing; came 2/3, 3/3", "3of3", "2of3")]
    [InlineData("shard 1/2 comes twice", "1of2", "1of2")]
    [InlineData("came one of another", "1of2", "2of3")]
    [InlineData("came one of another", "1of2", "seed2")]
    [InlineData("shard 2/2 is not finished", "1of2", "begun")]
    public void What_is_no_whole_is_refused(string named, params string[] names)
    {
        Merge(names).AssertBadUsage(named);
        Assert.False(Directory.Exists(folder["merged"]));
    }

    [Fact]
    public void The_report_goes_to_a_folder_of_its_own()
    {
        Invocation.Of("merge", shards["1of2"], shards["2of2"], "--out", shards["1of2"]).AssertBadUsage("--out", shards["1of2"]);
        Invocation.Of("merge", shards["1of2"], shards["2of2"]).AssertBadUsage("--out");
        Invocation.Of("merge", "--out", folder["merged"]).AssertBadUsage("merge");
    }

    [Fact]
    public void Shards_that_had_a_time_are_merged_as_far_as_they_came()
    {
        folder.Run("a", "--time", "0.001", "--shard", "1/2");
        folder.Run("b", "--time", "0.001", "--shard", "2/2");
        var merged = folder.Merge("merged", "a", "b");
        Assert.Matches("\nfirst-election-3 +coyote +100 ", merged.Output);
    }

    private Invocation Merge(params string[] names) =>
        Invocation.Of(["merge", .. names.Select(name => shards[name]), "--out", folder["merged"]]);

    /// <summary>The shards, and what is none.</summary>
    public sealed class Shards : IDisposable
    {
        public Shards()
        {
            Files.Run("whole");
            foreach (var (part, parts) in new[] { (1, 2), (2, 2), (1, 3), (2, 3), (3, 3) })
            {
                Files.Run($"{part}of{parts}", "--shard", $"{part}/{parts}");
            }

            Files.Run("seed2", "--shard", "2/2", "--seed", "2");
            Directory.CreateDirectory(Files["begun"]);
            File.WriteAllLines(Files.ProgressOf("begun"), File.ReadLines(Files.ProgressOf("2of2")).Take(3));
        }

        internal TraceFile.Folder Files { get; } = new();

        public void Dispose() => Files.Dispose();
    }
}
