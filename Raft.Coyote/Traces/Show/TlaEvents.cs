using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces.Show;

/// <summary>
/// The events of a trace as records of TLA+, for specs/RaftTrace.tla. It keeps each server's disk in mind, and numbers the
/// requests in the order in which it meets them, as the specification does.
/// </summary>
internal sealed class TlaEvents(ServerSet servers)
{
    private readonly Dictionary<ServerId, PersistentState> disks = [];
    private readonly Dictionary<RequestId, int> requests = [];

    /// <summary>The events that the specification knows, each on a line.</summary>
    public IEnumerable<string> Of(Trace trace)
    {
        for (var position = 0; position < trace.Happenings.Count; position++)
        {
            if (FieldsOf(trace.Happenings[position], position + 1) is { } fields)
            {
                yield return TlaText.Record([("number", $"{position + 1}"), .. fields]);
            }
        }
    }

    private (string, string)[]? FieldsOf(Happening happening, int number) => happening switch
    {
        Handled { Refused: false } handled => FieldsOf(handled, number),
        Crashed crashed => [("what", "\"crashed\""), ("server", TlaText.Of(crashed.Server))],
        Doubled doubled => [("what", "\"doubled\""), ("message", MessageOf(doubled.Message, number))],
        Handled or DiskFilled or SpaceFreed or Corrupted or Repaired => throw Beyond(number, "disks that are full or corrupt"),
        _ => null,
    };

    private (string, string)[] FieldsOf(Handled handled, int number)
    {
        if (handled.Input is Restart restart)
        {
            disks[handled.Server] = restart.Durable;
        }

        var input = InputOf(handled.Input, number);
        var sends = SendsOf(handled, number);
        var disk = handled.Done.Items.OfType<Persist>().SelectMany(persist => persist.Records.Items)
            .Aggregate(disks.GetValueOrDefault(handled.Server) ?? PersistentState.FirstBoot, (held, record) => held.With(record));
        disks[handled.Server] = disk;
        return
        [
            ("what", $"\"{WhatOf(handled)}\""),
            ("server", TlaText.Of(handled.Server)),
            .. input,
            ("sends", sends.All),
            ("early", sends.Early),
            ("isDurable", TlaText.Of(disk == handled.After.Persistent)),
            ("disk", TlaText.Record(DiskOf(disk))),
            ("lastApplied", $"{handled.After.LastApplied}"),
            ("after", StateOf(handled.After, number)),
        ];
    }

    private static string WhatOf(Handled handled) => (handled.Input, handled.Crash) switch
    {
        (Restart, null) => "restarted",
        (Restart, _) => "restartedInPart",
        (_, null) => "handled",
        _ => "handledInPart",
    };

    /// <summary>What was sent; and what was sent before the last write, when a crash could still take the write back.</summary>
    private (string All, string Early) SendsOf(Handled handled, int number)
    {
        var done = handled.Done.Items;
        var lastWrite = done.ToList().FindLastIndex(effect => effect.IsWrite());
        string[] all = [.. done.OfType<Send>().Select(send => MessageOf(send.Message, number))];
        var early = done.Take(lastWrite + 1).Count(effect => effect is Send);
        return (TlaText.Set(all), TlaText.Set(all.Take(early)));
    }

    private (string, string)[] InputOf(Input input, int number) => input switch
    {
        Receive receive => [("input", "\"receive\""), ("message", MessageOf(receive.Message, number))],
        ElectionTimeout => [("input", "\"electionTimeout\"")],
        HeartbeatDue => [("input", "\"heartbeatDue\"")],
        ClientRequest request => [("input", "\"clientRequest\""), ("value", $"{ValueOf(request.Id)}")],
        Restart => [("input", "\"restart\"")],
        _ => throw Beyond(number, $"the input {input.GetType().Name}"),
    };

