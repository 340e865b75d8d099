using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>A message on its way.</summary>
/// <param name="Message">The message.</param>
/// <param name="SentAt">The happening that sent it.</param>
public sealed record Envelope(Message Message, int SentAt);

/// <summary>The way from one server to another: a bag of messages, oldest first, and whether a partition cuts it.</summary>
public sealed record Link(Sequence<Envelope> OnTheWay, bool IsCut)
{
    /// <summary>A link that works and carries nothing.</summary>
    public static readonly Link Empty = new([], IsCut: false);
}

/// <summary>All links of a cluster.</summary>
public sealed record Network(int Servers, Sequence<Link> Links)
{
    /// <summary>A network that carries nothing.</summary>
    public static Network Of(int servers) =>
        new(servers, new Sequence<Link>([.. Enumerable.Repeat(Link.Empty, servers * servers)]));

    /// <summary>The link from one server to another.</summary>
    public Link this[ServerId from, ServerId to] => Links[Position(from, to)];

    /// <summary>This network with one link changed.</summary>
    public Network With(ServerId from, ServerId to, Link link) => this with { Links = Links.SetItem(Position(from, to), link) };

    /// <summary>This network with the links from each server of one set to each of another cut.</summary>
    public Network Cut(ServerSet from, ServerSet to)
    {
        var network = this;
        foreach (var sender in from)
        {
            foreach (var receiver in to)
            {
                network = network.With(sender, receiver, network[sender, receiver] with { IsCut = true });
            }
        }

        return network;
    }

    /// <summary>Whether just the links to one server are cut.</summary>
    public bool IsCutOffOnly(ServerId server)
    {
        for (var position = 0; position < Links.Count; position++)
        {
            var (from, to) = ((position / Servers) + 1, (position % Servers) + 1);
            if (Links[position].IsCut != (to == server.Number && from != to))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>This network with no link cut.</summary>
    public Network Heal() =>
        this with { Links = new Sequence<Link>([.. Links.Items.Select(link => link with { IsCut = false })]) };

    /// <summary>Whether any link is cut.</summary>
    public bool IsPartitioned
    {
        get
        {
            foreach (var link in Links)
            {
                if (link.IsCut)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private int Position(ServerId from, ServerId to) => ((from.Number - 1) * Servers) + to.Number - 1;
}
