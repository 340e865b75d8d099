using Raft.Core.Protocol;
using static Raft.Tests.Mutants.Given;

namespace Raft.Tests.Mutants;

internal static class FlowSteps
{
    private static readonly Options Pipelined = Given.Options with { MaxInFlight = 2 };
    private static readonly Options InBytes = Given.Options with { MaxEntriesPerAppend = 3, MaxBytesPerAppend = 1 };
    private static readonly Options Pressed = Given.Options with { MaxUncommitted = 1 };

    public static readonly MutantStep[] All =
    [
        new("in-flight-limit-ignored", Ahead(LogOf(1, 1, 1, 1), 0, 1, 2), Request(), SendsToS2(0, 3)) { Options = Pipelined },
        new("in-flight-never-freed", Ahead(LogOf(1, 1, 1, 1), 0, 1, 2), Ack(1, 2), SendsToS2(2, 0)) { Options = Pipelined },
        new("pipeline-never-probes", Ahead(LogOf(1, 1, 1), 0, 1, 2), Nack(1, 2), SendsToS2(1, 0)) { Options = Pipelined },
        new("pipeline-loss-unnoticed", Ahead(LogOf(1, 1), 0, 1, 2), new HeartbeatDue(), (real, mutant) =>
        {
            Assert.Equal(2, ToS2(real).Single().PrevLogIndex);
            Assert.Equal(0, ToS2(mutant).Single().PrevLogIndex);
        }) { Options = Pipelined },
        new("pipeline-ack-credits-all", Ahead(LogOf(1, 1), 0, 1, 2), Ack(1, 1), (real, mutant) =>
        {
            Assert.Equal(1, real.LeaderRole().MatchIndex[S2]);
            Assert.Equal(2, mutant.LeaderRole().MatchIndex[S2]);
        }) { Options = Pipelined },
        new("bytes-limit-starves", Given.Leader(1, LogOf(1, 1)), new HeartbeatDue(), EntriesToS2(1, 0)) { Options = InBytes },
        new("bytes-limit-ignored", Given.Leader(1, LogOf(1, 1)), new HeartbeatDue(), EntriesToS2(1, 2)) { Options = InBytes },
        new("busy-yet-appended", Given.Leader(1, LogOf(1)), Request(), (real, mutant) =>
        {
            Assert.Contains(new Reply(ARequest, new Busy()), mutant.Effects);
            Assert.Equal((1, 2), (real.State.Log.LastIndex, mutant.State.Log.LastIndex));
        }) { Options = Pressed },
        new("busy-counts-older-terms", Given.Leader(2, LogOf(1)), Request(), OnlyMutantIsBusy) { Options = Pressed },
        new("busy-for-ever", Given.Leader(1, LogOf(1), commit: 1), Request(), OnlyMutantIsBusy) { Options = Pressed },
        new("uncommitted-limit-ignored", Given.Leader(1, LogOf(1)), Request(), (real, mutant) => OnlyMutantIsBusy(mutant, real))
        {
            Options = Pressed,
        },
    ];

    /// <summary>A leader of term 1 that has sent entries ahead to s2.</summary>
    private static ServerState Ahead(Log log, long match, params long[] inFlight)
    {
        var leader = Given.Leader(1, log);
        var role = ((Leader)leader.Role).With(new Pipeline(S2, IsProbing: false, [.. inFlight]));
        var next = role.NextIndex.With(S2, inFlight[^1] + 1);
        return leader with { Role = role with { NextIndex = next, MatchIndex = role.MatchIndex.With(S2, match) } };
    }

    private static AppendEntries[] ToS2(Step step) => [.. step.Sent<AppendEntries>().Where(append => append.To == S2)];

    private static Action<Step, Step> SendsToS2(int real, int mutant) => (realStep, mutantStep) =>
        Assert.Equal((real, mutant), (ToS2(realStep).Length, ToS2(mutantStep).Length));

    private static Action<Step, Step> EntriesToS2(int real, int mutant) => (realStep, mutantStep) =>
        Assert.Equal((real, mutant), (ToS2(realStep).Single().Entries.Count, ToS2(mutantStep).Single().Entries.Count));

    private static void OnlyMutantIsBusy(Step real, Step mutant)
    {
        Assert.DoesNotContain(new Reply(ARequest, new Busy()), real.Effects);
        Assert.Contains(new Reply(ARequest, new Busy()), mutant.Effects);
    }
}