    private string MessageOf(Message message, int number)
    {
        IEnumerable<(string, string)> fields = message switch
        {
            RequestVote request => [
                ("lastLogIndex", $"{request.LastLogIndex}"), ("lastLogTerm", Number(request.LastLogTerm, number))],
            RequestVoteReply reply => [("voteGranted", TlaText.Of(reply.VoteGranted))],
            AppendEntries request => FieldsOf(request, number),
            AppendEntriesReply reply => FieldsOf(reply, number),
            _ => throw Beyond(number, $"the message {message.GetType().Name}"),
        };
        return TlaText.Record(
        [
            ("type", $"\"{message.GetType().Name}\""),
            ("from", TlaText.Of(message.From)),
            ("to", TlaText.Of(message.To)),
            ("term", Number(message.Term, number)),
            .. fields,
        ]);
    }

    private IEnumerable<(string, string)> FieldsOf(AppendEntries request, int number) =>
    [
        ("prevLogIndex", $"{request.PrevLogIndex}"),
        ("prevLogTerm", Number(request.PrevLogTerm, number)),
        ("entries", EntriesOf(request.Entries)),
        ("leaderCommit", $"{request.LeaderCommit}"),
    ];

    /// <summary>A log that was too short has no conflicting term: 0 in the specification.</summary>
    private static IEnumerable<(string, string)> FieldsOf(AppendEntriesReply reply, int number)
    {
        IEnumerable<(string, string)> fields =
        [
            ("success", TlaText.Of(reply.Success)),
            ("prevLogIndex", $"{reply.PrevLogIndex}"),
            ("matchIndex", $"{reply.MatchIndex}"),
        ];
        return reply.Conflict is not { } conflict
            ? fields
            : fields.Append(("conflict", TlaText.Record(
                [("term", Number(conflict.Term ?? 0, number)), ("firstIndex", $"{conflict.FirstIndex}")])));
    }

    private string StateOf(ServerState state, int number)
    {
        Number(state.CurrentTerm, number);
        return TlaText.Record(
        [
            ("id", TlaText.Of(state.Id)),
            .. DiskOf(state.Persistent),
            ("commitIndex", $"{state.CommitIndex}"),
            ("role", RoleOf(state.Role, number)),
        ]);
    }

    private (string, string)[] DiskOf(PersistentState disk) =>
    [
        ("currentTerm", $"{disk.CurrentTerm}"),
        ("votedFor", TlaText.Of(disk.VotedFor)),
        ("log", EntriesOf(disk.Log.Entries)),
    ];

    private string RoleOf(Role role, int number) => TlaText.Record(role switch
    {
        Follower follower => [("name", "\"follower\""), ("leaderId", TlaText.Of(follower.LeaderId))],
        Candidate candidate => [("name", "\"candidate\""), ("votesGranted", TlaText.Of(candidate.VotesGranted))],
        Leader leader => [
            ("name", "\"leader\""), ("nextIndex", IndexesOf(leader.NextIndex)), ("matchIndex", IndexesOf(leader.MatchIndex))],
        _ => throw Beyond(number, $"the role {role.GetType().Name}"),
    });

    private string IndexesOf(IndexPerServer indexes) =>
        TlaText.Record([.. servers.Members.Select(server => ($"{server}", $"{indexes[server]}"))]);

    private string EntriesOf(Sequence<Entry> entries) => TlaText.Sequence(entries.Items.Select(
        entry => TlaText.Record([("term", $"{entry.Term}"), ("value", $"{ValueOf(entry.Origin)}")])));

    /// <summary>The number of a request; 0 for a no-op, which nobody asked for.</summary>
    private int ValueOf(RequestId? origin) => origin is not { } request ? 0
        : requests.TryGetValue(request, out var known) ? known
        : requests[request] = requests.Count + 1;

    /// <summary>TLC counts with 32 bits.</summary>
    private static string Number(long term, int number) =>
        term <= int.MaxValue ? $"{term}" : throw Beyond(number, $"terms beyond {int.MaxValue}");

    private static BeyondSpecificationException Beyond(int number, string what) =>
        new($"event {number}: specs/RaftTrace.tla does not have {what}");
}
