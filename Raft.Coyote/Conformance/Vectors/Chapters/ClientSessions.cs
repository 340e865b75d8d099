using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Section 6.3 of the dissertation, at a server that is alone and so commits at once.</summary>
internal static class ClientSessions
{
    private const string Section = "dissertation, 6.3";
    private const string Once =
        "If it receives a command whose serial number has already been executed, it responds immediately without "
        + "re-executing the request";

    private const string Expire =
        "One option is to set an upper bound on the number of sessions and remove entries using an LRU (least recently used) "
        + "policy.";

    private const string Closed = "a session that is not open does not open again for a command that names it";

    private static readonly Options On = Figure2 with { MaxSessions = 2 };
    private static readonly Numbered First = new(1, 1, new Append("x", "a"));

    public static readonly Chapter Chapter = new("sessions",
        "Sessions: a retry takes effect once (section 6.3 of the dissertation)",
        Of("a-session-opens", "When a client starts, it registers with the cluster", Alone(), new OpenSession(), "Expire"),
        Of("a-command-takes-effect", "clients assign unique serial numbers to every command", Alone(new Session(1, 0, null)),
            First,
            "SessionOf", "WasApplied: false"),
        Of("a-retry-takes-no-effect", Once, Alone(new Session(1, 1, new Result(true, "a"))), First, "WasApplied: true",
            "ResultAgain"),
        Of("a-retry-is-told-the-result-of-then", Once, Alone(new Session(1, 1, new Result(false, "b"))), First, "ResultAgain"),
        Of("an-older-command-than-the-last", Once, Alone(new Session(1, 2, new Result(true, "ab"))), First, "WasApplied: true",
            "ResultAgain"),
        Of("serial-0-before-any-command", Once, Alone(new Session(1, 0, null)), First with { Serial = 0 }, "WasApplied: true",
            "ResultAgain"),
        Of("a-session-that-is-not-open", Closed, Alone(), First, "SessionOf"),
        Of("the-session-used-longest-ago-goes", Expire, Alone(new Session(1, 1, null), new Session(2, 0, null)),
            new OpenSession(), "Expire"),
        Of("what-is-used-stays-longer", Expire, Alone(new Session(1, 0, null), new Session(2, 0, null)), First, "Expire"),
        Of("sessions-are-no-matter-of-a-plain-command", Once, Alone(new Session(1, 0, null)), new Put("x", "1"),
            "ApplyCommitted"));

    private static Vector Of(string name, string sentence, ServerState state, Command command, params string[] rules) =>
        V(name, sentence == Closed ? "ours" : Section, sentence, state, Ask(command, number: 7), rules).Under(On);

    private static ServerState Alone(params Session[] open) =>
        Leader(1, Log(1, 1, 1), commit: 3, servers: 1) with { Sessions = new Sessions([.. open]) };
}
