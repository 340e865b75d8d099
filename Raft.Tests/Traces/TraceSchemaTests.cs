namespace Raft.Tests.Traces;

public class TraceSchemaTests
{
    [Fact]
    public void The_schema_accepts_everything_that_can_be_written() => TraceSchema.AssertHolds(Samples.Everything);

    [Fact]
    public void The_schema_accepts_what_later_chapters_add() =>
        Assert.All(new[] { Samples.OfReads, Samples.OfSnapshots }, TraceSchema.AssertHolds);

    [Theory]
    [InlineData("\"reads\":\"lease\"", "\"reads\":\"throughTheLog\"")]
    [InlineData("\"maxSessions\":2", "\"maxSessions\":0")]
    [InlineData("\"keepsLease\":true", "\"keepsLease\":false")]
    [InlineData("\"skipped\":\"appliedBefore\"", "\"skipped\":\"no\"")]
    [InlineData("\"type\":\"numbered\",\"session\":7", "\"type\":\"numbered\"")]
    public void The_schema_refuses_what_a_later_chapter_does_not_add(string good, string bad)
    {
        var line = TraceFile.LinesOf(Samples.OfReads).First(line => line.Contains(good, StringComparison.Ordinal));
        Assert.True(TraceSchema.Accepts(line));
        Assert.False(TraceSchema.Accepts(line.Replace(good, bad, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_schema_accepts_runs_of_the_rules()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            TraceSchema.AssertHolds(RandomRuns.Run(seed));
        }
    }

    [Fact]
    public void A_file_can_be_held_against_the_schema()
    {
        using var folder = new TraceFile.Folder();
        var lines = TraceFile.LinesOf(Samples.Everything);
        File.WriteAllLines(folder["good"], lines);
        File.WriteAllLines(folder["bad"], lines.Select(line => line.Replace("true", "1", StringComparison.Ordinal)));
        TraceSchema.AssertHolds(folder["good"]);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => TraceSchema.AssertHolds(folder["bad"]));
    }

    [Theory]
    [InlineData("\"kind\":\"event\"", "\"kind\":\"happening\"")]
    [InlineData("\"kind\":\"event\",", "")]
    [InlineData("\"kind\":\"event\"", "\"kind\":\"event\",\"more\":1")]
    [InlineData("\"what\":\"handled\"", "\"what\":\"managed\"")]
    [InlineData("\"what\":\"healed\"", "\"what\":\"healed\",\"server\":\"s1\"")]
    [InlineData("\"format\":2", "\"format\":1")]
    [InlineData("\"servers\":3", "\"servers\":0")]
    [InlineData("\"servers\":3", "\"servers\":1000000")]
    [InlineData("\"driver\":\"coyote\"", "\"driver\":\"Coyote\"")]
    [InlineData("\"seed\":123", "\"seed\":-1")]
    [InlineData("\"seed\":123", "\"seed\":1.5")]
    [InlineData("\"shrunkFrom\":214", "\"shrunkFrom\":null")]
    [InlineData("\"log\":\"7\"", "\"log\":7")]
    [InlineData("\"event\":2", "\"event\":0")]
    [InlineData("\"n\":13", "\"n\":\"13\"")]
    [InlineData("\"server\":\"s2\"", "\"server\":\"s8\"")]
    [InlineData("\"server\":\"s2\"", "\"server\":2")]
    [InlineData("\"server\":\"s2\"", "\"server\":null")]
    [InlineData("\"type\":\"electionTimeout\"", "\"type\":\"timeout\"")]
    [InlineData("\"type\":\"electionTimeout\"", "\"type\":\"electionTimeout\",\"term\":1")]
    [InlineData("\"type\":\"resetElectionTimer\"", "\"type\":\"explode\"")]
    [InlineData("\"type\":\"get\"", "\"type\":\"delete\"")]
    [InlineData("\"type\":\"requestVote\"", "\"type\":\"preVotes\"")]
    [InlineData("\"type\":\"requestVote\"", "\"type\":\"appendEntries\"")]
    [InlineData("\"type\":\"leader\"", "\"type\":\"follower\"")]
    [InlineData("\"type\":\"notLeader\",\"leader\":\"s3\"", "\"type\":\"notLeader\"")]
    [InlineData("\"type\":\"truncateFrom\",\"index\":3", "\"type\":\"truncateFrom\",\"index\":-3")]
    [InlineData("\"matchIndex\":6", "\"matchIndex\":2147483648")]
    [InlineData("\"votedFor\":\"s1\"", "\"votedFor\":\"\"")]
    [InlineData("\"origin\":\"c2#1\"", "\"origin\":\"c2#0\"")]
    [InlineData("\"nextIndex\":{\"s1\"", "\"nextIndex\":{\"1\"")]
    [InlineData("\"votesGranted\":[\"s1\",", "\"votesGranted\":[\"s3\",")]
    [InlineData("\"stateMachine\":{\"a\":", "\"stateMachine\":{\"a\":null,\"c\":")]
    [InlineData("\"bothWays\":true", "\"bothWays\":\"yes\"")]
    [InlineData("\"succeeded\":true", "\"succeeded\":null")]
    [InlineData("\"checksum\":\"", "\"checksum\":\"Z")]
    public void The_schema_refuses(string good, string bad)
    {
        var line = TraceFile.LinesOf(Samples.Everything).First(line => line.Contains(good, StringComparison.Ordinal));
        Assert.True(TraceSchema.Accepts(line));
        Assert.False(TraceSchema.Accepts(line.Replace(good, bad, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("17")]
    public void The_schema_refuses_what_is_no_line(string line) => Assert.False(TraceSchema.Accepts(line));
}
