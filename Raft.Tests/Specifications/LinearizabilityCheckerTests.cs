using Raft.Core.Protocol;
using Raft.Coyote.Specifications;

namespace Raft.Tests.Specifications;

public class LinearizabilityCheckerTests
{
    [Fact]
    public void Agrees_with_a_brute_force_search_on_random_histories()
    {
        var linearizable = 0;
        const int Histories = 20_000;
        for (var seed = 0; seed < Histories; seed++)
        {
            var operations = RandomHistory(new Random(seed), count: 1 + (seed % 6));
            var expected = IsLinearizableByBruteForce(operations);
            Assert.True(expected == LinearizabilityChecker.IsLinearizable(operations), $"seed {seed}: {Describe(operations)}");
            linearizable += expected ? 1 : 0;
        }

        Assert.InRange(linearizable, Histories / 5, Histories * 4 / 5);
    }

    [Fact]
    public void Finds_a_contradiction_of_which_no_answer_can_be_spared()
    {
        var histories = Enumerable.Range(0, 800).Select(seed => RandomHistory(new Random(seed), count: 6));
        foreach (var operations in histories.Where(operations => !LinearizabilityChecker.IsLinearizable(operations)))
        {
            var contradiction = LinearizabilityChecker.Contradiction(operations);
            Assert.False(IsLinearizableByBruteForce(KeepingAnswersOf(operations, contradiction)));
            foreach (var spared in contradiction)
            {
                var others = KeepingAnswersOf(operations, contradiction.Where(answer => answer != spared));
                Assert.True(IsLinearizableByBruteForce(others));
            }
        }
    }

    [Fact]
    public void Judges_each_key_alone()
    {
        Operation[] operations =
        [
            Answered(1, new Put("x", "a"), 1, 2, "a"),
            Answered(2, new Get("y"), 3, 4, null),
            Answered(3, new Put("y", "b"), 5, 6, "b"),
        ];
        Assert.True(LinearizabilityChecker.IsLinearizable(operations));
        Assert.False(LinearizabilityChecker.IsLinearizable([.. operations, Answered(4, new Get("y"), 7, 8, null)]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Is_quick_on_a_long_history_of_overlapping_operations_with_many_pending(bool isLinearizable)
    {
        var operations = LongHistory();
        var last = Answered(99, new Get("x"), 1_000, 1_001, isLinearizable ? "39" : "3");
        Assert.Equal(isLinearizable, LinearizabilityChecker.IsLinearizable([.. operations, last]));
    }

    [Fact]
    public void Finds_the_contradiction_in_a_long_history_quickly()
    {
        var stale = Answered(99, new Get("x"), 1_000, 1_001, "3");
        var contradiction = LinearizabilityChecker.Contradiction([.. LongHistory(), stale]);
        Assert.Contains(stale, contradiction);
        Assert.InRange(contradiction.Count, 2, 3);
    }

    [Fact]
    public void Is_quick_when_many_appends_are_pending()
    {
        var pending = Enumerable.Range(1, 30).Select(client =>
            Pending(client, new Append("x", $"{(char)('a' + (client % 7))}"), client)).ToArray();
        Assert.True(LinearizabilityChecker.IsLinearizable([.. pending, Answered(99, new Get("x"), 100, 101, "cabbage")]));
        Assert.False(LinearizabilityChecker.IsLinearizable([.. pending, Answered(99, new Get("x"), 100, 101, "cabbages")]));
    }

    /// <summary>
    /// Forty puts, three at a time, of which every fourth is never answered, each followed by a read of the last value.
    /// </summary>
    private static IEnumerable<Operation> LongHistory()
    {
        for (var step = 0; step < 40; step++)
        {
            var put = new Put("x", $"{step}");
            yield return step % 4 == 0
                ? Pending(step, put, 10 * step)
                : Answered(step, put, 10 * step, (10 * step) + 25, put.Value);
            if (step % 2 == 1)
            {
                yield return Answered(step, new Get("x"), (10 * step) + 26, (10 * step) + 28, put.Value);
            }
        }
    }

    private static Operation Answered(int client, Command command, int called, int returned, string? value) =>
        Pending(client, command, called).Returning(returned, new Result(true, value));

    private static Operation Pending(int client, Command command, int called) =>
        new(new RequestId(new ClientId(client), 1), command, called);

    private static Operation[] KeepingAnswersOf(Operation[] operations, IEnumerable<Operation> kept)
    {
        var answers = kept.ToHashSet();
        return [.. operations.Select(operation => answers.Contains(operation) ? operation : operation.WithoutAnswer())];
    }

    /// <summary>
    /// A history whose answers are those of a store that runs each command at a random moment, now and then a wrong one.
    /// </summary>
    private static Operation[] RandomHistory(Random random, int count)
    {
        var moments = Enumerable.Range(1, 3 * count).ToArray();
        random.Shuffle(moments);
        var operations = Enumerable.Range(0, count).Select(client =>
        {
            var times = moments[(3 * client)..((3 * client) + 3)].Order().ToArray();
            return (Moment: times[1], Operation: Pending(client, RandomCommand(random), times[0]), Return: times[2]);
        }).OrderBy(operation => operation.Moment).ToArray();

        var store = KeyValueStore.Empty;
        return [.. operations.Select(operation =>
        {
            (store, var result) = store.Apply(operation.Operation.Command);
            var told = random.Next(4) == 0 ? new Result(random.Next(4) > 0, RandomValue(random)) : result;
            return random.Next(3) == 0 ? operation.Operation : operation.Operation.Returning(operation.Return, told);
        })];
    }

    private static Command RandomCommand(Random random) => random.Next(4) switch
    {
        0 => new Put("x", RandomValue(random) ?? ""),
        1 => new Append("x", random.Next(2) == 0 ? "a" : "b"),
        2 => new CompareAndSet("x", RandomValue(random), RandomValue(random) ?? ""),
        _ => new Get("x"),
    };

    private static string? RandomValue(Random random)
    {
        string?[] values = [null, "", "a", "b", "ab", "aa"];
        return values[random.Next(values.Length)];
    }

    /// <summary>All orders of all choices of pending operations.</summary>
    private static bool IsLinearizableByBruteForce(IReadOnlyList<Operation> operations) =>
        CanFollow([.. operations], KeyValueStore.Empty);

    private static bool CanFollow(List<Operation> left, KeyValueStore store) =>
        left.TrueForAll(operation => operation.IsPending) || left.Exists(next =>
        {
            var others = left.Where(operation => operation != next).ToList();
            var (after, result) = store.Apply(next.Command);
            return others.TrueForAll(other => other.IsPending || other.ReturnedAt > next.CalledAt)
                && (next.IsPending || next.Result == result)
                && CanFollow(others, after);
        });

    private static string Describe(IEnumerable<Operation> operations) => string.Join("; ", operations.Select(operation =>
        $"{operation} [{operation.CalledAt}, {operation.ReturnedAt?.ToString() ?? "-"}] {operation.Result}"));
}
