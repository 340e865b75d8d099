using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Raft.Coyote.Commands;
using Raft.Coyote.Commands.Reports;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands.Reports;

/// <summary>What a check leaves for a CI service.</summary>
public sealed class ReportsTests : IClassFixture<ReportsTests.Folder>
{
    private readonly Folder folder;

    public ReportsTests(Folder folder) => this.folder = folder;

    [Fact]
    public void All_are_there_beside_the_traces()
    {
        var files = folder.Files.Reports("a").Select(file => file.Name).ToLookup(name => name.Contains("-1-", StringComparison.Ordinal));
        Assert.Equal(["junit.xml", "report.json", "results.sarif", "summary.md"], files[false]);
        string[] endings = [".html", ".shrunk.html", ".shrunk.trace.jsonl", ".trace.jsonl"];
        Assert.Equal(
            ["lossy-network", "partitions", "partitions-rules"], files[true].Select(name => name.Split("-1-")[0]).Distinct().Order());
        Assert.All(files[true].GroupBy(name => name.Split('.')[0]), each => Assert.Equal(endings, each.Select(EndingOf).Order(StringComparer.Ordinal)));
    }

    private static string EndingOf(string name) => name[name.IndexOf('.', StringComparison.Ordinal)..];

    [Fact]
    public void JUnit_is_as_published() => Assert.Empty(Published.ProblemsOfJUnit(Text("junit.xml")));

    [Fact]
    public void Sarif_is_as_published() => Assert.Empty(Published.ProblemsOfSarif(Text("results.sarif")));

    [Theory]
    [InlineData(" failures=\"1\"", " failures=\"one\"")]
    [InlineData("<testcase ", "<testcas ")]
    [InlineData(" classname=", " klass=")]
    [InlineData("<testsuite name=\"partitions .coyote.\"", "<testsuite")]
    public void Bad_JUnit_is_seen(string good, string bad) =>
        Assert.NotEmpty(Published.ProblemsOfJUnit(Regex.Replace(Text("junit.xml"), good, bad).Replace("</testcase>", bad == "<testcas " ? "</testcas>" : "</testcase>")));

    [Theory]
    [InlineData("\"version\": \"2.1.0\"", "\"version\": \"2.2.0\"")]
    [InlineData("\"ruleId\"", "\"rule\"")]
    [InlineData("\"level\": \"error\"", "\"level\": \"grave\"")]
    [InlineData("\"startLine\": ", "\"startLine\": -")]
    public void Bad_Sarif_is_seen(string good, string bad) =>
        Assert.NotEmpty(Published.ProblemsOfSarif(Text("results.sarif").Replace(good, bad, StringComparison.Ordinal)));

    [Fact]
    public void JUnit_has_a_case_for_each_scenario_and_property()
    {
        var root = XDocument.Parse(Text("junit.xml")).Root!;
        Assert.Equal(["first-election-3 (coyote)", "first-election-3 (rules)", "partitions (coyote)", "partitions (rules)", "lossy-network (coyote)",
                "lossy-network (rules)"],
            root.Elements().Select(suite => suite.Attribute("name")!.Value));
        Assert.All(root.Elements(), suite => Assert.Equal(
            Coyote.Specifications.Properties.Names, suite.Elements("testcase").Select(each => each.Attribute("name")!.Value)));
        Assert.Equal(("102", "3", "0"), (Count("tests"), Count("failures"), Count("errors")));
        var failed = root.Descendants("failure").Select(failure => failure.Parent!).ToList();
        Assert.Equal(["raft.partitions (coyote)", "raft.partitions (rules)", "raft.lossy-network (coyote)"], failed.Select(each => each.Attribute("classname")!.Value));
        Assert.All(failed, each => Assert.Contains("raft replay " + each.Attribute("classname")!.Value[5..].Split(' ')[0], each.Element("system-out")!.Value, StringComparison.Ordinal));

        string Count(string name) => root.Attribute(name)!.Value;
    }

