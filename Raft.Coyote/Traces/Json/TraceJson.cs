using System.Globalization;
using System.Text.Json;
using Raft.Core.Protocol;

namespace Raft.Coyote.Traces.Json;

/// <summary>
/// The values of a run as JSON, and back. One file for each topic, with the writing and the reading of it side by side. Writing
/// gives the same bytes for the same value; reading takes nothing that is not of the form that specs/TRACE.md describes.
/// </summary>
/// <param name="servers">How many servers the cluster has: another one is refused.</param>
/// <param name="clients">How many clients there are: another one is refused.</param>
/// <param name="initial">The servers that the cluster begins with.</param>
internal sealed partial class TraceJson(int servers, int clients, ServerSet initial)
{
    private static readonly string[] ServerNames =
        [.. Enumerable.Range(0, TraceFormat.MostServers + 1).Select(number => new ServerId(number).ToString())];

    private static string NameOf(ServerId server) =>
        server.Number is > 0 and <= TraceFormat.MostServers ? ServerNames[server.Number] : server.ToString();

    private static void Write(Utf8JsonWriter json, string name, ServerId? server) =>
        json.WriteString(name, server is { } known ? NameOf(known) : null);

    private static void Write(Utf8JsonWriter json, string name, RequestId request) => json.WriteString(name, request.ToString());

    private static void Write(Utf8JsonWriter json, string name, ServerSet set)
    {
        json.WriteStartArray(name);
        foreach (var server in set)
        {
            json.WriteStringValue(NameOf(server));
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IndexPerServer indexes)
    {
        json.WriteStartObject(name);
        for (var number = 1; number <= indexes.Indexes.Count; number++)
        {
            json.WriteNumber(NameOf(new ServerId(number)), indexes[new ServerId(number)]);
        }

        json.WriteEndObject();
    }

    private static void WriteAll<T>(Utf8JsonWriter json, string name, Sequence<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void WriteChoice<T>(Utf8JsonWriter json, string name, T choice)
        where T : struct, Enum => json.WriteString(name, NameOf(choice));

    private ServerId ReadServer(JsonValue value) =>
        NumberAfter('s', value.Text(), servers) is { } number
            ? new ServerId(number)
            : throw value.Expected($"a server of the cluster, {TraceFormat.Describe(ServerSet.FirstServers(servers))}");

    private ServerId? ReadServerOrNone(JsonValue value) => value.IsNull ? null : ReadServer(value);

    private RequestId ReadRequest(JsonValue value)
    {
        var parts = value.Text().Split('#');
        var client = NumberAfter('c', parts[0], clients);
        var number = parts.Length == 2 ? NumberAfter('#', $"#{parts[1]}", int.MaxValue) : null;
        return client is not null && number is not null
            ? new RequestId(new ClientId(client.Value), number.Value)
            : throw value.Expected($"a request such as \"c1#1\" of a client from c1 to c{clients}");
    }

    private ServerSet ReadServers(JsonValue value)
    {
        var set = ServerSet.Empty;
        foreach (var item in value.Items())
        {
            var server = ReadServer(item);
            var isAfterAllBefore = set.Bits >> (server.Number - 1) == 0;
            set = isAfterAllBefore
                ? set.Add(server)
                : throw item.Expected("a server after those before it: each once, in their order");
        }

        return set;
    }

    /// <summary>An index for each server that the cluster begins with, and for those up to the last that was added.</summary>
    private IndexPerServer ReadIndexes(JsonValue value)
    {
        var least = initial.Members.Last().Number;
        var count = Math.Max(least, Math.Min(servers, value.Entries().Count()));
        var names = Enumerable.Range(1, count).Select(number => new ServerId(number).ToString()).ToArray();
        var fields = value.Fields(names);
        return new IndexPerServer([.. names.Select(name => ReadIndex(fields[name]))]);
    }

    private static long ReadTerm(JsonValue value) => value.Number(0, long.MaxValue);

    private static long ReadIndex(JsonValue value) => value.Number(0, TraceFormat.GreatestIndex);

    private static Sequence<T> ReadAll<T>(JsonValue value, Func<JsonValue, T> read) => [.. value.Items().Select(read)];

    private static T ReadChoice<T>(JsonValue value)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().ToDictionary(NameOf);
        return names.TryGetValue(value.Text(), out var choice) ? choice : throw value.Expected(OneOf([.. names.Keys]));
    }

    private static string NameOf<T>(T choice)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString());

    private static string OneOf(params ReadOnlySpan<string> names) => $"one of {string.Join(", ", names!)}";

    /// <summary>The number in a name such as s3: from 1, and written in the one usual way.</summary>
    private static int? NumberAfter(char letter, string name, int most)
    {
        var digits = name.AsSpan(Math.Min(1, name.Length));
        var isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var isWithin = isNumber && number >= 1 && number <= most;
        return isWithin && name == FormattableString.Invariant($"{letter}{number}") ? number : null;
    }
}
