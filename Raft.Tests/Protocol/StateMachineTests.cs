using Raft.Core.Protocol;

namespace Raft.Tests.Protocol;

/// <summary>The key-value store that the log drives.</summary>
public class StateMachineTests
{
    private static readonly KeyValueStore XIsOne = Store(new Put("x", "1"));

    [Fact]
    public void Put_sets_a_key() => Check(XIsOne, new Put("x", "2"), Store(new Put("x", "2")), new Result(true, "2"));

    [Fact]
    public void Get_tells_the_value_and_changes_nothing() => Check(XIsOne, new Get("x"), XIsOne, new Result(true, "1"));

    [Fact]
    public void Get_of_a_missing_key_succeeds_and_tells_none() => Check(XIsOne, new Get("y"), XIsOne, new Result(true, null));

    [Fact]
    public void Append_adds_to_the_value() =>
        Check(XIsOne, new Append("x", "2"), Store(new Put("x", "12")), new Result(true, "12"));

    [Fact]
    public void Append_to_a_missing_key_begins_with_nothing() =>
        Check(KeyValueStore.Empty, new Append("x", "1"), XIsOne, new Result(true, "1"));

    [Fact]
    public void Compare_and_set_sets_a_key_that_has_the_expected_value() =>
        Check(XIsOne, new CompareAndSet("x", "1", "2"), Store(new Put("x", "2")), new Result(true, "2"));

    [Fact]
    public void Compare_and_set_fails_on_another_value_and_tells_it() =>
        Check(XIsOne, new CompareAndSet("x", "7", "2"), XIsOne, new Result(false, "1"));

    [Fact]
    public void Compare_and_set_that_expects_none_sets_a_missing_key() =>
        Check(KeyValueStore.Empty, new CompareAndSet("x", null, "1"), XIsOne, new Result(true, "1"));

    [Fact]
    public void Compare_and_set_that_expects_none_fails_on_a_key_that_has_a_value() =>
        Check(XIsOne, new CompareAndSet("x", null, "2"), XIsOne, new Result(false, "1"));

    [Fact]
    public void Compare_and_set_that_expects_a_value_fails_on_a_missing_key() =>
        Check(XIsOne, new CompareAndSet("y", "1", "2"), XIsOne, new Result(false, null));

    [Fact]
    public void An_empty_value_is_not_a_missing_one() =>
        Check(Store(new Put("x", "")), new CompareAndSet("x", null, "1"), Store(new Put("x", "")), new Result(false, ""));

    [Fact]
    public void No_op_does_nothing() => Check(XIsOne, new NoOp(), XIsOne, new Result(true, null));

    [Fact]
    public void Stores_are_equal_when_their_keys_and_values_are_however_they_came_about()
    {
        var oneWay = Store(new Put("x", "1"), new Put("y", "2"));
        var another = Store(new Put("y", "0"), new Append("x", "1"), new CompareAndSet("y", "0", "2"));
        Assert.Equal(oneWay, another);
        Assert.Equal(oneWay.GetHashCode(), another.GetHashCode());
        Assert.False(oneWay.Equals(null));
    }

    [Fact]
    public void Keys_come_in_ordinal_order() =>
        Assert.Equal(
            ["B", "a", "b"], Store(new Put("b", "1"), new Put("a", "1"), new Put("B", "1")).Values.Select(pair => pair.Key));

    private static KeyValueStore Store(params Command[] commands) =>
        commands.Aggregate(KeyValueStore.Empty, (store, command) => store.Apply(command).Store);

    private static void Check(KeyValueStore before, Command command, KeyValueStore after, Result result) =>
        Assert.Equal((after, result), before.Apply(command));
}
