using System.Reflection;
using Raft.Core.Protocol;

namespace Raft.Tests.Protocol;

/// <summary>
/// States, messages, inputs, effects and all that they hold are values: made twice from the same parts they are equal, with the
/// same hash code; with any one part changed they are not. The parts are those of each record's constructor, so that a new
/// part is tested unasked.
/// </summary>
public class ValueEqualityTests
{
    private static readonly Type[] AllRecords =
        [.. typeof(Rules).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(Rules).Namespace && IsRecord(type))];

    public static TheoryData<Type> Records => [.. AllRecords];

    [Fact]
    public void All_that_the_rules_take_and_give_is_covered()
    {
        Type[] kinds =
        [
            typeof(Message), typeof(Input), typeof(Effect), typeof(Answer), typeof(DiskRecord), typeof(Role), typeof(Command),
        ];
        Type[] parts = [typeof(ServerState), typeof(PersistentState), typeof(Log), typeof(Entry), typeof(Step), typeof(Options)];
        Assert.All(parts, part => Assert.Contains(part, AllRecords));
        Assert.All(kinds, kind => Assert.Contains(AllRecords, type => type.IsSubclassOf(kind)));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void The_same_parts_make_equal_values_with_equal_hash_codes(Type type)
    {
        var (one, another) = (Make(type), Make(type));
        Assert.True(one.Equals(another));
        Assert.Equal(one.GetHashCode(), another.GetHashCode());
        Assert.Equal(one.ToString(), another.ToString());
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Each_part_counts(Type type)
    {
        foreach (var part in Parts(type))
        {
            Assert.False(Make(type).Equals(Make(type, changed: part.Name)), $"{type.Name} is equal with another {part.Name}");
        }
    }

    [Fact]
    public void Values_of_different_kinds_are_not_equal()
    {
        Assert.False(new NoOp().Equals((object)new Get("x")));
        Assert.False(new ElectionTimeout().Equals((object)new HeartbeatDue()));
        Assert.False(new Put("x", "1").Equals((object)new Append("x", "1")));
    }

    private static bool IsRecord(Type type) =>
        !type.IsAbstract && typeof(IEquatable<>).MakeGenericType(type).IsAssignableFrom(type) && HasParts(type);

    private static bool HasParts(Type type) => !type.IsGenericType && !type.IsEnum && type != typeof(KeyValueStore);

    private static ParameterInfo[] Parts(Type type) =>
        type.GetConstructors().Select(constructor => constructor.GetParameters()).MaxBy(parts => parts.Length)!;

    /// <summary>A record of its constructor's parts, of which one may be another than usual.</summary>
    private static object Make(Type type, string? changed = null) =>
        Activator.CreateInstance(type, [.. Parts(type).Select(part => Part(part.ParameterType, isOther: part.Name == changed))])!;

    /// <summary>One of two different values of a type, made anew at each call.</summary>
    private static object? Part(Type type, bool isOther)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return isOther ? null : Part(underlying, isOther: false);
        }

        return type.IsGenericType
            ? Items(type, isOther)
            : Simple(type, isOther) ?? Make(type, changed: isOther ? Parts(type)[0].Name : null);
    }

    private static object Items(Type sequence, bool isOther)
    {
        var item = sequence.GetGenericArguments()[0];
        var items = Array.CreateInstance(item, 2);
        items.SetValue(Part(item, isOther: false), 0);
        items.SetValue(Part(item, isOther), 1);
        var make = typeof(Enumerable).GetMethod(nameof(Enumerable.ToList))!.MakeGenericMethod(item).Invoke(null, [items]);
        return typeof(ValueEqualityTests).GetMethod(nameof(SequenceOf), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(item).Invoke(null, [make])!;
    }

    private static Sequence<T> SequenceOf<T>(List<T> items) => [.. items];

    private static object? Simple(Type type, bool isOther) => type switch
    {
        _ when type == typeof(long) => isOther ? 2L : 1L,
        _ when type == typeof(int) => isOther ? 2 : 1,
        _ when type == typeof(ulong) => isOther ? 2UL : 1UL,
        _ when type == typeof(bool) => isOther,
        _ when type == typeof(string) => new string(isOther ? 'b' : 'a', 1),
        _ when type.IsEnum => Enum.ToObject(type, isOther ? 1 : 0),
        _ when type == typeof(Command) => new Get(isOther ? "y" : "x"),
        _ when type == typeof(Role) => new Follower(new ServerId(isOther ? 2 : 1)),
        _ when type == typeof(Answer) => new NotLeader(new ServerId(isOther ? 2 : 1)),
        _ when type == typeof(Message) => new RequestVoteReply(Given.S1, Given.S2, Term: isOther ? 2 : 1, VoteGranted: true),
        _ when type == typeof(Effect) => new Send((Message)Simple(typeof(Message), isOther)!),
        _ when type == typeof(DiskRecord) => new TruncateFrom(isOther ? 2 : 1),
        _ when type == typeof(KeyValueStore) => KeyValueStore.Empty.Apply(new Put(isOther ? "y" : "x", "1")).Store,
        _ => null,
    };
}
