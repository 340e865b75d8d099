using System.Collections;
using Raft.Core.Protocol;

namespace Raft.Tests.Protocol;

/// <summary>The list that has value equality, which ImmutableArray does not.</summary>
public class SequenceTests
{
    private static readonly Sequence<int> OneTwoThree = [1, 2, 3];

    [Fact]
    public void Same_items_in_the_same_order_are_equal()
    {
        Sequence<int> same = [.. Enumerable.Range(1, 3)];
        Assert.True(OneTwoThree == same);
        Assert.False(OneTwoThree != same);
        Assert.True(OneTwoThree.Equals((object)same));
        Assert.Equal(OneTwoThree.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void Other_items_or_another_order_or_another_length_are_not()
    {
        Assert.True(OneTwoThree != [1, 2, 4]);
        Assert.True(OneTwoThree != [1, 3, 2]);
        Assert.True(OneTwoThree != [1, 2]);
        Assert.True(OneTwoThree != []);
        Assert.False(OneTwoThree.Equals("1, 2, 3"));
    }

    [Fact]
    public void A_sequence_that_nobody_made_is_empty()
    {
        Sequence<int> none = default;
        Assert.True(none == []);
        Assert.Equal(0, none.Count);
        Assert.Equal(new Sequence<int>([]).GetHashCode(), none.GetHashCode());
        Assert.Equal("[]", none.ToString());
        Assert.True(none.Add(1) == [1]);
        Assert.True(none.Take(2) == []);
    }

    [Fact]
    public void A_change_gives_a_new_sequence()
    {
        Assert.True(OneTwoThree.Add(4) == [1, 2, 3, 4]);
        Assert.True(OneTwoThree.AddRange([4, 5]) == [1, 2, 3, 4, 5]);
        Assert.True(OneTwoThree.AddRange([]) == OneTwoThree);
        Assert.True(OneTwoThree.RemoveAt(1) == [1, 3]);
        Assert.True(OneTwoThree.SetItem(1, 7) == [1, 7, 3]);
        Assert.True(OneTwoThree.Take(2) == [1, 2]);
        Assert.True(OneTwoThree.Take(9) == OneTwoThree);
        Assert.True(OneTwoThree == [1, 2, 3]);
    }

    [Fact]
    public void It_can_be_enumerated_in_every_way()
    {
        var seen = new List<int>();
        foreach (var item in OneTwoThree)
        {
            seen.Add(item);
        }

        Assert.Equal([1, 2, 3], seen);
        Assert.Equal([1, 2, 3], OneTwoThree.Select(item => item));
        Assert.Equal([1, 2, 3], ((IEnumerable)OneTwoThree).Cast<int>());
        Assert.Equal(2, OneTwoThree[1]);
    }

    [Fact]
    public void Each_item_counts_in_the_hash_code() =>
        Assert.True(Enumerable.Range(0, 8).Select(item => new Sequence<int>([1, item]).GetHashCode()).Distinct().Count() > 1);
}
