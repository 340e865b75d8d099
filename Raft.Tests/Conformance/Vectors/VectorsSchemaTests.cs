using NJsonSchema;
using Raft.Tests.Traces;

namespace Raft.Tests.Conformance.Vectors;

/// <summary>specs/vectors/vectors.schema.json says what a file of vectors looks like.</summary>
public class VectorsSchemaTests
{
    private static readonly string Folder = Path.Combine(TraceSchema.Root(), "specs", "vectors");

    private static readonly JsonSchema Schema =
        JsonSchema.FromFileAsync(Path.Combine(Folder, "vectors.schema.json")).GetAwaiter().GetResult();

    [Theory]
    [MemberData(nameof(VectorsTests.Files), MemberType = typeof(VectorsTests))]
    public void Each_file_is_as_the_schema_says(string file) => Assert.Empty(Schema.Validate(Text(file)));

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2")]
    [InlineData("\"section\": \"paper, Figure 2\"", "\"section\": \"\"")]
    [InlineData("\"given\": {", "\"given\": { \"more\": 1, ")]
    [InlineData("\"then\": {", "\"then\": { \"step\": 1, ")]
    [InlineData("\"type\": \"electionTimeout\"", "\"type\": \"timeout\"")]
    [InlineData("\"currentTerm\": 1", "\"currentTerm\": -1")]
    [InlineData("\"server\": \"s1\"", "\"server\": \"s9\"")]
    [InlineData("\"type\": \"resetElectionTimer\"", "\"type\": \"explode\"")]
    public void It_refuses(string good, string bad)
    {
        var text = Text("election.json");
        Assert.Contains(good, text, StringComparison.Ordinal);
        Assert.NotEmpty(Schema.Validate(text.Replace(good, bad, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("\"n\": 1,", "")]
    [InlineData("\"sentAt\": 1", "\"sentAt\": 0")]
    [InlineData("\"start\": []", "\"start\": {}")]
    public void It_refuses_a_scenario(string good, string bad)
    {
        var text = Text("scenarios/split-vote.json");
        Assert.Contains(good, text, StringComparison.Ordinal);
        Assert.NotEmpty(Schema.Validate(text.Replace(good, bad, StringComparison.Ordinal)));
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));
}
