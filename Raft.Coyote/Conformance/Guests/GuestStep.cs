using Raft.Core.Protocol;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Json;

namespace Raft.Coyote.Conformance.Guests;

/// <summary>The step that a guest's answer tells. What it does not say follows from its effects: it is what it has written.</summary>
internal static class GuestStep
{
    /// <summary>Reads the last answer in a life.</summary>
    /// <param name="before">The server before it.</param>
    /// <param name="life">Its life, the answer included.</param>
    /// <exception cref="GuestException">It is none of the protocol.</exception>
    public static Step Read(ServerState before, GuestLife life)
    {
        var line = new OneLine(life.Answer);
        try
        {
            using var document = JsonLine.Parse(line);
            var (effects, commitIndex, role) = TraceJson.ReadAnswer(new JsonValue(document.RootElement, line), before.Servers);
            var after = before;
            for (var position = 0; position < effects.Count; position++)
            {
                after = After(after, effects[position]) ?? throw line.Problem(
                    $"effects[{position}]", $"expected {Allowed(before, after, effects[position])}, came {effects[position]}");
            }

            return new Step(after with { CommitIndex = commitIndex, Role = Living(role, life) }, effects);
        }
        catch (TraceFormatException bad)
        {
            throw new GuestException($"{bad.InLine}; the whole answer: {GuestProcess.Shown(life.Answer)}");
        }
    }

    private static Role Living(Role role, GuestLife life) => role switch
    {
        Follower follower => new GuestFollower(follower.LeaderId, life),
        Candidate candidate => new GuestCandidate(candidate.VotesGranted, life),
        Leader leader => new GuestLeader(leader.NextIndex, leader.MatchIndex, life),
        _ => throw new ArgumentException($"unknown role {role}", nameof(role)),
    };

    /// <summary>The server after an effect; null when no server can have it.</summary>
    private static ServerState? After(ServerState server, Effect effect) => effect switch
    {
        Persist persist => AfterRecords(server, persist.Records),
        Apply { Index: >= 1 } apply => server with
        {
            LastApplied = apply.Index,
            StateMachine = server.StateMachine.Apply(apply.Entry.Command).Store,
        },
        Send send => IsFromTo(server, send.Message) && IsOfFigure2(send.Message) ? server : null,
        Reply or ResetElectionTimer => server,
        _ => null,
    };

    private static ServerState? AfterRecords(ServerState server, Sequence<DiskRecord> records)
    {
        foreach (var record in records)
        {
            var fits = record switch
            {
                TruncateFrom cut => cut.Index >= 1,
                AppendAt added => added.Index >= 1 && added.Index <= server.Log.LastIndex + 1,
                _ => record is TermAndVote,
            };
            if (!fits)
            {
                return null;
            }

            server = server with { Persistent = server.Persistent.With(record) };
        }

        return server;
    }

    private static bool IsFromTo(ServerState server, Message message) =>
        message.From == server.Id && message.To != server.Id && server.Servers.Contains(message.To);

    private static bool IsOfFigure2(Message message) =>
        message is RequestVote or RequestVoteReply or AppendEntries or AppendEntriesReply;

    private static string Allowed(ServerState before, ServerState after, Effect effect) => effect switch
    {
        Persist => $"records of Figure 2 that fit a log of {after.Log.LastIndex} entries",
        Send => $"a message of Figure 2 from {before.Id} to another server of {before.Servers}",
        Apply => "an index from 1 on",
        _ => "an effect of Figure 2",
    };
}
