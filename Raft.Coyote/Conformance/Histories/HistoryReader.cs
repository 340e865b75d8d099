using System.Numerics;
using Raft.Core.Protocol;
using Raft.Coyote.Conformance.Readers;

namespace Raft.Coyote.Conformance.Histories;

/// <summary>An operation of a history, and where it stands.</summary>
/// <param name="Client">What the history calls the client.</param>
/// <param name="Command">What it asked for.</param>
/// <param name="Output">What it was told; a write is told nothing but that it is done.</param>
/// <param name="Call">When it asked, in nanoseconds.</param>
/// <param name="Return">When it was answered; null when it was not.</param>
/// <param name="Line">The line that tells of it.</param>
internal sealed record ClientOperation(string Client, Command Command, string Output, long Call, long? Return, int Line)
{
    /// <summary>The key that it is about.</summary>
    public string Key => Command switch
    {
        Put put => put.Key,
        Append append => append.Key,
        Get get => get.Key,
        _ => throw new InvalidOperationException($"no history has a {Command}"),
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        var told = Command is Get ? $" \"{Output}\"" : "";
        var answer = Return is { } at ? $"answered{told} at {at}" : "never answered";
        return $"line {Line}: client {Client}: {Command}, called at {Call}, {answer}";
    }
}

/// <summary>
/// Reads a history of clients, one operation a line: <c>client op key value output call ret</c>, times in nanoseconds, no
/// <c>ret</c>
/// for one that was never answered.
/// </summary>
internal static class HistoryReader
{
    /// <summary>How the name of a history's file ends.</summary>
    public const string FileEnding = ".hist.jsonl";

    private const int MostOperations = 1_000_000;
    private const int Required = 4;

    private static readonly string[] Fields = ["client", "op", "key", "call", "value", "output", "ret"];
    private static readonly string[] Kinds = ["get", "put", "append"];

    /// <summary>Reads a history.</summary>
    /// <exception cref="Traces.TraceFormatException">It is none.</exception>
    public static IReadOnlyList<ClientOperation> Read(Stream stream, string file)
    {
        var lines = new LogLines(stream, file);
        var operations = new List<ClientOperation>();
        while (lines.Next())
        {
            operations.Add(operations.Count < MostOperations
                ? Read(lines)
                : throw lines.Problem($"expected at most {MostOperations} operations, there are more"));
        }

        return operations;
    }

    private static ClientOperation Read(LogLines lines)
    {
        var json = new JsonCursor(lines);
        json.BeginLine();
        var (seen, kind, client, key, value, output) = (0, 0, "", "", "", "");
        var (call, answered) = (0L, (long?)null);
        for (int field; (field = json.NextField("", Fields)) >= 0; seen |= 1 << field)
        {
            switch (field)
            {
                case 0:
                    client = System.Text.Encoding.UTF8.GetString(json.Bytes());
                    break;
                case 1:
                    kind = json.Choice(Kinds);
                    break;
                case 2:
                    key = json.Text();
                    break;
                case 3:
                    call = json.Number();
                    break;
                case 4:
                    value = json.Text();
                    break;
                case 5:
                    output = json.Text();
                    break;
                default:
                    answered = json.Number() >= call || !seen.HasBit(3) ? json.Number() : throw json.Expected($"a time from {call} on");
                    break;
            }
        }

        json.EndLine();
        var missing = ((1 << Required) - 1) & ~seen;
        return missing != 0
            ? throw json.Missing(Fields[BitOperations.TrailingZeroCount(missing)])
            : new ClientOperation(client, CommandOf(kind, key, value), output, call, answered, lines.Number);
    }

    private static bool HasBit(this int bits, int place) => (bits & (1 << place)) != 0;

    private static Command CommandOf(int kind, string key, string value) => kind switch
    {
        0 => new Get(key),
        1 => new Put(key, value),
        _ => new Append(key, value),
    };
}
