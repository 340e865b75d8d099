using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Raft.Coyote.Commands.Reports;

/// <summary>
/// <c>junit.xml</c>: a suite for each scenario, and in it a test case for each property that judged. It keeps to what the schema
/// of Jenkins' xunit plugin (junit-10.xsd) and the readers of the large CI services have in common.
/// </summary>
internal static class JUnit
{
    /// <summary>The document.</summary>
    public static string Write(CheckReport report)
    {
        var done = report.Summary.Rows.Select(row => Suite(report, row));
        var toCome = report.ToCome.Select(leg => ToCome(report, leg));
        var root = new XElement("testsuites", new XAttribute("name", "raft check"), done, toCome);
        root.Add(Counts(root, "tests", "failures", "errors"));
        using var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            root.Save(xml);
        }

        return text.ToString();
    }

    private static XElement Suite(CheckReport report, ScenarioRow row) =>
        Suite(row.Leg, Figures(report, row), [.. report.Summary.Properties.Select(each => Case(row, each.Name)), .. Fault(row)]);

    private static XElement ToCome(CheckReport report, string leg) =>
        Suite(leg, [], report.Summary.Properties.Select(property => Case(leg, property.Name, Skipped("not run"))));

    private static XElement Suite(string leg, IReadOnlyList<XElement> figures, IEnumerable<XElement> cases)
    {
        var properties = figures.Count == 0 ? null : new XElement("properties", figures);
        var suite = new XElement("testsuite", new XAttribute("name", leg), properties, cases);
        suite.Add(Counts(suite, "tests", "failures", "errors", "skipped"));
        return suite;
    }

    /// <summary>How many there are of each kind below an element.</summary>
    private static IEnumerable<XAttribute> Counts(XElement element, params string[] kinds) =>
        kinds.Select(kind => new XAttribute(kind, element.Descendants(ElementOf(kind)).Count()));

    private static string ElementOf(string kind) => kind switch
    {
        "tests" => "testcase",
        "failures" => "failure",
        "errors" => "error",
        _ => kind,
    };

    private static List<XElement> Figures(CheckReport report, ScenarioRow row) =>
    [
        Figure("seed", report.Summary.Subject.Seed),
        .. report.Summary.Subject.Mutant is { } mutant ? (XElement[])[Figure("mutant", mutant)] : [],
        Figure("schedules", row.Schedules),
        Figure("protocol events", row.Events),
        Figure("distinct states", row.StatesText),
    ];

    private static XElement Figure(string name, object value) =>
        new("property", new XAttribute("name", name), new XAttribute("value", value));

    private static XElement Case(ScenarioRow row, string property) => Case(row.Leg, property, Outcome(row, property));

    private static XElement Case(string leg, string property, params object?[] outcome) =>
        new("testcase", new XAttribute("classname", $"raft.{leg}"), new XAttribute("name", property), outcome);

    private static object?[] Outcome(ScenarioRow row, string property)
    {
        if (row.Finding?.Shortest.Trace.Header.Violation is { } violation && violation.Property == property)
        {
            var story = Text(ReportFinding.Lines(row.Finding.InItsFolder));
            var failure = Failure(property, violation.Explanation, Text(ReportFinding.Explain(violation)));
            return [failure, new XElement("system-out", story)];
        }

        var exercised = row.Exercised.GetValueOrDefault(property);
        var figure = new XElement("system-out", $"exercised {Commands.Text.Count(exercised, "time")}");
        return row.Missed.Contains(property)
            ? [Failure("never exercised", $"never exercised in {Commands.Text.Count(row.Schedules, "schedule")}", "")]
            : [exercised == 0 ? Skipped("never exercised here") : figure];
    }

    private static IEnumerable<XElement> Fault(ScenarioRow row)
    {
        if (row.Fault is { } fault)
        {
            var message = new XAttribute("message", Clean(fault.Split('\n')[0]));
            yield return Case(row.Leg, "the checker itself", new XElement("error", message, Clean(fault)));
        }
    }

    private static XElement Failure(string type, string message, string text) => new(
        "failure", new XAttribute("type", type), new XAttribute("message", Clean(message)), text);

    private static XElement Skipped(string why) => new("skipped", new XAttribute("message", why));

    private static string Text(IEnumerable<string> lines) => Clean(string.Concat(lines.Select(line => $"{line}\n")));

    /// <summary>XML has no way to say some characters.</summary>
    private static string Clean(string text) =>
        string.Concat(text.Select(character => XmlConvert.IsXmlChar(character) ? character : '?'));

    /// <summary>A writer of text that says of itself what the file will be.</summary>
    private sealed class Utf8Writer : StringWriter
    {
        public Utf8Writer()
            : base(CultureInfo.InvariantCulture)
        {
        }

        public override Encoding Encoding => Encoding.UTF8;
    }
}
