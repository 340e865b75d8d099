using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>Scripts with other servers and clients in the same parts, or with fewer.</summary>
internal static class Renaming
{
    /// <summary>The script without a server; those after it move up.</summary>
    public static Script WithoutServer(this Script script, int server) =>
        script.Rename(number => number == server ? null : number - (number > server ? 1 : 0), script.Servers - 1);

    /// <summary>The script in which a server plays another one's part as well as its own.</summary>
    public static Script Merged(this Script script, int server, int into) =>
        script.Rename(number => number == server ? into : number).WithoutServer(server);

    /// <summary>The script without a client; those after it move up.</summary>
    public static Script WithoutClient(this Script script, int client) =>
        script.RenameClients(number => number == client ? null : number - (number > client ? 1 : 0), script.Clients - 1);

    /// <summary>The script without any client.</summary>
    public static Script WithoutClients(this Script script) => script.RenameClients(_ => null, 0);

    /// <summary>The script in which a client plays another one's part as well as its own.</summary>
    public static Script MergedClients(this Script script, int client, int into) =>
        script.RenameClients(number => number == client ? into : number, script.Clients).WithoutClient(client);

    /// <summary>The script with servers and clients numbered in the order in which they come up.</summary>
    public static Script InOrder(this Script script)
    {
        var servers = Order(script.Acts.Items.SelectMany(act => act.Servers).Select(server => server.Number), script.Servers);
        var clients = Order(
            script.Acts.Items.Select(act => act.Client).OfType<ClientId>().Concat(script.Wants.Items.Select(want => want.Client))
                .Select(client => client.Number),
            script.Clients);
        return script.Rename(number => servers[number]).RenameClients(number => clients[number], script.Clients);
    }

    /// <summary>The script with two servers in each other's place.</summary>
    public static Script Swapped(this Script script, int one, int other) =>
        script.Rename(number => number == one ? other : number == other ? one : number);

    private static Dictionary<int, int> Order(IEnumerable<int> appearing, int count) =>
        appearing.Concat(Enumerable.Range(1, count)).Distinct()
            .Select((number, position) => (number, position)).ToDictionary(pair => pair.number, pair => pair.position + 1);

    private static Script Rename(this Script script, Func<int, int?> map, int? servers = null)
    {
        ServerId? Map(ServerId server) => map(server.Number) is { } number ? new ServerId(number) : null;
        var renamed = script.Select(act => Rename(act.Move, Map) is { } move ? act with { Move = move } : null);
        var staysDown = script.StaysDown is { } down ? Map(down) : null;
        var staysDeaf = script.StaysDeaf is { } deaf ? Map(deaf) : null;
        return renamed with { Servers = servers ?? script.Servers, StaysDown = staysDown, StaysDeaf = staysDeaf };
    }

    private static Script RenameClients(this Script script, Func<int, int?> map, int clients)
    {
        ClientId? Map(ClientId client) => map(client.Number) is { } number ? new ClientId(number) : null;
        var wants = script.Wants.Items.Select(want => Map(want.Client) is { } client ? want with { Client = client } : null);
        return script.Select(act => Rename(act.Move, Map) is { } move ? act with { Move = move } : null) with
        {
            Clients = clients,
            Wants = [.. wants.OfType<Want>()],
        };
    }

    private static Move? Rename(Move move, Func<ServerId, ServerId?> map) => move switch
    {
        Deliver deliver => Between(map(deliver.From), map(deliver.To), (from, to) => deliver with { From = from, To = to }),
        Lose lose => Between(map(lose.From), map(lose.To), (from, to) => lose with { From = from, To = to }),
        Environment.Double twice => Between(map(twice.From), map(twice.To), (from, to) => twice with { From = from, To = to }),
        TimeOut timeOut => Of(map(timeOut.Server), server => timeOut with { Server = server }),
        Beat beat => Of(map(beat.Server), server => beat with { Server = server }),
        Lapse lapse => Of(map(lapse.Server), server => lapse with { Server = server }),
        Skew skew => Of(map(skew.Server), server => skew with { Server = server }),
        Reboot reboot => Of(map(reboot.Server), server => reboot with { Server = server }),
        Instruct instruct => instruct.Order.Rename(map) is { } order
            ? Of(map(instruct.Server), server => instruct with { Server = server, Order = order })
            : null,
        Crash crash => Of(map(crash.Server), server => crash with { Server = server }),
        Pause pause => Of(map(pause.Server), server => pause with { Server = server }),
        Resume resume => Of(map(resume.Server), server => resume with { Server = server }),
        Call call => Of(map(call.Server), server => call with { Server = server }),
        Partition cut => Rename(cut, map),
        _ => move,
    };

    private static Move? Rename(Move move, Func<ClientId, ClientId?> map) => move switch
    {
        Call call => Of(map(call.Client), client => call with { Client = client }),
        DeliverRequest arrival => Of(map(arrival.Client), client => arrival with { Client = client }),
        LoseRequest lose => Of(map(lose.Client), client => lose with { Client = client }),
        Return answer => Of(map(answer.Client), client => answer with { Client = client }),
        GiveUp giveUp => Of(map(giveUp.Client), client => giveUp with { Client = client }),
        _ => move,
    };

    /// <summary>A cut that goes both ways is told with s1 on its first side; one that leaves nobody on a side is none.</summary>
    private static Partition? Rename(Partition cut, Func<ServerId, ServerId?> map)
    {
        var from = ServerSet.Of([.. cut.From.Members.Select(map).OfType<ServerId>()]);
        var to = ServerSet.Of([.. cut.To.Members.Select(map).OfType<ServerId>()]);
        var isTurned = cut.BothWays && to.Contains(new ServerId(1));
        var isCut = from.Count > 0 && to.Count > 0;
        return !isCut ? null : isTurned ? cut with { From = to, To = from } : cut with { From = from, To = to };
    }

    private static Move? Between(ServerId? from, ServerId? to, Func<ServerId, ServerId, Move> move) =>
        from is { } sender && to is { } receiver && sender != receiver ? move(sender, receiver) : null;

    private static Move? Of<T>(T? named, Func<T, Move> move)
        where T : struct => named is { } one ? move(one) : null;
}
