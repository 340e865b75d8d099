using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Scenarios;

/// <summary>What scenarios draw alike.</summary>
internal static class Draws
{
    /// <summary>
    /// Options of the rules. The no-op, unlimited batches and heartbeats that carry entries hide real bugs, so half of the runs
    /// are without each of them.
    /// </summary>
    public static Options Options(IDice dice) => new(
        dice.Pick(BackTracking.OneStep, BackTracking.ByConflictTerm),
        CommitRule.Quorum,
        NoOpAtElection: dice.OneIn(2),
        EmptyHeartbeats: dice.OneIn(2),
        MaxEntriesPerAppend: dice.Pick(1, 2, int.MaxValue));

    /// <summary>Limits of flow: small ones, so that they are met; each of them is off in some runs.</summary>
    public static Options FlowOptions(IDice dice) => Options(dice) with
    {
        MaxInFlight = dice.Pick(0, 1, 2, 3),
        MaxBytesPerAppend = dice.Pick(0, 4, 9),
        MaxUncommitted = dice.Pick(0, 1, 2, 4),
    };

    /// <summary>A leader that mostly does not wait for its disk; half of the time with limits of flow.</summary>
    public static Options DiskOptions(IDice dice) =>
        (dice.OneIn(2) ? FlowOptions(dice) : Options(dice)) with { ParallelWrites = !dice.OneIn(8) };

    /// <summary>How fast the parts move: from clusters where elections interrupt all that goes on to calm ones.</summary>
    public static Pace Pace(IDice dice) => new(
        Patience: dice.Pick(4, 10, 20, 40),
        HeartbeatEvery: dice.Pick(6, 12, 25),
        FaultEvery: dice.Pick(4, 10, 20),
        ThinkTime: dice.Pick(2, 10, 25),
        ClientPatience: dice.Pick(10, 30),
        Mischief: dice.Pick(2, 4, 10));

    /// <summary>What clients do: few keys and values of their own, so that a wrong answer shows.</summary>
    public static Sequence<Sequence<Command>> Plans(IDice dice, int clients, int commands) =>
        [.. Enumerable.Range(1, clients).Select(client => Plan(dice, client, commands))];

    /// <summary>Nobody asks for anything.</summary>
    public static readonly Sequence<Sequence<Command>> NoPlans = [];

    private static Sequence<Command> Plan(IDice dice, int client, int commands) =>
        [.. Enumerable.Range(1, commands).Select(number => Command(dice, $"{client}.{number}"))];

    private static Command Command(IDice dice, string value) => dice.Below(8) switch
    {
        0 or 1 or 2 => new Put("x", value),
        3 or 4 => new Get("x"),
        5 or 6 => new Append("x", value + ";"),
        _ => new CompareAndSet("x", null, value),
    };
}
