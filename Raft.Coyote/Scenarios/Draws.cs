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

    /// <summary>The same, with or without pre-vote and check-quorum: mostly with one of them, and often with both.</summary>
    public static Options LeadershipOptions(IDice dice) => Options(dice) with
    {
        PreVote = !dice.OneIn(3),
        CheckQuorum = !dice.OneIn(3),
    };

    /// <summary>Orders to hand over leadership, to any server, one after the other.</summary>
    public static Sequence<Order> Transfers(IDice dice, int servers, int most) =>
        [.. Enumerable.Range(0, dice.Below(most + 1)).Select(_ => new TransferLeadership(new ServerId(1 + dice.Below(servers))))];

    /// <summary>
    /// Options of the rules with those of snapshots: whole ones and chunks, and logs that keep a little behind them.
    /// </summary>
    public static Options SnapshotOptions(IDice dice) => Options(dice) with
    {
        KeptBehindSnapshot = dice.Pick(0, 0, 1, 2),
        SnapshotChunk = dice.Pick(0, 1, 1, 2),
    };

    /// <summary>The operator has snapshots taken again and again.</summary>
    public static Sequence<Order> TakeSnapshots(IDice dice) =>
        [.. Enumerable.Repeat(new TakeSnapshot(), dice.Between(2, 10))];

    /// <summary>Calm enough for logs to grow, and orders that come often.</summary>
    public static Pace SnapshotPace(IDice dice) => Pace(dice) with
    {
        Patience = dice.Pick(10, 20, 40),
        FaultEvery = dice.Pick(2, 4, 8),
    };

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

    /// <summary>What clients do with several keys, so that a state is cut in more than one chunk.</summary>
    public static Sequence<Sequence<Command>> PlansOfKeys(IDice dice, int clients, int commands) =>
        [.. Enumerable.Range(1, clients).Select(client => PlanOfKeys(dice, client, commands))];

    /// <summary>
    /// Options of chapter 6: one of these ways to answer reads. Without the no-op the first read of a term goes through the log.
    /// </summary>
    public static Options ReadOptions(IDice dice, params IReadOnlyList<ReadRule> rules) =>
        Options(dice) with { NoOpAtElection = !dice.OneIn(4), Reads = dice.Pick(rules) };

    /// <summary>Clients that write, and clients that only read; so most answers tell what was there before.</summary>
    public static Sequence<Sequence<Command>> ReadingPlans(IDice dice, int writers, int readers, int commands) =>
    [
        .. Plans(dice, writers, commands),
        .. Enumerable.Repeat(new Sequence<Command>([.. Enumerable.Repeat(new Get("x"), commands)]), readers),
    ];

    /// <summary>Nobody asks for anything.</summary>
    public static readonly Sequence<Sequence<Command>> NoPlans = [];

    private static Sequence<Command> Plan(IDice dice, int client, int commands) =>
        [.. Enumerable.Range(1, commands).Select(number => Command(dice, $"{client}.{number}"))];

    private static Sequence<Command> PlanOfKeys(IDice dice, int client, int commands) =>
        [.. Enumerable.Range(1, commands).Select(number => CommandOfKeys(dice, $"{client}.{number}"))];

    private static Command CommandOfKeys(IDice dice, string value)
    {
        var key = dice.Pick("w", "x", "y", "z");
        return dice.Below(4) switch
        {
            0 or 1 => new Put(key, value),
            2 => new Append(key, value + ";"),
            _ => new Get(key),
        };
    }

    private static Command Command(IDice dice, string value) => dice.Below(8) switch
    {
        0 or 1 or 2 => new Put("x", value),
        3 or 4 => new Get("x"),
        5 or 6 => new Append("x", value + ";"),
        _ => new CompareAndSet("x", null, value),
    };
}
