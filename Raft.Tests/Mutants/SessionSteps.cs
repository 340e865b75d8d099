using Raft.Core.Protocol;

namespace Raft.Tests.Mutants;

internal static class SessionSteps
{
    private static readonly Options Sessions = new() { MaxSessions = 2 };

    public static readonly MutantStep[] All =
    [
        new("retry-applied-twice", Alone, Ask(3, First), StoreIs("a", "aa"), Opened, Ask(2, First)) { Options = Sessions },
        new("cached-answer-forgotten", Alone, Ask(4, First), (real, mutant) =>
            Assert.Equal(("a", "ab"), (ValueTold(real), ValueTold(mutant))), Opened, Ask(2, First), Ask(3, new Append("x", "b")))
        {
            Options = Sessions,
        },
        new("expired-session-reopened", Alone, Ask(1, First), StoreIs(null, "a")) { Options = Sessions },
        new("session-expiry-by-local-choice", Alone, Ask(2, new OpenSession()), (real, mutant) =>
            Assert.Equal([2, 1], [real.State.Sessions.Open.Count, mutant.State.Sessions.Open.Count]), Opened)
        {
            Options = Sessions,
        },
    ];

    /// <summary>A leader alone in its cluster: it commits at once.</summary>
    private static ServerState Alone => Given.Leader(1, servers: 1);

    private static ClientRequest Opened => Ask(1, new OpenSession());

    private static Numbered First => new(1, 1, new Append("x", "a"));

    private static ClientRequest Ask(int number, Command command) => new(new RequestId(new ClientId(1), number), command);

    private static string? ValueTold(Step step) =>
        ((Applied)step.Effects.Items.OfType<Reply>().Single().Answer).Result.Value;

    private static Action<Step, Step> StoreIs(string? real, string? mutant) => (realStep, mutantStep) =>
        Assert.Equal((real, mutant), (realStep.State.StateMachine["x"], mutantStep.State.StateMachine["x"]));
}
