using System.CommandLine;
using System.Globalization;
using Raft.Core.Protocol;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>The changes of the cluster that <c>raft explore</c> lets an operator order, one after the other.</summary>
internal static class ExploreChanges
{
    /// <summary>The option that names them.</summary>
    public static Option<ChangeMembers[]> Option() => new("--change")
    {
        HelpName = "join:sN|leave:sN",
        Description = "the operator's next order to change the cluster, one server at a time; may be repeated; "
            + "a server whose first change is to join waits outside at first",
        CustomParser = result => [.. result.Tokens.Select(token => Read(token.Value))],
    };

    /// <summary>The servers that the cluster begins with, given all changes that will come.</summary>
    public static ServerSet AtFirst(int servers, IEnumerable<ChangeMembers> ordered)
    {
        var (joining, leaving) = (ServerSet.Empty, ServerSet.Empty);
        foreach (var order in ordered)
        {
            joining = joining.Or(order.Voters.Except(leaving));
            leaving = leaving.Or(order.Leaving);
        }

        return ServerSet.FirstServers(servers).Except(joining);
    }

    private static ChangeMembers Read(string text)
    {
        var parts = text.Split(":s");
        var isNumber = int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var server = ServerSet.FirstServers(TraceFormat.MostServers).And(ServerSet.Of(new ServerId(Math.Clamp(number, 1, 64))));
        var makesSense = parts.Length == 2 && isNumber && number > 0 && server.Count > 0;
        return (parts[0], makesSense) switch
        {
            ("join", true) => new ChangeMembers(server),
            ("leave", true) => new ChangeMembers(ServerSet.Empty, Leaving: server),
            _ => throw new BadUsageException($"--change expects join:sN or leave:sN, such as join:s3, came \"{text}\""),
        };
    }
}
