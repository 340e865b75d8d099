using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Vectors;

/// <summary>
/// Tells a story as it happens: servers on the rules, their disks, and the messages on their way, which arrive when it is said so
/// and else never.
/// </summary>
internal sealed class Telling(Options options, int servers, ServerSet? initial = null)
{
    private readonly Rules rules = new(options);
    private readonly Dictionary<ServerId, ServerState> states = [];
    private readonly Dictionary<ServerId, PersistentState> disks = [];
    private readonly List<(Message Message, int SentAt)> network = [];
    private readonly List<ServerState> start = [];
    private readonly List<Scene> scenes = [];
    private readonly ServerSet cluster = initial ?? ServerSet.FirstServers(servers);
    private int requests;

    /// <summary>A server that has run before.</summary>
    public Telling Starts(int server, ServerState state)
    {
        var named = state with { Id = new ServerId(server), Servers = cluster };
        start.Add(named);
        (states[named.Id], disks[named.Id]) = (named, named.Persistent);
        return this;
    }

    /// <summary>An election timeout elapses.</summary>
    public Telling TimesOut(int server, string note = "") => Give(server, new ElectionTimeout(), null, note);

    /// <summary>A heartbeat is due.</summary>
    public Telling Beats(int server, string note = "") => Give(server, new HeartbeatDue(), null, note);

    /// <summary>A client of its own asks.</summary>
    public Telling Asks(int server, Command command, string note = "") =>
        Give(server, new ClientRequest(new RequestId(new ClientId(1), ++requests), command), null, note);

    /// <summary>Anything else happens to a server.</summary>
    public Telling Happens(int server, Input input, string note = "") => Give(server, input, null, note);

    /// <summary>A server crashes and comes back with what its disk has.</summary>
    public Telling Restarts(int server, string note = "") =>
        Give(server, new Restart(disks.GetValueOrDefault(new ServerId(server), PersistentState.FirstBoot)), null, note);

    /// <summary>The message that has been longest on its way from one server to another arrives.</summary>
    public Telling Delivers(int from, int to, string note = "", bool keeps = false)
    {
        var position = Find(from, to);
        var (message, sentAt) = network[position];
        if (!keeps)
        {
            network.RemoveAt(position);
        }

        return Give(to, new Receive(message), sentAt, note);
    }

    /// <summary>It arrives, and will arrive once more.</summary>
    public Telling DeliversTwice(int from, int to, string note = "", string again = "") =>
        Delivers(from, to, note, keeps: true).Delivers(from, to, again);

    /// <summary>A message from one server to another and the answer to it arrive.</summary>
    public Telling Talks(int from, int to, string note = "", string answered = "") => Delivers(from, to, note)
        .Delivers(to, from, answered);

    /// <summary>Two servers talk until neither has anything to say.</summary>
    public Telling TalksToTheEnd(int one, int other)
    {
        while (network.Any(sent => IsBetween(sent.Message, one, other)))
        {
            _ = HasOn(one, other) ? Delivers(one, other) : Delivers(other, one);
        }

        return this;
    }

    /// <summary>All that is on its way is lost.</summary>
    public Telling LosesAll()
    {
        network.Clear();
        return this;
    }

    /// <summary>The story that was told.</summary>
    public Story As(string name, string section, string sentence) =>
        new(name, section, sentence, options, servers, cluster, start, scenes);

    private Telling Give(int server, Input input, int? sentAt, string note)
    {
        var id = new ServerId(server);
        var before = states.GetValueOrDefault(id, ServerState.AtStart(id, cluster, PersistentState.FirstBoot));
        var step = rules.Receive(before, input);
        scenes.Add(new Scene(id, input, sentAt, note, step));
        states[id] = step.State;
        foreach (var effect in step.Effects)
        {
            CarryOut(id, effect);
        }

        return this;
    }

    private void CarryOut(ServerId server, Effect effect)
    {
        if (effect is Send send)
        {
            network.Add((send.Message, scenes.Count));
        }
        else if (effect is Persist persist)
        {
            var disk = disks.GetValueOrDefault(server, PersistentState.FirstBoot);
            disks[server] = persist.Records.Items.Aggregate(disk, (written, record) => written.With(record));
        }
    }

    private int Find(int from, int to)
    {
        var position = network.FindIndex(sent => sent.Message.From.Number == from && sent.Message.To.Number == to);
        return position >= 0 ? position : throw new InvalidOperationException($"nothing is on its way from s{from} to s{to}");
    }

    private bool HasOn(int from, int to) => network.Any(sent => sent.Message.From.Number == from && sent.Message.To.Number == to);

    private static bool IsBetween(Message message, int one, int other) =>
        (message.From.Number, message.To.Number) == (one, other) || (message.From.Number, message.To.Number) == (other, one);
}
