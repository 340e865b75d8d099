using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class LinearizabilityTests
{
    private const string Name = "Linearizability";
    private static readonly Get Read = new("x");
    private static readonly Put PutA = new("x", "a");

    [Fact]
    public void Holds_for_a_read_of_what_was_written() => AssertHolds(
        Name, 1, Call(1, PutA), Answer(1, "a"), Call(2, Read), Answer(2, "a"));

    [Fact]
    public void Is_not_exercised_by_the_only_request_for_a_key() => AssertHolds(
        Name, 0, Call(1, PutA), Answer(1, "a"), Call(2, new Get("y")), Answer(2, null), Call(3, new NoOp()), Answer(3, null));

    [Fact]
    public void Falls_at_a_stale_read_and_names_the_write_that_it_missed()
    {
        var violation = AssertFalls(
            Name,
            4,
            1,
            "c2's get x, called at #3, returned ok none at #4, so x had to be none, though c1's put x=a had returned ok a at #2",
            Call(1, PutA),
            Answer(1, "a"),
            Call(2, Read),
            Answer(2, null));
        Assert.Equal([2, 4], violation.Facts.Select(fact => fact.Happening));
    }

    [Fact]
    public void Holds_for_a_read_that_overlaps_the_write() => AssertHolds(
        Name, 2, Call(1, PutA), Call(2, Read), Answer(1, "a"), Answer(2, null));

    [Fact]
    public void Falls_when_a_later_read_sees_less_than_an_earlier_one() => AssertFalls(
        Name,
        5,
        2,
        "c3's get x, called at #4, returned ok none at #5, so x had to be none, though c2's get x had returned ok a at #3",
        Call(1, PutA),
        Call(2, Read),
        Answer(2, "a"),
        Call(3, Read),
        Answer(3, null));

    [Fact]
    public void Falls_at_a_value_that_nobody_wrote() => AssertFalls(
        Name,
        3,
        1,
        "c2's get x, called at #2, returned ok b at #3, so x had to be b, which no order of the operations explains",
        Call(1, PutA),
        Call(2, Read),
        Answer(2, "b"));

    [Fact]
    public void Holds_when_a_request_that_was_given_up_takes_effect_late_or_never() => AssertHolds(
        Name,
        2,
        Call(1, PutA),
        new GaveUp(Id(1)),
        Call(2, Read),
        Answer(2, null),
        Call(3, Read),
        Answer(3, "a"));

    [Fact]
    public void Falls_when_a_request_that_was_given_up_takes_effect_twice() => AssertFalls(
        Name,
        6,
        2,
        "c3's get x, called at #5, returned ok aa at #6, so x had to be aa, which no order of the operations explains",
        Call(1, new Append("x", "a")),
        new GaveUp(Id(1)),
        Call(2, Read),
        Answer(2, "a"),
        Call(3, Read),
        Answer(3, "aa"));

    [Fact]
    public void Falls_when_a_refused_request_took_effect() => AssertFalls(
        Name,
        4,
        1,
        "c2's get x, called at #2, returned ok a at #3, so x had to be a, which no order of the operations explains",
        Call(1, PutA),
        Call(2, Read),
        Answer(2, "a"),
        new Returned(Id(1), new NotLeader(null)));

    [Fact]
    public void Tells_what_an_append_and_a_compare_and_set_had_to_find()
    {
        AssertFalls(
            Name,
            4,
            1,
            "c2's append x+b, called at #3, returned ok b at #4, so x had to be none or empty, "
                + "though c1's put x=a had returned ok a at #2",
            Call(1, PutA),
            Answer(1, "a"),
            Call(2, new Append("x", "b")),
            Answer(2, "b"));
        AssertFalls(
            Name,
            2,
            0,
            "c1's cas x:a->b, called at #1, returned ok b at #2, so x had to be a, which no order of the operations explains",
            Call(1, new CompareAndSet("x", "a", "b")),
            Answer(1, "b"));
    }

    [Fact]
    public void Falls_at_an_answer_that_the_command_cannot_have()
    {
        AssertFalls(
            Name,
            2,
            0,
            "c1's put x=a, called at #1, returned ok b at #2, which no order of the operations explains",
            Call(1, PutA),
            Answer(1, "b"));
        AssertFalls(
            Name,
            2,
            0,
            "c1's append x+a, called at #1, returned ok b at #2, which no order of the operations explains",
            Call(1, new Append("x", "a")),
            Answer(1, "b"));
    }

    private static RequestId Id(int client) => new(new ClientId(client), 1);

    private static Called Call(int client, Command command) => new(Id(client), S1, command);

    private static Returned Answer(int client, string? value) => new(Id(client), new Applied(new Result(true, value)));
}
