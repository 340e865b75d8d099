using System.Globalization;
using Raft.Core.Protocol;

namespace Raft.Coyote.Environment;

/// <summary>A request on its way to a server.</summary>
public sealed record SentRequest(ClientRequest Request, ServerId To, int SentAt);

/// <summary>An answer on its way to a client.</summary>
public sealed record SentAnswer(RequestId Request, Answer Answer);

/// <summary>
/// A client. It does one command after another; while it waits for an answer it may give up and try again, which
/// is a new request: without sessions (section 6.3 of the dissertation) nothing tells a retry from a second
/// command, so the first one may still take effect. With sessions its commands are numbered, and a retry has the same number.
/// Of a
/// command whose session expired nobody can tell it whether it was applied: it goes on with the next, in a new session.
/// </summary>
/// <param name="Id">Its name.</param>
/// <param name="Plan">The commands that it has yet to do.</param>
/// <param name="Attempts">How many more requests it may send.</param>
/// <param name="Sent">How many it sent.</param>
/// <param name="Waiting">The request that it waits for; null when it does not.</param>
/// <param name="Leader">The server that it was told is the leader.</param>
/// <param name="Requests">Its requests on their way.</param>
/// <param name="Answers">Answers on their way to it.</param>
public sealed record Client(
    ClientId Id,
    Sequence<Command> Plan,
    int Attempts,
    int Sent,
    RequestId? Waiting,
    ServerId? Leader,
    Sequence<SentRequest> Requests,
    Sequence<SentAnswer> Answers)
{
    /// <summary>Its session (section 6.3): the name that it was told when it opened it; 0 before that.</summary>
    public long Session { get; init; }

    /// <summary>A client that has sent nothing yet.</summary>
    public static Client Of(ClientId id, Sequence<Command> plan, int attempts) => new(id, plan, attempts, 0, null, null, [], []);

    /// <summary>Whether it may send a request now.</summary>
    public bool MayCall => Waiting is null && Plan.Count > 0 && Attempts > 0;

    /// <summary>Whether it will do nothing more.</summary>
    public bool IsDone => Waiting is null && !MayCall;

    /// <summary>It sends the next command of its plan.</summary>
    public Client Call(ServerId server, int happening)
    {
        var command = Plan[0] is Numbered numbered ? numbered with { Session = Session } : Plan[0];
        var request = new ClientRequest(new RequestId(Id, Sent + 1), command);
        return this with
        {
            Attempts = Attempts - 1,
            Sent = Sent + 1,
            Waiting = request.Id,
            Requests = Requests.Add(new SentRequest(request, server, happening)),
        };
    }

    /// <summary>It waits no longer; the command stays in its plan.</summary>
    public Client GiveUp() => this with { Waiting = null, Leader = null };

    /// <summary>
    /// It takes an answer. One that it does not wait for any more is dropped; a refusal, "not leader" or "busy", leaves the
    /// command in its plan.
    /// </summary>
    public Client Take(int position)
    {
        var taken = this with { Answers = Answers.RemoveAt(position) };
        if (Answers[position].Request != Waiting)
        {
            return taken;
        }

        return Answers[position].Answer switch
        {
            NotLeader refusal => taken with { Waiting = null, Leader = refusal.Leader },
            SessionExpired => taken with { Waiting = null, Plan = [new OpenSession(), .. Plan.Items.Skip(1)] },
            Applied { Result.Value: { } name } when Plan[0] is OpenSession =>
                taken with { Waiting = null, Plan = Plan.RemoveAt(0), Session = long.Parse(name, CultureInfo.InvariantCulture) },
            Busy => taken with { Waiting = null },
            _ => taken with { Waiting = null, Plan = Plan.RemoveAt(0) },
        };
    }
}
