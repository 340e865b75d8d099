using System.Text.Json;
using System.Xml.Linq;
using System.Xml.Schema;
using NJsonSchema;

namespace Raft.Tests.Commands.Reports;

/// <summary>The published schemas of the reports' formats.</summary>
internal static class Published
{
    private static readonly JsonSchema Sarif =
        JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "sarif-2.1.0.json")).GetAwaiter().GetResult();

    /// <summary>What is wrong with a document as JUnit.</summary>
    public static IReadOnlyList<string> ProblemsOfJUnit(string text)
    {
        var problems = new List<string>();
        var schemas = new XmlSchemaSet();
        schemas.Add("", Path.Combine(AppContext.BaseDirectory, "junit.xsd"));
        XDocument.Parse(text).Validate(schemas, (_, problem) => problems.Add(problem.Message));
        return problems;
    }

    /// <summary>What is wrong with a document as SARIF 2.1.0.</summary>
    public static IReadOnlyList<string> ProblemsOfSarif(string text)
    {
        using var document = JsonDocument.Parse(text);
        return [.. Sarif.Validate(text).Select(problem => problem.ToString())];
    }
}
