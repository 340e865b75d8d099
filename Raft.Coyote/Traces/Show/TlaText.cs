using Raft.Core.Protocol;

namespace Raft.Coyote.Traces.Show;

/// <summary>Values in TLA+'s spelling.</summary>
internal static class TlaText
{
    /// <summary>TRUE or FALSE.</summary>
    public static string Of(bool value) => value ? "TRUE" : "FALSE";

    /// <summary>A server is a string.</summary>
    public static string Of(ServerId server) => $"\"{server}\"";

    /// <summary>A server or none.</summary>
    public static string Of(ServerId? server) => server is { } some ? Of(some) : "Nil";

    /// <summary>A set of servers.</summary>
    public static string Of(ServerSet servers) => Set(servers.Members.Select(Of));

    /// <summary>A set.</summary>
    public static string Set(IEnumerable<string> items) => $"{{{string.Join(", ", items)}}}";

    /// <summary>A sequence.</summary>
    public static string Sequence(IEnumerable<string> items) => $"<<{string.Join(", ", items)}>>";

    /// <summary>A record, or a function of servers by their names.</summary>
    public static string Record(IEnumerable<(string Field, string Value)> fields) =>
        $"[{string.Join(", ", fields.Select(field => $"{field.Field} |-> {field.Value}"))}]";
}
