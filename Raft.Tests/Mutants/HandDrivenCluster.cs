using Raft.Core.Protocol;

namespace Raft.Tests.Mutants;

/// <summary>Servers whose every message, timeout and crash a test chooses. All of them run the same rules.</summary>
internal sealed class HandDrivenCluster
{
    private readonly Rules rules;
    private readonly Dictionary<int, ServerState> states = [];
    private readonly Dictionary<int, PersistentState> disks = [];
    private readonly List<Message> messages = [];
    private int requests;

    public HandDrivenCluster(Rules rules, int servers)
    {
        this.rules = rules;
        for (var number = 1; number <= servers; number++)
        {
            disks[number] = PersistentState.FirstBoot;
            states[number] = ServerState.AtStart(new ServerId(number), ServerSet.FirstServers(servers), disks[number]);
        }
    }

    public ServerState this[int server] => states[server];

    public bool IsQuiet => messages.Count == 0;

    public void Give(int server, Input input)
    {
        var step = rules.Receive(states[server], input);
        states[server] = step.State;
        disks[server] = step.Written().Aggregate(disks[server], (disk, record) => disk.With(record));
        messages.AddRange(step.Sent<Message>());
    }

    public void Restart(int server) => Give(server, new Restart(disks[server]));

    /// <summary>The server crashes when only the first records of its write are on the disk, and comes back.</summary>
    public void GiveAndCrash(int server, Input input, int recordsKept)
    {
        var written = rules.Receive(states[server], input).Written().Take(recordsKept);
        disks[server] = written.Aggregate(disks[server], (disk, record) => disk.With(record));
        Restart(server);
    }

    /// <summary>Takes the newest message of one kind on one link off the network.</summary>
    public T Take<T>(int from, int to)
        where T : Message
    {
        var message = messages.OfType<T>().Last(message => message.From.Number == from && message.To.Number == to);
        messages.Remove(message);
        return message;
    }

    public void Deliver<T>(int from, int to)
        where T : Message => Give(to, new Receive(Take<T>(from, to)));

    public void DeliverOldest()
    {
        var message = messages[0];
        messages.RemoveAt(0);
        Give(message.To.Number, new Receive(message));
    }

    /// <summary>Some message arrives, is lost, or arrives and stays to arrive again.</summary>
    public void DeliverAny(Random random)
    {
        if (IsQuiet)
        {
            return;
        }

        var message = messages[random.Next(messages.Count)];
        if (random.Next(10) > 0)
        {
            messages.Remove(message);
        }

        if (random.Next(10) > 0)
        {
            Give(message.To.Number, new Receive(message));
        }
    }

    public void LoseAllMessages() => messages.Clear();

    /// <summary>A server times out and asks these for their votes; their answers arrive, and nothing else does.</summary>
    public void TimeOut(int candidate, params int[] voters)
    {
        Give(candidate, new ElectionTimeout());
        foreach (var voter in voters)
        {
            Deliver<RequestVote>(candidate, voter);
            Deliver<RequestVoteReply>(voter, candidate);
        }

        LoseAllMessages();
    }

    public void Ask(int leader) =>
        Give(leader, new ClientRequest(new RequestId(new ClientId(1), ++requests), new Put("x", $"{requests}")));

    /// <summary>The leader's newest AppendEntries arrives, and so does the answer.</summary>
    public void Replicate(int leader, int follower)
    {
        Deliver<AppendEntries>(leader, follower);
        Deliver<AppendEntriesReply>(follower, leader);
    }
}
