using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Checking;

/// <summary>What the reference believes of all servers, and what they showed together.</summary>
/// <param name="nameOf">What the trace calls a server.</param>
internal sealed class Cluster(Func<int, string> nameOf)
{
    private readonly SortedDictionary<int, Believed> servers = [];

    /// <summary>What was seen of each term.</summary>
    public TermBook Terms { get; } = new();

    /// <summary>The messages that were sent.</summary>
    public SentMessages Messages { get; } = new();

    /// <summary>The configurations that were seen.</summary>
    public SeenConfigurations Configurations { get; } = new();

    /// <summary>What the servers were seen to do that Figure 2 leaves open.</summary>
    public SortedSet<string> Options { get; } = new(StringComparer.Ordinal);

    /// <summary>The longest log that is known to be committed.</summary>
    public TermLog Committed { get; private set; }

    /// <summary>The servers seen so far.</summary>
    public IEnumerable<Believed> Servers => servers.Values;

    /// <summary>The servers seen so far, as a set.</summary>
    public ServersSeen Known => ServersSeen.Of(servers.Keys.Select(server => new ServerId(server)));

    /// <summary>What the trace calls a server.</summary>
    public string NameOf(int server) => server == Observation.None ? "nobody" : nameOf(server);

    /// <summary>What the trace calls some servers.</summary>
    public string NamesOf(ServersSeen set) =>
        set.Count == 0 ? "nobody" : string.Join(", ", set.Members.Select(server => NameOf(server.Number)));

    /// <summary>What is believed of a server; null before it was seen.</summary>
    public Believed? Find(int server) => servers.GetValueOrDefault(server);

    /// <summary>What is believed of a server; a new one has the state of the first boot.</summary>
    public Believed Of(int server)
    {
        if (!servers.TryGetValue(server, out var believed))
        {
            servers.Add(server, believed = new Believed(server, nameOf(server)));
        }

        return believed;
    }

    /// <summary>
    /// A server knows its log to be committed up to an index: what all know to be committed must be one log (State Machine
    /// Safety).
    /// </summary>
    /// <returns>False if it is not.</returns>
    public bool Commits(TermLog log, long index)
    {
        var committed = log.UpTo(index);
        var isOne = committed.AgreesWith(Committed, Math.Min(committed.LastIndex, Committed.LastIndex));
        Committed = isOne && committed.LastIndex > Committed.LastIndex ? committed : Committed;
        return isOne;
    }

    /// <summary>A refusal, with the state of the server that it is about.</summary>
    public Refusal Refuse(Believed server, string name, string expected, string came, PaperRule rule) =>
        new(name, expected, came, rule, server.Describe(NameOf));
}
