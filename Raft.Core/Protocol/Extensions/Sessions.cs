using System.Globalization;

namespace Raft.Core.Protocol;

public sealed partial record Options
{
    /// <summary>
    /// How many clients may have a session at a time; 0 is without sessions, where a retry is one more command.
    /// </summary>
    public int MaxSessions { get; init; }
}

/// <summary>
/// "Clients ... register with the cluster" (section 6.3): opens a session. Its name is the index of this entry.
/// </summary>
public sealed record OpenSession : Command
{
    /// <inheritdoc/>
    public override string ToString() => "open session";
}

/// <summary>
/// "Clients assign unique serial numbers to every command" (section 6.3). A retry carries the same number.
/// </summary>
/// <param name="Session">The session: the index of the entry that opened it.</param>
/// <param name="Serial">1 for the client's first command, and one more for each that follows.</param>
/// <param name="Command">What the state machine is to do, once.</param>
public sealed record Numbered(long Session, int Serial, Command Command) : Command
{
    /// <inheritdoc/>
    public override string ToString() => $"{Command}, serial {Serial} of session {Session}";
}

/// <summary>
/// The command's session is not open any more, and the command was not applied by this entry; by an earlier one it may.
/// </summary>
public sealed record SessionExpired : Answer;

/// <summary>
/// What the state machine knows of its clients, so that a command that comes twice is applied once (section 6.3 of the
/// dissertation): part of the state that the log leads to, beside the key-value store.
/// </summary>
/// <param name="Open">The open sessions, the one first that was used longest ago.</param>
public readonly record struct Sessions(Sequence<Session> Open)
{
    /// <summary>The session of a name; null when it is not open.</summary>
    public Session? this[long id] => Open.Items.FirstOrDefault(session => session.Id == id);

    /// <summary>These sessions after one was used, or opened.</summary>
    public Sessions Using(Session session) => new([.. Open.Items.Where(other => other.Id != session.Id), session]);
}

/// <summary>One client's session.</summary>
/// <param name="Id">Its name: the index of the entry that opened it.</param>
/// <param name="LastSerial">The serial number of the last command that was applied for it; 0 before the first.</param>
/// <param name="LastResult">What that command led to: the answer to whoever sends it again.</param>
public sealed record Session(long Id, int LastSerial, Result? LastResult);

public sealed partial record ServerState
{
    /// <summary>The sessions that the entries up to LastApplied led to.</summary>
    public Sessions Sessions { get; init; }
}

/// <summary>Why an entry that was applied did not reach the store.</summary>
public enum Skipped
{
    /// <summary>It did.</summary>
    No,

    /// <summary>
    /// "If a server receives a command whose serial number has already been executed, it ... does not execute again".
    /// </summary>
    AppliedBefore,

    /// <summary>Its session is not open.</summary>
    SessionExpired,
}

public sealed partial record Apply
{
    /// <summary>Whether the store was left alone, and why.</summary>
    public Skipped Skipped { get; init; }
}

/// <summary>Section 6.3 of the dissertation, "implementing linearizable semantics".</summary>
public partial class Rules
{
    /// <summary>Runs the command of the next entry: the state after it, and what was done.</summary>
    private (ServerState After, Apply Done) Run(ServerState state, long index, Entry entry) => entry.Command switch
    {
        OpenSession when Options.MaxSessions > 0 => Open(state, index, entry),
        Numbered numbered when Options.MaxSessions > 0 => RunOnce(state, index, entry, numbered),
        _ => RunPlain(state, index, entry, entry.Command),
    };

    private static (ServerState After, Apply Done) RunPlain(ServerState state, long index, Entry entry, Command command)
    {
        var (store, result) = state.StateMachine.Apply(command);
        return (state with { LastApplied = index, StateMachine = store }, new Apply(index, entry, result));
    }

    private (ServerState After, Apply Done) Open(ServerState state, long index, Entry entry)
    {
        var opened = Use(state with { LastApplied = index }, new Session(index, 0, null));
        return (opened, new Apply(index, entry, new Result(true, index.ToString(CultureInfo.InvariantCulture))));
    }

    private (ServerState After, Apply Done) RunOnce(ServerState state, long index, Entry entry, Numbered numbered)
    {
        if (SessionOf(state, numbered) is not { } session)
        {
            var refused = new Apply(index, entry, new Result(false, null)) { Skipped = Skipped.SessionExpired };
            return (state with { LastApplied = index }, refused);
        }

        if (WasApplied(session, numbered))
        {
            var before = new Apply(index, entry, ResultAgain(state, session, numbered)) { Skipped = Skipped.AppliedBefore };
            return (Use(state with { LastApplied = index }, session), before);
        }

        var (after, done) = RunPlain(state, index, entry, numbered.Command);
        return (Use(after, session with { LastSerial = numbered.Serial, LastResult = done.Result }), done);
    }

    /// <summary>
    /// A session that is not open does not open again for a command that names it: nobody knows any more what was applied for it.
    /// </summary>
    protected virtual Session? SessionOf(ServerState state, Numbered numbered) => state.Sessions[numbered.Session];

    /// <summary>"... whose serial number has already been executed".</summary>
    protected virtual bool WasApplied(Session session, Numbered numbered) => numbered.Serial <= session.LastSerial;

    /// <summary>
    /// "It responds immediately without re-executing the request": with the result of then. For one before the last nobody waits.
    /// </summary>
    protected virtual Result ResultAgain(ServerState state, Session session, Numbered numbered) =>
        numbered.Serial == session.LastSerial && session.LastResult is { } result ? result : new Result(false, null);

    private ServerState Use(ServerState state, Session session) =>
        state with { Sessions = Expire(state, state.Sessions.Using(session)) };

    /// <summary>
    /// "All servers must agree on when a client's session expires; one way is ... an upper bound on the number of sessions and an
    /// LRU policy": what was used longest ago goes, as the log tells it, at the same entry everywhere.
    /// </summary>
    protected virtual Sessions Expire(ServerState state, Sessions sessions) =>
        new([.. sessions.Open.Items.TakeLast(Options.MaxSessions)]);

    private static Answer AnswerOf(Apply done) =>
        done.Skipped == Skipped.SessionExpired ? new SessionExpired() : new Applied(done.Result);
}
