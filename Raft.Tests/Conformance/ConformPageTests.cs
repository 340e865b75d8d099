using System.Text;
using System.Text.RegularExpressions;
using NJsonSchema;
using Raft.Coyote.Conformance;
using Raft.Coyote.Conformance.Histories;
using Raft.Tests.Architecture;

namespace Raft.Tests.Conformance;

/// <summary>What specs/CONFORM.md says of the log for implementers is so.</summary>
public partial class ConformPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "specs", "CONFORM.md"));

    private static readonly JsonSchema Schema = JsonSchema
        .FromJsonAsync(File.ReadAllText(Path.Combine(Repository.Root, "specs", "log.schema.json"))).GetAwaiter().GetResult();

    private static string[] Examples => [.. Example().Matches(Page).Select(match => match.Groups[1].Value)];

    [Fact]
    public void The_log_on_the_page_is_as_the_schema_says()
    {
        var lines = Examples[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(9, lines.Length);
        Assert.All(lines, line => Assert.Empty(Schema.Validate(line)));
    }

    [Fact]
    public void It_is_accepted()
    {
        var verdict = Conformity.Judge(new MemoryStream(Encoding.UTF8.GetBytes(Examples[1])), "page");
        Assert.Null(verdict.First);
        Assert.Equal(("log", 8), (verdict.Format, verdict.Facts.Events));
    }

    [Fact]
    public void The_history_on_the_page_is_linearizable() =>
        Assert.True(HistoryJudge.Judge(new MemoryStream(Encoding.UTF8.GetBytes(Examples[2])), "page").IsAccepted);

    [Theory]
    [InlineData("\"term\":1,\"votedFor\"", "\"term\":\"1\",\"votedFor\"")]
    [InlineData("\"role\":\"candidate\"", "\"role\":\"boss\"")]
    [InlineData("\"type\":\"requestVote\"", "\"type\":\"askForVote\"")]
    [InlineData("\"lastLogTerm\":0", "\"lastLogTerms\":0")]
    [InlineData("\"server\":\"a\",", "")]
    public void The_schema_and_the_reader_refuse(string good, string bad)
    {
        var lines = Examples[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var place = Array.FindIndex(lines, line => line.Contains(good, StringComparison.Ordinal));
        lines[place] = lines[place].Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEmpty(Schema.Validate(lines[place]));
        var exception = Assert.Throws<Coyote.Traces.TraceFormatException>(() => JudgeLog(string.Join('\n', lines)));
        Assert.Equal(place + 1, exception.Line);
    }

    [Fact]
    public void All_formats_are_on_the_page() =>
        Assert.Contains($"--format {string.Join('|', new[] { "log", "raft", "etcd", "canonical" })}", Page, StringComparison.Ordinal);

    private static Verdict JudgeLog(string log) => Conformity.Judge(
        new MemoryStream(Encoding.UTF8.GetBytes(log)), "page", Formats.All.Single(format => format.Name == "log"));

    [GeneratedRegex("```jsonl\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
