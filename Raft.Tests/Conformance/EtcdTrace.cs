using System.Text;
using Raft.Coyote.Conformance;

namespace Raft.Tests.Conformance;

/// <summary>A trace in etcd's format that a test makes up, line by line.</summary>
internal sealed class EtcdTrace
{
    private readonly StringBuilder lines = new();

    /// <summary>A server of it.</summary>
    public EtcdServer Server(string name) => new(lines, name);

    /// <summary>Server 1, which leads term 2 all alone.</summary>
    public EtcdServer ElectedAlone()
    {
        var leader = Server("1");
        (leader.Term, leader.Commit, leader.Log, leader.Voters) = (1, 1, 1, ["1"]);
        leader.Says("InitState");
        leader.Stands();
        leader.Becomes("Leader");
        leader.Says("Replicate");
        leader.Stores(commit: 2);
        return leader;
    }

    /// <summary>What comes of judging it.</summary>
    public Verdict Judge() => ForeignTraces.Judge(Encoding.UTF8.GetBytes(lines.ToString()), "made-up.ndjson");
}

/// <summary>A server that logs in etcd's format the state that the test sets it to.</summary>
internal sealed class EtcdServer(StringBuilder lines, string name)
{
    public string Name { get; } = name;

    public long Term { get; set; }

    public string Vote { get; set; } = "0";

    public long Commit { get; set; }

    public long Log { get; set; }

    public string Role { get; set; } = "Follower";

    public string[] Voters { get; set; } = [];

    /// <summary>An event of it.</summary>
    public void Says(string happening, string more = "") => lines.Append(
        $$"""
        {"tag":"trace","event":{"name":"{{happening}}","nid":"{{Name}}","state":{"term":{{Term}},"vote":"{{Vote}}","commit":{{Commit}}},"role":"State{{Role}}","log":{{Log}},"conf":[{{Names(Voters)}},[]]{{more}}
        """ + "}}\n");

    public void Becomes(string role)
    {
        Role = role;
        Says($"Become{role}");
    }

    public void Sends(EtcdMessage message) => Says($"Send{message.Event}", $",\"msg\":{message}");

    public void Receives(EtcdMessage message) => Says($"Receive{message.Event}", $",\"msg\":{message}");

    /// <summary>A leader begins to add or to remove a server.</summary>
    public void Changes(string server, params string[] actions)
    {
        var changes = actions.Select(action => $$"""{"nid":"{{server}}","action":"{{action}}"}""");
        Says("ChangeConf", $$""","prop":{"cc":{"changes":[{{string.Join(",", changes)}}]""" + "}}");
    }

    /// <summary>From now on these vote.</summary>
    public void Uses(params string[] voters)
    {
        Says("ApplyConfChange", $$""","prop":{"cc":{"newconf":{{Names(voters)}}""" + "}}");
        Voters = voters;
    }

    /// <summary>A leader puts one more entry on its disk and looks whether that commits it.</summary>
    public void Stores(long commit)
    {
        var stored = new EtcdMessage("MsgAppResp", Name, Name, Term, Index: ++Log);
        Sends(stored);
        Says("Ready");
        Receives(stored);
        Commit = commit;
        Says("Commit");
    }

    /// <summary>It stands for election in its next term, and votes for itself.</summary>
    public void Stands(params EtcdMessage[] requests)
    {
        (Term, Vote) = (Term + 1, Name);
        Becomes("Candidate");
        Array.ForEach(requests, Sends);
        var vote = new EtcdMessage("MsgVoteResp", Name, Name, Term);
        Sends(vote);
        Says("Ready");
        Receives(vote);
    }

    private static string Names(string[] servers) => $"[{string.Join(",", servers.Select(server => $"\"{server}\""))}]";
}

/// <summary>A message as etcd's traces show it.</summary>
internal sealed record EtcdMessage(
    string Type, string From, string To, long Term, long Index = 0, long LogTerm = 0, long Entries = 0, long Commit = 0, bool Reject = false)
{
    /// <summary>What the events are called that tell of it.</summary>
    public string Event => Type switch
    {
        "MsgVote" => "RequestVoteRequest",
        "MsgVoteResp" => "RequestVoteResponse",
        "MsgAppResp" or "MsgHeartbeatResp" => "AppendEntriesResponse",
        _ => "AppendEntriesRequest",
    };

    /// <inheritdoc/>
    public override string ToString() =>
        $$"""
        {"type":"{{Type}}","term":{{Term}},"from":"{{From}}","to":"{{To}}","entries":{{Entries}},"logTerm":{{LogTerm}},"index":{{Index}},"commit":{{Commit}},"reject":{{(Reject ? "true" : "false")}},"rejectHint":0}
        """;
}
