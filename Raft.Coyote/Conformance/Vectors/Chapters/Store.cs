using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>The state machine that the log drives, each command at a server that is alone and so commits it at once.</summary>
internal static class Store
{
    private const string Apply = "apply log[lastApplied] to state machine";

    private static readonly ServerState Alone = Leader(1, Log(1), commit: 1, servers: 1);

    public static readonly Chapter Chapter = new("state-machine",
        "The state machine, a key-value store (section 5.3 of the paper)",
        Of("put", new Put("y", "1")),
        Of("get", new Get("x")),
        Of("get-a-key-without-a-value", new Get("y")),
        Of("append", new Append("x", "+")),
        Of("append-to-a-key-without-a-value", new Append("y", "+")),
        Of("compare-and-set", new CompareAndSet("x", "1.1", "2")),
        Of("compare-and-set-another-value", new CompareAndSet("x", "0", "2")),
        Of("compare-and-set-none", new CompareAndSet("y", null, "2")),
        Of("no-op", new NoOp()),
        Of("a-numbered-command-without-sessions", new Numbered(1, 1, new Append("x", "+"))));

    private static Vector Of(string name, Command command) =>
        V(name, "paper, Figure 2", Apply, Alone, Ask(command), "ApplyCommitted");
}
