using System.Text.Json.Nodes;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>specs/TRACE.md shows what is true.</summary>
public class TraceDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(TraceSchema.Root(), "specs", "TRACE.md"));

    [Fact]
    public void Every_example_is_as_the_schema_says()
    {
        var examples = Blocks("json").Concat(Blocks("jsonl")).SelectMany(block => block.Split('\n')).ToList();
        TraceSchema.AssertHolds(examples);
        var samples = new[] { Samples.Everything, Samples.FlowAndDisks, Samples.OfReads, Samples.OfSnapshots };
        Assert.Equal(Kinds(samples.SelectMany(sample => TraceFile.LinesOf(sample))), Kinds(examples));
    }

    [Fact]
    public void The_trace_written_by_hand_is_read_and_told_as_it_says()
    {
        var trace = TraceFile.Read($"{Assert.Single(Blocks("jsonl"))}\n");
        Assert.Equal(Assert.Single(Blocks("text")), string.Join('\n', Narration.Story(trace)));
    }

    [Fact]
    public void The_document_names_every_field_and_every_choice_of_the_schema()
    {
        var schema = JsonNode.Parse(TraceSchema.Text)!;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Collect(schema, names);
        Assert.True(names.Count > 80);
        Assert.Equal([], names.Where(name => !Document.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Blocks(string language) => Document
        .Split("```")
        .Where((text, position) => position % 2 == 1 && text.StartsWith($"{language}\n", StringComparison.Ordinal))
        .Select(text => text[language.Length..].Trim());

    private static SortedSet<string> Kinds(IEnumerable<string> lines) =>
        new(lines.Select(line => JsonNode.Parse(line)!).Select(node => $"{node["kind"]} {node["what"]}"), StringComparer.Ordinal);

    /// <summary>The names of properties, and the values that are given in a list.</summary>
    private static void Collect(JsonNode? node, SortedSet<string> names)
    {
        if (node is JsonObject fields)
        {
            names.UnionWith((fields["properties"] as JsonObject)?.Select(field => field.Key) ?? []);
            names.UnionWith((fields["enum"] as JsonArray)?.Select(value => value!.ToString()).Where(value => value != "2") ?? []);
        }

        var values = (node as JsonObject)?.Select(field => field.Value);
        foreach (var child in values ?? node as JsonArray ?? Enumerable.Empty<JsonNode?>())
        {
            Collect(child, names);
        }
    }
}
