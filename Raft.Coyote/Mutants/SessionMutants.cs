using Raft.Core.Protocol;
using static Raft.Coyote.Mutants.PropertyName;

namespace Raft.Coyote.Mutants;

/// <summary>Bugs in section 6.3 of the dissertation: sessions, and what comes a second time.</summary>
internal static class SessionMutants
{
    private const string Group = "Clients";

    public static readonly Sequence<Mutant> All =
    [
        new("retry-applied-twice", Group,
            "A command that a client sends again is applied again.",
            "Curvine 676", [ExactlyOnce, Linearizability], null, options => new RetryAppliedTwice(options)),
        new("cached-answer-forgotten", Group,
            "A command that comes again is not applied again, and answered with what the store has now.",
            "classic", [Linearizability], null, options => new CachedAnswerForgotten(options)),
        new("expired-session-reopened", Group,
            "A command whose session expired opens it anew, though nobody knows what was applied for it.",
            "classic", [ExactlyOnce, Linearizability], null, options => new ExpiredSessionReopened(options)),
        new("session-expiry-by-local-choice", Group,
            "Each server drops sessions as it needs to: a leader earlier than its followers.",
            "dissertation, section 6.3", [ExactlyOnce, Linearizability, SnapshotEqualsPrefix], null,
            options => new ExpiryByLocalChoice(options)),
    ];

    private sealed class RetryAppliedTwice(Options options) : Rules(options)
    {
        protected override bool WasApplied(Session session, Numbered numbered) => false;
    }

    private sealed class CachedAnswerForgotten(Options options) : Rules(options)
    {
        protected override Result ResultAgain(ServerState state, Session session, Numbered numbered) =>
            numbered.Command is Append append ? new Result(true, state.StateMachine[append.Key]) : new Result(false, null);
    }

    private sealed class ExpiredSessionReopened(Options options) : Rules(options)
    {
        protected override Session? SessionOf(ServerState state, Numbered numbered) =>
            base.SessionOf(state, numbered) ?? new Session(numbered.Session, 0, null);
    }

    private sealed class ExpiryByLocalChoice(Options options) : Rules(options)
    {
        protected override Sessions Expire(ServerState state, Sessions sessions) =>
            state.Role is Leader && sessions.Open.Count > 1 ? new Sessions([sessions.Open[^1]]) : base.Expire(state, sessions);
    }
}
