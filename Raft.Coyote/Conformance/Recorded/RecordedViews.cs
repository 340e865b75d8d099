using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Conformance.Recorded;

/// <summary>What an event of our own traces shows of a server, for the properties.</summary>
internal sealed class RecordedViews
{
    private readonly HashSet<long> led = [];

    /// <summary>The greatest term.</summary>
    public long GreatestTerm { get; private set; }

    /// <summary>The greatest commitIndex.</summary>
    public long GreatestCommit { get; private set; }

    /// <summary>How many terms had a leader.</summary>
    public long Leaders => led.Count;

    /// <summary>
    /// What is seen in an event. Of a step that a crash cut short it is not known what came about; what was on disk before
    /// still is.
    /// </summary>
    public IEnumerable<Observation> Of(Happening happening)
    {
        if (happening is not Handled { Crash: null } handled)
        {
            yield break;
        }

        yield return Seen(handled, handled.Input is Restart ? Deed.Started : Deed.Persisted);
        foreach (var effect in handled.Effects)
        {
            if (effect is Send { Message: RequestVoteReply { VoteGranted: true } reply })
            {
                yield return Granting(handled, reply);
            }
        }
    }

    private static Observation Granting(Handled handled, RequestVoteReply reply)
    {
        var seen = SeenOf(handled, Deed.Sent);
        seen.Message = new WireMessage(
            MessageKind.RequestVoteReply, reply.From.Number, reply.To.Number, reply.Term, 0, 0, 0, 0, IsRefusal: false, 0);
        return seen;
    }

    private Observation Seen(Handled handled, Deed deed)
    {
        var seen = SeenOf(handled, deed);
        GreatestTerm = Math.Max(GreatestTerm, seen.View.Term);
        GreatestCommit = Math.Max(GreatestCommit, seen.View.Commit);
        if (seen.View.Role == RoleSeen.Leader)
        {
            led.Add(seen.View.Term);
        }

        return seen;
    }

    private static Observation SeenOf(Handled handled, Deed deed)
    {
        var state = handled.After;
        return new Observation
        {
            Server = handled.Server.Number,
            Deed = deed,
            View = new View(
                state.CurrentTerm, state.VotedFor?.Number ?? Observation.None, state.CommitIndex, state.Log.LastIndex, RoleOf(state)),
        };
    }

    private static RoleSeen RoleOf(ServerState state) => state.Role switch
    {
        Leader => RoleSeen.Leader,
        Candidate => RoleSeen.Candidate,
        PreCandidate => RoleSeen.PreCandidate,
        _ => RoleSeen.Follower,
    };
}
