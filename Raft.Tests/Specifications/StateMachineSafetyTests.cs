using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class StateMachineSafetyTests
{
    private const string Name = "State Machine Safety";

    [Fact]
    public void Holds_when_all_apply_the_same_in_order() => AssertHolds(
        Name,
        2,
        Applying(S1, 1, "1:a", "1:b"),
        Applying(S2, 1, "1:a"),
        Applying(S2, 2, "1:b"));

    [Fact]
    public void Holds_when_a_restarted_server_applies_from_the_start() => AssertHolds(
        Name,
        1,
        Applying(S1, 1, "1:a"),
        new Crashed(S1),
        Restarting(Follower(S1, 1)),
        Applying(S1, 1, "1:a"));

    [Fact]
    public void Falls_when_two_servers_apply_different_entries_at_an_index() => AssertFalls(
        Name,
        2,
        2,
        "at index 2 s1 applied 1:put x=b and s2 applied 2:put x=c",
        Applying(S1, 1, "1:a", "1:b"),
        Applying(S2, 1, "1:a", "2:c"));

    [Fact]
    public void Counts_what_was_applied_before_a_crash() => AssertFalls(
        Name,
        2,
        1,
        "at index 1 s1 applied 1:put x=a and s2 applied 2:put x=c",
        Applying(S1, 1, "1:a", "1:b").CrashedAfter(1),
        Applying(S2, 1, "2:c"));

    [Fact]
    public void Does_not_count_what_a_crash_prevented() => AssertHolds(
        Name,
        0,
        Applying(S1, 1, "1:a", "1:b").CrashedAfter(1),
        Applying(S2, 1, "1:a").CrashedAfter(0));

    [Fact]
    public void Falls_at_a_gap() => AssertFalls(
        Name,
        2,
        0,
        "s1 applied index 3 after index 1, not index 2",
        Applying(S1, 1, "1:a"),
        Applying(S1, 3, "1:c"));

    [Fact]
    public void Falls_when_an_index_is_applied_twice_in_one_life() => AssertFalls(
        Name,
        2,
        0,
        "s1 applied index 1 after index 1, not index 2",
        Applying(S1, 1, "1:a"),
        Applying(S1, 1, "1:a"));

    [Fact]
    public void Falls_when_a_restarted_server_does_not_begin_at_the_first_index() => AssertFalls(
        Name,
        3,
        0,
        "s1 applied index 2 after index 0, not index 1",
        Applying(S1, 1, "1:a"),
        Restarting(Follower(S1, 1)),
        Applying(S1, 2, "1:b"));

    private static Handled Applying(ServerId server, long index, params string[] entries) => Step(
        Follower(server, 3),
        Follower(server, 3),
        [.. entries.Select((entry, position) => new Apply(index + position, Entry(entry), new Result(true, null)))]);
}
