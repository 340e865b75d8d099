using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces.Show;

/// <summary>Where the happenings of a run take place: its servers, the clients that take part in it, and the network.</summary>
internal sealed class Places
{
    /// <summary>The place of what no server and no client does: messages are lost, links are cut.</summary>
    public const string Network = "network";

    private readonly Dictionary<string, int> positions;

    /// <summary>The places of a run.</summary>
    public Places(Trace trace)
    {
        Servers = [.. ServerSet.FirstServers(trace.Header.Servers).Members.Select(server => server.ToString())];
        Clients = [.. ClientsOf(trace).Select(client => client.ToString())];
        All = [.. Servers, .. Clients, Network];
        positions = All.Select((place, position) => (place, position)).ToDictionary();
    }

    /// <summary>All servers.</summary>
    public IReadOnlyList<string> Servers { get; }

    /// <summary>The clients that do anything in the run, or that somebody hears of.</summary>
    public IReadOnlyList<string> Clients { get; }

    /// <summary>The servers, then the clients, then the network.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>The position of a place among all of them.</summary>
    public int this[string place] => positions[place];

    /// <summary>Where something happened.</summary>
    public static string Of(Happening happening) => happening switch
    {
        Handled handled => $"{handled.Server}",
        Crashed crashed => $"{crashed.Server}",
        Paused paused => $"{paused.Server}",
        Resumed resumed => $"{resumed.Server}",
        DiskFilled filled => $"{filled.Server}",
        SpaceFreed freed => $"{freed.Server}",
        Corrupted corrupted => $"{corrupted.Server}",
        Repaired repaired => $"{repaired.Server}",
        _ => ClientOf(happening)?.ToString() ?? Network,
    };

    private static IEnumerable<ClientId> ClientsOf(Trace trace) => trace.Happenings.Items
        .Select(PartakerOf).OfType<ClientId>().Distinct().OrderBy(client => client.Number);

    private static ClientId? PartakerOf(Happening happening) => happening switch
    {
        Handled { Input: ClientRequest request } => request.Id.Client,
        RequestLost lost => lost.Request.Client,
        _ => ClientOf(happening),
    };

    private static ClientId? ClientOf(Happening happening) => happening switch
    {
        Called called => called.Request.Client,
        Returned returned => returned.Request.Client,
        GaveUp gaveUp => gaveUp.Request.Client,
        _ => null,
    };
}
