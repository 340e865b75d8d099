using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces.Show;

/// <summary>What an event looks like from afar: its kind, and what is notable of it.</summary>
internal static class Marks
{
    /// <summary>The input of a step; else what happened, as a trace names it.</summary>
    public static string KindOf(Happening happening)
    {
        var named = happening is Handled handled ? handled.Input.GetType() : happening.GetType();
        return JsonNamingPolicy.CamelCase.ConvertName(named.Name);
    }

    /// <summary>What is notable: each a word that the page has a sign for.</summary>
    public static IEnumerable<string> Of(Happening happening) => happening switch
    {
        Handled { Crash: null } handled => OfStep(handled.Input is Restart restart ? AfterRestart(handled, restart) : handled),
        Handled or Crashed => ["crash"],
        _ => [],
    };

    private static Handled AfterRestart(Handled handled, Restart restart) =>
        handled with { Before = ServerState.AtStart(handled.Server, handled.After.Servers, restart.Durable) };

    private static IEnumerable<string> OfStep(Handled handled)
    {
        var (before, after) = (handled.Before, handled.After);
        if (handled.Input is Restart)
        {
            yield return "restart";
        }

        if (after.Role is Leader or Candidate && RoleOf(after) != RoleOf(before))
        {
            yield return after.Role is Leader ? "leader" : "candidate";
        }
        else if (after.Role is Follower && before.Role is Leader)
        {
            yield return "stepDown";
        }

        if (after.CommitIndex != before.CommitIndex)
        {
            yield return "commit";
        }

        if (before.Log.CommonPrefixWith(after.Log) < before.Log.LastIndex)
        {
            yield return "delete";
        }
    }

    /// <summary>To be a candidate, or a leader, of another term is another role.</summary>
    private static (bool IsLeader, bool IsCandidate, long Term) RoleOf(ServerState state) =>
        (state.Role is Leader, state.Role is Candidate, state.CurrentTerm);
}
