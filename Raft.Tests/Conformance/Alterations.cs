using System.Text;
using System.Text.Json.Nodes;

namespace Raft.Tests.Conformance;

/// <summary>One field of one line of a foreign trace, altered in a way that means something.</summary>
/// <param name="Line">The number of the line.</param>
/// <param name="Event">What the line is about.</param>
/// <param name="Field">The field.</param>
/// <param name="From">What it was.</param>
/// <param name="To">What it is now.</param>
/// <param name="Trace">The trace with the altered line.</param>
internal sealed record Alteration(int Line, string Event, string Field, string From, string To, byte[] Trace)
{
    private static readonly string[] OfState = ["state.term", "state.vote", "state.commit", "log"];
    private static readonly string[] OfMessage =
        ["msg.term", "msg.index", "msg.logTerm", "msg.commit", "msg.entries", "msg.reject"];

    /// <summary>Alters a trace at random: the same seed, the same alteration.</summary>
    public static Alteration Draw(byte[] trace, string field, Random random)
    {
        var lines = Encoding.UTF8.GetString(trace).Split('\n');
        while (true)
        {
            var number = random.Next(lines.Length - 1);
            var line = JsonNode.Parse(lines[number])!;
            if (Alter(line["event"]!, field, random) is { } altered)
            {
                lines[number] = line.ToJsonString();
                var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
                return new Alteration(number + 1, NameOf(line["event"]!), field, altered.From, altered.To, bytes);
            }
        }
    }

    /// <summary>The fields that can be altered in a trace.</summary>
    public static string[] Fields(string name) =>
        name.StartsWith("etcd/", StringComparison.Ordinal) ? [.. OfState, .. OfMessage] : [.. OfState, "lastTerm"];

    private static string NameOf(JsonNode happening) => $"{happening["name"]} {happening["msg"]?["type"]}".TrimEnd();

    private static (string From, string To)? Alter(JsonNode happening, string field, Random random)
    {
        var path = field.Split('.');
        var holder = path.Length == 1 ? happening : happening[path[0]];
        if (holder?[path[^1]] is not { } old || !Means(happening["msg"], field))
        {
            return null;
        }

        var altered = Altered(old, path[^1], random);
        var text = (old.ToJsonString(), altered?.ToJsonString() ?? "");
        holder[path[^1]] = altered;
        return altered is null ? null : text;
    }

    private static JsonNode? Altered(JsonNode old, string name, Random random)
    {
        if (name == "reject")
        {
            return !old.GetValue<bool>();
        }

        if (name == "vote")
        {
            var others = new[] { "0", "1", "2", "3" }.Where(vote => vote != old.GetValue<string>()).ToArray();
            return others[random.Next(others.Length)];
        }

        var number = old.GetValue<long>() + new[] { -1, 1, 2 }[random.Next(3)];
        return number < 0 ? null : number;
    }

    /// <summary>Whether the field says anything in a message of that type.</summary>
    private static bool Means(JsonNode? message, string field) => message?["type"]?.GetValue<string>() is not { } type
        ? !field.StartsWith("msg.", StringComparison.Ordinal)
        : field switch
        {
            "msg.index" => type is "MsgVote" or "MsgApp" or "MsgAppResp",
            "msg.logTerm" => type is "MsgVote" or "MsgApp" || (type == "MsgAppResp" && message["reject"]!.GetValue<bool>()),
            "msg.commit" => type is "MsgApp" or "MsgHeartbeat",
            "msg.entries" => type is "MsgApp" or "MsgSnap",
            "msg.reject" => type is "MsgVoteResp" or "MsgAppResp",
            _ => true,
        };
}
