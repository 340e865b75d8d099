using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands.Reports;

/// <summary>
/// <c>results.sarif</c>, SARIF 2.1.0: the rules are the properties, a result is a violation. Its place is a line of its trace,
/// for there is no line of a source that a schedule is about; the scenario is its logical location, the story its code flow.
/// </summary>
internal static class Sarif
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document.</summary>
    public static string Write(CheckReport report) => new JsonObject
    {
        ["$schema"] = Schema,
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray(Run(report)),
    }.ToJsonString(Readable);

    private static JsonObject Run(CheckReport report) => new()
    {
        ["tool"] = new JsonObject { ["driver"] = Driver() },
        ["automationDetails"] = new JsonObject { ["id"] = "raft-check/" },
        ["invocations"] = new JsonArray(Invocation(report)),
        ["artifacts"] = Array(report.Findings.SelectMany(TracesOf).Select(Artifact)),
        ["results"] = Array(report.Findings.Select(Fell).Concat(NeverExercised(report.Summary))),
        ["columnKind"] = "utf16CodeUnits",
    };

    private static JsonObject Driver()
    {
        var words = TraceFormat.Product.Split(' ');
        return new()
        {
            ["name"] = words[0],
            ["version"] = words[1],
            ["semanticVersion"] = words[1],
            ["rules"] = Array(Properties.Known.Select(Rule)),
        };
    }

    private static JsonObject Rule(string property)
    {
        var page = PropertyPage.Of(property);
        return new()
        {
            ["id"] = page.Id,
            ["name"] = string.Concat(property.Split(' ', '-')),
            ["shortDescription"] = Message(property),
            ["fullDescription"] = Message(page.Statement),
            ["help"] = Help(page),
            ["helpUri"] = PropertyPage.Paper,
            ["defaultConfiguration"] = new JsonObject { ["level"] = "error" },
        };
    }

    private static JsonObject Help(PropertyPage property)
    {
        return new() { ["text"] = Say(PropertyPage.File), ["markdown"] = Say($"[{PropertyPage.File}]({PropertyPage.File})") };

        string Say(string page) =>
            $"{property.Statement} ({property.Source}; {page} says what breaks it, and what shows that it could have fallen.)";
    }

    private static JsonObject Invocation(CheckReport report) => new()
    {
        ["commandLine"] = report.Command,
        ["executionSuccessful"] = report.IsComplete && !report.Summary.Faults.Any(),
        ["toolExecutionNotifications"] = Array(report.Summary.Faults.Select(each => new JsonObject
        {
            ["level"] = "error",
            ["message"] = Message($"in the scenario {each.Scenario}: {each.Fault}"),
        })),
    };

    private static IEnumerable<Finding> TracesOf(Finding finding) => finding.Shrunk is { } shrunk ? [shrunk, finding] : [finding];

    private static JsonObject Artifact(Finding finding) => new()
    {
        ["location"] = Location(finding),
        ["description"] = Message($"a run in {Text.Count(finding.Trace.Happenings.Count, "event")}"),
        ["roles"] = new JsonArray("debugOutputFile"),
    };

    private static JsonObject Fell(Finding finding)
    {
        var (header, told) = (finding.Trace.Header, finding.Shortest);
        var violation = told.Trace.Header.Violation!;
        var message = ReportFinding.Explain(violation).Prepend(ReportFinding.WhatFell(finding)).Append(told.ReplayCommand);
        return new()
        {
            ["ruleId"] = PropertyPage.Of(violation.Property).Id,
            ["ruleIndex"] = IndexOf(violation.Property),
            ["level"] = "error",
            ["message"] = Message(string.Join('\n', message)),
            ["locations"] = new JsonArray(Place(told, told.Trace.Happenings.Count, violation.Explanation)),
            ["codeFlows"] = new JsonArray(Story(told)),
            ["partialFingerprints"] = Fingerprint(violation.Property, Text.NameOf(header), header.Mutant),
            ["properties"] = new JsonObject
            {
                ["seed"] = header.Seed,
                ["schedule"] = header.Schedule,
                ["driver"] = Text.NameOf(header.Driver),
                ["strategy"] = header.Strategy,
                ["replay"] = told.ReplayCommand,
            },
        };
    }

    private static IEnumerable<JsonObject> NeverExercised(CheckSummary summary) =>
        from row in summary.Rows
        from property in row.Missed
        select new JsonObject
        {
            ["ruleId"] = PropertyPage.Of(property).Id,
            ["ruleIndex"] = IndexOf(property),
            ["level"] = "warning",
            ["message"] = Message($"{row.Leg} should exercise it and never did in {Text.Count(row.Schedules, "schedule")}."),
            ["locations"] = new JsonArray(new JsonObject { ["logicalLocations"] = new JsonArray(Logical(row.Scenario)) }),
            ["partialFingerprints"] = Fingerprint("never exercised", property, row.Leg, summary.Subject.Mutant),
        };

    /// <summary>
    /// What falls again in the same scenario under the same driver is the same result, whichever seed found it.
    /// </summary>
    private static JsonObject Fingerprint(params string?[] what)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', what)));
        return new() { ["propertyInScenario/v1"] = Convert.ToHexStringLower(hash.AsSpan(0, 16)) };
    }

    private static JsonObject Story(Finding finding)
    {
        var happenings = finding.Trace.Happenings;
        var first = Math.Max(1, happenings.Count - ReportFinding.LastEvents + 1);
        var locations = Enumerable.Range(first, happenings.Count - first + 1).Select(number => new JsonObject
        {
            ["location"] = Place(finding, number, Narration.Tell(happenings[number - 1])),
        });
        return new() { ["threadFlows"] = new JsonArray(new JsonObject { ["locations"] = Array(locations) }) };
    }

    private static JsonObject Place(Finding finding, int happening, string text) => new()
    {
        ["physicalLocation"] = new JsonObject
        {
            ["artifactLocation"] = Location(finding),
            ["region"] = new JsonObject { ["startLine"] = TraceWriter.LineOf(finding.Trace, happening) },
        },
        ["logicalLocations"] = new JsonArray(Logical(finding.Trace.Header.Scenario)),
        ["message"] = Message(text),
    };

    private static JsonObject Logical(string scenario) =>
        new() { ["name"] = scenario, ["fullyQualifiedName"] = $"raft check {scenario}", ["kind"] = "scenario" };

    private static JsonObject Location(Finding finding) =>
        new() { ["uri"] = Uri.EscapeDataString(finding.File) };

    private static JsonObject Message(string text) => new() { ["text"] = text };

    private static JsonArray Array(IEnumerable<JsonObject> items) => [.. items];

    private static int IndexOf(string property) => Properties.Known.ToList().IndexOf(property);
}
