using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>Reads the script off a trace: what was done, move by move, each with what caused it.</summary>
internal sealed class ScriptReader
{
    private readonly List<Act> acts = [];
    private readonly Dictionary<int, int> actAt = [];
    private readonly Dictionary<int, Handled> steps = [];
    private readonly List<(int Asked, Want Want)> wants = [];
    private readonly Dictionary<ClientId, Command> unanswered = [];
    private bool areFaultsOver;
    private World end;

    private ScriptReader(World start) => end = start;

    /// <summary>Reads a trace.</summary>
    /// <returns>
    /// The scripts that may show the same, the shortest first, up to all that was done; at last those in which clients ask no
    /// more. And what came of the replay: the rules may not be able to follow the trace.
    /// </returns>
    public static (IEnumerable<Script> Scripts, EventReplayReport Replay) Read(
        Trace trace, Rules rules, IReadOnlySet<string>? judged)
    {
        var header = trace.Header;
        var reader = new ScriptReader(FreeWorld.Start(header.Servers, header.Clients, header.InitialServers));
        var replay = EventReplay.Run(trace, rules, judged, reader.Take);
        var all = new Script(header.Servers, header.Clients, header.Options, [.. reader.acts], [], reader.StaysDown)
        {
            InitialServers = header.FirstServers,
            StaysDeaf = reader.StaysDeaf,
        };
        return (reader.areFaultsOver ? reader.UpToWhere(all).Concat(reader.UpToWhere(all with { AsksNoMore = true })) : [all], replay);
    }

    /// <summary>
    /// What was done until faults were over, and ever more of what came then; each with what clients came to want later, and
    /// without any client.
    /// </summary>
    private IEnumerable<Script> UpToWhere(Script all)
    {
        var faultsEnd = acts.FindIndex(act => act.Move is EndFaults);
        foreach (var more in new[] { 0, 8, 32, 128, 512, acts.Count })
        {
            var end = Math.Min(faultsEnd + more, acts.Count);
            var later = wants.Where(want => want.Asked >= end).Select(want => want.Want);
            var script = all with { Acts = [.. acts.Take(end)], Wants = all.AsksNoMore ? [] : [.. later] };
            yield return script;
            yield return script.WithoutClients();
        }
    }

    /// <summary>The server that is down when the story ends.</summary>
    private ServerId? StaysDown =>
        !areFaultsOver ? null : end.Hosts.Items.FirstOrDefault(host => host.Condition == Condition.Down)?.State.Id;

    /// <summary>The server that nothing reaches when the story ends.</summary>
    private ServerId? StaysDeaf =>
        !areFaultsOver ? null : end.Hosts.Items.FirstOrDefault(host => end.Network.IsCutOffOnly(host.State.Id))?.State.Id;

    private void Take(World before, Move move, Turn turn)
    {
        var number = before.Happened + 1;
        var act = Read(before, move, turn.Happenings[0]);
        actAt[number] = act.Id;
        acts.Add(act);
        TakeWant(turn.Happenings[0]);
        end = turn.World;
        if (turn.Happenings[0] is Handled handled)
        {
            steps[number] = handled;
        }
    }

    /// <summary>A client that asks again for what it had no answer to comes to want nothing new.</summary>
    private void TakeWant(Happening happening)
    {
        switch (happening)
        {
            case FaultsOver:
                areFaultsOver = true;
                break;
            case Called { Request.Client: var client } called:
                var isNew = areFaultsOver && unanswered.GetValueOrDefault(client) != called.Command;
                wants.AddRange(isNew ? [(acts.Count - 1, new Want(client, called.Command))] : []);
                unanswered[client] = called.Command;
                break;
            case Returned { Answer: Applied } returned:
                unanswered.Remove(returned.Request.Client);
                break;
        }
    }

    private Act Read(World before, Move move, Happening happening) => (move, happening) switch
    {
        (Deliver deliver, Handled { Input: Receive receive } handled) =>
            Told(Message(deliver with { Position = 0 }, receive.Message, handled.SentAt!.Value), handled),
        (DeliverRequest arrival, Handled handled) => Told(Caused(arrival with { Position = 0 }, handled.SentAt!.Value), handled),
        (Handling, Handled handled) => Told(new Act(acts.Count, move), handled),
        (Lose lose, Lost lost) => Message(lose with { Position = 0 }, lost.Message, lost.SentAt),
        (Environment.Double twice, Doubled doubled) => Message(twice with { Position = 0 }, doubled.Message, doubled.SentAt),
        (LoseRequest lose, _) => Caused(lose with { Position = 0 }, before[lose.Client].Requests[lose.Position].SentAt),
        (Return answer, _) => Answer(before[answer.Client], answer),
        (Call, Called called) => new Act(acts.Count, move, Command: called.Command),
        _ => new Act(acts.Count, move),
    };

    private Act Caused(Move move, int causedAt, int nth = 0) => new(acts.Count, move, actAt[causedAt], nth);

    private Act Message(Move move, Message message, int sentAt) =>
        Caused(move, sentAt, Sent.By(steps[sentAt], message.To).ToList().IndexOf(message));

    private Act Answer(Client client, Return answer)
    {
        var nth = client.Answers.Items.Take(answer.Position).Count(each => each.Request == client.Waiting);
        var calledAt = acts.FindLast(act => act.Move is Call call && call.Client == client.Id)!.Id;
        return new Act(acts.Count, answer with { Position = 0 }, calledAt, nth);
    }

    private static Act Told(Act act, Handled handled) =>
        handled.DrawnCrash is { } crash ? act.With(Performance.Fit(crash, handled.Effects).Told) : act;
}