    [Fact]
    public void Sarif_has_a_rule_for_each_property_and_a_result_for_each_violation()
    {
        using var document = JsonDocument.Parse(Text("results.sarif"));
        var run = document.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        Assert.Equal(17, rules.GetArrayLength());
        Assert.Contains("At most one server becomes leader in a term.", rules[0].GetProperty("help").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.All(rules.EnumerateArray(), rule => Assert.Contains("specs/PROPERTIES.md", rule.GetProperty("help").GetProperty("text").GetString(), StringComparison.Ordinal));
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["state-machine-safety", "state-machine-safety", "state-machine-safety"], results.Select(result => result.GetProperty("ruleId").GetString()));
        Assert.All(results, result => Assert.Equal("state-machine-safety", rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
        Assert.Equal(3, results.Select(result => result.GetProperty("partialFingerprints").GetRawText()).Distinct().Count());
    }

    [Fact]
    public void The_place_of_a_result_is_the_line_of_its_trace_where_the_property_fell()
    {
        using var document = JsonDocument.Parse(Text("results.sarif"));
        foreach (var result in document.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray())
        {
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            var lines = Text(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).Split('\n');
            var line = lines[place.GetProperty("region").GetProperty("startLine").GetInt32() - 1];
            using var fell = JsonDocument.Parse(line);
            var number = Regex.Match(result.GetProperty("message").GetProperty("text").GetString()!, "fell at event ([0-9]+) ").Groups[1].Value;
            Assert.Equal(number, fell.RootElement.GetProperty("n").GetRawText());
        }
    }

    [Fact]
    public void The_summary_has_the_tables_the_stories_and_the_commands()
    {
        var text = Text("summary.md");
        Assert.StartsWith("## raft check: ❌ State Machine Safety fell\n", text, StringComparison.Ordinal);
        Assert.Matches("\n\\| partitions \\| coyote \\| [0-9]+ \\| .* \\| State Machine Safety FELL \\|\n", text);
        Assert.Contains("| Election Safety | ", text, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(text, "<details"));
        Assert.Equal(3, Regex.Count(text, "^raft replay [a-z]", RegexOptions.Multiline));
    }

    [Fact]
    public void The_report_is_what_programs_get_with_its_paths_in_the_folder()
    {
        using var document = JsonDocument.Parse(Text("report.json"));
        var root = document.RootElement;
        Assert.Equal((1, true, "violation"), (root.GetProperty("format").GetInt32(), root.GetProperty("complete").GetBoolean(), root.GetProperty("verdict").GetString()));
        Assert.Equal($"raft check {string.Join(' ', Checked.Words[..3])} --iterations 900 --mutant commit-own-last-index", root.GetProperty("command").GetString());
        Assert.All(root.GetProperty("findings").EnumerateArray(), finding => Assert.NotEqual("", Text(finding.GetProperty("trace").GetString()!)));
        Assert.DoesNotContain(folder.Files.Path, Text("report.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_checker_and_what_was_never_exercised_are_told_too()
    {
        var report = Checked.Of(new ScenarioRow("healing", "coyote", 500, 9_000, 8, ["Logs Converge"], null, "out of paper \u0001\nat Printer.Print()"));
        var junit = JUnit.Write(report);
        Assert.Empty(Published.ProblemsOfJUnit(junit));
        var root = XDocument.Parse(junit).Root!;
        Assert.Equal("out of paper ?", root.Descendants("error").Single().Attribute("message")!.Value);
        Assert.Equal("never exercised", root.Descendants("failure").Single().Attribute("type")!.Value);
        var sarif = Sarif.Write(report);
        Assert.Empty(Published.ProblemsOfSarif(sarif));
        Assert.Contains("out of paper", sarif, StringComparison.Ordinal);
        Assert.Contains("healing (coyote) should exercise it and never did in 500 schedules.", sarif, StringComparison.Ordinal);
        Assert.StartsWith("## raft check: ⚠️ the checker itself failed", JobSummary.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_still_to_come_is_told()
    {
        var done = Checked.Of(new ScenarioRow("healing", "coyote", 500, 9_000, 8, [], null, null));
        var report = done with { Legs = ["healing (coyote)", "partitions (rules)"] };
        Assert.False(report.IsComplete);
        Assert.Contains("Not finished: still to come partitions (rules).", JobSummary.Write(report), StringComparison.Ordinal);
        Assert.Contains("<testsuite name=\"partitions (rules)\" tests=\"17\" failures=\"0\" errors=\"0\" skipped=\"17\">", JUnit.Write(report), StringComparison.Ordinal);
        Assert.Empty(Published.ProblemsOfJUnit(JUnit.Write(report)));
    }

    private string Text(string name) => folder.Files.Report("a", name);

    /// <summary>One check for all tests.</summary>
    public sealed class Folder : IDisposable
    {
        public Folder() => Files.Run("a");

        internal TraceFile.Folder Files { get; } = new();

        public void Dispose() => Files.Dispose();
    }
}
