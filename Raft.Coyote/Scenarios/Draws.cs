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

    private static Command Command(IDice dice, string value) => dice.Below(8) switch
    {
        0 or 1 or 2 => new Put("x", value),
        3 or 4 => new Get("x"),
        5 or 6 => new Append("x", value + ";"),
        _ => new CompareAndSet("x", null, value),
    };
}
