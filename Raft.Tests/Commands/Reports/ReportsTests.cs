using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Raft.Coyote.Commands;
using Raft.Coyote.Commands.Reports;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands.Reports;

using Raft.Tests.Exploration;

/// <summary>What a check leaves for a CI service.</summary>
[Collection(nameof(CoyoteAlone))]
public sealed class ReportsTests : IClassFixture<ReportsTests.Folder>
{
    private readonly Folder folder;

    public ReportsTests(Folder folder) => this.folder = folder;

    [Fact]
    public void All_are_there_beside_the_traces()
    {
        var files = folder.Files.Reports("a").Select(file => file.Name).ToLookup(name => name.Contains("-1-", StringComparison.Ordinal));
        Assert.Equal(["junit.xml", "report.json", "results.sarif", "summary.md"], files[false]);
        Assert.Equal(
            from leg in Found().Select(each => each.Driver == "coyote" ? each.Scenario : $"{each.Scenario}-rules").Order()
            from ending in new[] { "html", "shrunk.html", "shrunk.trace.jsonl", "trace.jsonl" }
            select (leg, ending),
            files[true].Select(name => (name.Split("-1-")[0], name.Split('.', 2)[1])).Order());
    }

    /// <summary>Where something was found: three times, by both drivers.</summary>
    private List<(string Scenario, string Driver)> Found()
    {
        using var document = JsonDocument.Parse(Text("report.json"));
        var fell = document.RootElement.GetProperty("scenarios").EnumerateArray().Where(row => row.GetProperty("verdict").GetString() == "violation");
        var found = fell.Select(row => (row.GetProperty("scenario").GetString()!, row.GetProperty("driver").GetString()!)).ToList();
        Assert.Equal((3, 2), (found.Count, found.Select(each => each.Item2).Distinct().Count()));
        return found;
    }

    [Fact]
    public void JUnit_is_as_published() => Assert.Empty(Published.ProblemsOfJUnit(Text("junit.xml")));

    [Fact]
    public void Sarif_is_as_published() => Assert.Empty(Published.ProblemsOfSarif(Text("results.sarif")));

    [Theory]
    [InlineData(" failures=\"1\"", " failures=\"one\"")]
    [InlineData("<skipped ", "<skip ")]
    [InlineData(" classname=", " klass=")]
    [InlineData("<testsuite name=\"partitions .coyote.\"", "<testsuite")]
    public void Bad_JUnit_is_seen(string good, string bad) =>
        Assert.NotEmpty(Published.ProblemsOfJUnit(Regex.Replace(Text("junit.xml"), good, bad)));

    [Theory]
    [InlineData("\"version\": \"2.1.0\"", "\"version\": \"2.2.0\"")]
    [InlineData("\"ruleId\"", "\"rule\"")]
    [InlineData("\"level\": \"error\"", "\"level\": \"grave\"")]
    [InlineData("\"startLine\": ", "\"startLine\": -")]
    public void Bad_Sarif_is_seen(string good, string bad) =>
        Assert.NotEmpty(Published.ProblemsOfSarif(Text("results.sarif").Replace(good, bad, StringComparison.Ordinal)));

    [Fact]
    public void JUnit_has_a_case_for_each_scenario_driver_and_property()
    {
        var root = XDocument.Parse(Text("junit.xml")).Root!;
        var legs = from scenario in Checked.Words[..3] from driver in new[] { "coyote", "rules" } select $"{scenario} ({driver})";
        Assert.Equal(legs, root.Elements().Select(suite => suite.Attribute("name")!.Value));
        Assert.All(root.Elements(), suite => Assert.Equal(
            Coyote.Specifications.Properties.Names, suite.Elements("testcase").Select(each => each.Attribute("name")!.Value)));
        var cases = 6 * Coyote.Specifications.Properties.Names.Count;
        Assert.Equal(($"{cases}", "3", "0"), (Count("tests"), Count("failures"), Count("errors")));

        string Count(string name) => root.Attribute(name)!.Value;
    }

