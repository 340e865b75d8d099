using System.Text.Json.Nodes;

namespace Raft.Tests.Traces;

/// <summary>JSON that is still JSON, and no longer what it should be.</summary>
internal static class BrokenJson
{
    /// <summary>The value with something in it taken out, put in, doubled or exchanged.</summary>
    public static string Of(Random random, string line)
    {
        var root = JsonNode.Parse(line)!;
        var nodes = new List<JsonNode>();
        Collect(root, nodes);
        var node = nodes[random.Next(nodes.Count)];
        switch (node)
        {
            case JsonObject { Count: > 0 } changed when random.Next(2) == 0:
                changed.Remove(changed.ElementAt(random.Next(changed.Count)).Key);
                break;
            case JsonObject changed:
                changed[$"f{random.Next(3)}"] = Rubbish(random);
                break;
            case JsonArray { Count: > 0 } changed when random.Next(2) == 0:
                changed.RemoveAt(random.Next(changed.Count));
                break;
            case JsonArray { Count: > 0 } changed:
                changed.Insert(random.Next(changed.Count), changed[random.Next(changed.Count)]!.DeepClone());
                break;
            default:
                Replace(node, random.Next(2) == 0 ? Rubbish(random) : nodes[random.Next(nodes.Count)].DeepClone());
                break;
        }

        return root.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static void Replace(JsonNode node, JsonNode? with)
    {
        if (node.Parent is JsonObject fields)
        {
            fields[node.GetPropertyName()] = with;
        }
        else if (node.Parent is JsonArray items)
        {
            items[node.GetElementIndex()] = with;
        }
    }

    private static void Collect(JsonNode? node, List<JsonNode> nodes)
    {
        if (node is null)
        {
            return;
        }

        nodes.Add(node);
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject fields => fields.Select(field => field.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children)
        {
            Collect(child, nodes);
        }
    }

    private static JsonNode? Rubbish(Random random) => random.Next(12) switch
    {
        0 => null,
        1 => JsonValue.Create(-1),
        2 => JsonValue.Create(random.Next(4)),
        3 => JsonValue.Create(long.MaxValue),
        4 => JsonValue.Create(int.MaxValue),
        5 => JsonValue.Create(1.5),
        6 => JsonValue.Create($"s{random.Next(10)}"),
        7 => JsonValue.Create(""),
        8 => JsonValue.Create(random.Next(2) == 0),
        9 => new JsonArray(),
        10 => new JsonObject(),
        _ => JsonNode.Parse($"{new string('[', 20)}{new string(']', 20)}"),
    };
}