    [Fact]
    public void A_failure_in_JUnit_tells_its_story_and_what_replays_it()
    {
        var failures = XDocument.Parse(Text("junit.xml")).Descendants("failure").Select(failure => failure.Parent!).ToList();
        Assert.Equal(
            Found().Select(each => $"raft.{each.Scenario} ({each.Driver})"),
            failures.Select(each => each.Attribute("classname")!.Value));
        Assert.All(failures, each => Assert.Matches(
            "(?s)^State Machine Safety fell at .*\nraft replay [a-z-]+[0-9-]+-commit-own-last-index\\.shrunk\\.trace\\.jsonl\n$",
            each.Element("system-out")!.Value));
    }

    [Fact]
    public void Sarif_has_a_rule_for_each_property_with_its_statement()
    {
        var rules = Run().GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(Coyote.Specifications.Properties.Known, rules.Select(rule => Say(rule.GetProperty("shortDescription"))));
        Assert.StartsWith("At most one server becomes leader in a term.", Say(rules[0].GetProperty("help")), StringComparison.Ordinal);
        Assert.All(rules, rule =>
            Assert.Contains("specs/PROPERTIES.md", Say(rule.GetProperty("help")), StringComparison.Ordinal));
    }

    [Fact]
    public void Sarif_has_a_result_for_each_violation()
    {
        var rules = Run().GetProperty("tool").GetProperty("driver").GetProperty("rules");
        var results = Run().GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(3, results.Count);
        Assert.All(results, result => Assert.Equal("state-machine-safety", result.GetProperty("ruleId").GetString()));
        Assert.All(results, result => Assert.Equal(
            "state-machine-safety", rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
        Assert.Equal(3, results.Select(result => result.GetProperty("partialFingerprints").GetRawText()).Distinct().Count());
    }

    [Fact]
    public void The_place_of_a_result_is_the_line_of_its_trace_where_the_property_fell()
    {
        foreach (var result in Run().GetProperty("results").EnumerateArray())
        {
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            var lines = Text(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).Split('\n');
            var line = lines[place.GetProperty("region").GetProperty("startLine").GetInt32() - 1];
            Assert.StartsWith("{\"kind\":\"event\",", line, StringComparison.Ordinal);
            Assert.Equal(lines.Length - 2, Array.IndexOf(lines, line) + 1);
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
        Assert.Equal((1, true), (root.GetProperty("format").GetInt32(), root.GetProperty("complete").GetBoolean()));
        Assert.Equal("violation", root.GetProperty("verdict").GetString());
        Assert.Equal(
            "raft check first-election-3 partitions lossy-network --iterations 1870 --mutant commit-own-last-index",
            root.GetProperty("command").GetString());
        Assert.All(
            root.GetProperty("findings").EnumerateArray(),
            finding => Assert.NotEqual("", Text(finding.GetProperty("trace").GetString()!)));
        Assert.DoesNotContain(folder.Files.Path, Text("report.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_checker_and_what_was_never_exercised_are_told_too()
    {
        var fault = "out of paper \u0001\nat Printer.Print()";
        var report = Checked.Of(new ScenarioRow("healing", "coyote", 500, 9_000, 8, ["Logs Converge"], null, fault));
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
        var all = Coyote.Specifications.Properties.Names.Count;
        var suite = $"<testsuite name=\"partitions (rules)\" tests=\"{all}\" failures=\"0\" errors=\"0\" skipped=\"{all}\">";
        Assert.Contains(suite, JUnit.Write(report), StringComparison.Ordinal);
        Assert.Empty(Published.ProblemsOfJUnit(JUnit.Write(report)));
    }

    private JsonElement Run()
    {
        using var document = JsonDocument.Parse(Text("results.sarif"));
        return document.RootElement.GetProperty("runs")[0].Clone();
    }

    private static string Say(JsonElement message) => message.GetProperty("text").GetString()!;

    private string Text(string name) => folder.Files.Report("a", name);

    /// <summary>One check for all tests.</summary>
    public sealed class Folder : IDisposable
    {
        public Folder() => Files.Run("a");

        internal TraceFile.Folder Files { get; } = new();

        public void Dispose() => Files.Dispose();
    }
}
