using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class ExactlyOnceTests
{
    private const string Name = "Exactly Once";

    private static Numbered Added => new(1, 1, new Append("x", "a"));

    private static Handled Applying(ServerId server, long index, string? before, string? after, Skipped skipped, bool hasSessions = true)
    {
        var entry = new Entry(1, Added, new RequestId(new ClientId(1), 1));
        var state = Follower(server, 1, applied: index - 1) with
        {
            Sessions = hasSessions ? new Sessions([new Session(1, 1, null)]) : default,
        };
        return Step(
            state with { StateMachine = Store(before) },
            state with { StateMachine = Store(after), LastApplied = index },
            new Apply(index, entry, new Result(true, "a")) { Skipped = skipped });
    }

    private static KeyValueStore Store(string? value) =>
        value is null ? KeyValueStore.Empty : KeyValueStore.Empty.Apply(new Put("x", value)).Store;

    [Fact]
    public void A_command_that_comes_again_and_is_skipped_is_applied_once() => AssertHolds(
        Name, 3,
        Applying(S1, 2, null, "a", Skipped.No),
        Applying(S1, 3, "a", "a", Skipped.AppliedBefore),
        Applying(S2, 2, null, "a", Skipped.No),
        Applying(S2, 3, "a", "a", Skipped.AppliedBefore));

    [Fact]
    public void A_command_that_is_applied_at_two_indices_falls() => AssertFalls(
        Name, 2, 0, "append x+a was applied at index 2 and at index 3",
        Applying(S1, 2, null, "a", Skipped.No), Applying(S1, 3, "a", "aa", Skipped.No));

    [Fact]
    public void It_falls_on_another_server_too() => Assert.NotNull(
        Judge(Name, Applying(S1, 2, null, "a", Skipped.No), Applying(S2, 3, null, "a", Skipped.No)).Violation);

    [Fact]
    public void Servers_that_do_not_agree_fall() => AssertFalls(
        Name, 2, 1, "s1 and s2 do not agree whether to apply append x+a at index 2",
        Applying(S1, 2, null, "a", Skipped.No), Applying(S2, 2, null, null, Skipped.SessionExpired));

    [Fact]
    public void A_server_that_says_that_it_skipped_and_did_not_falls() => AssertFalls(
        Name, 2, 1, "the store of s1 is {x=aa}, but what it applied leads to {x=a}",
        Applying(S1, 2, null, "a", Skipped.No), Applying(S1, 3, "a", "aa", Skipped.AppliedBefore));

    [Fact]
    public void Without_sessions_a_number_is_nothing() => AssertHolds(
        Name, 0,
        Applying(S1, 2, null, "a", Skipped.No, hasSessions: false), Applying(S1, 3, "a", "aa", Skipped.No, hasSessions: false));

    [Fact]
    public void In_a_step_that_a_crash_cut_short_only_what_was_applied_counts() => AssertHolds(
        Name, 0, Applying(S1, 2, null, "a", Skipped.No).CrashedAfter(0), Applying(S1, 3, null, "a", Skipped.No));

    /// <summary>Given up, a command may still take effect beside the next one; but not beside itself.</summary>
    [Fact]
    public void Linearizability_takes_a_retry_for_the_same_operation()
    {
        Assert.NotNull(Judge("Linearizability", FoundTwice(Added)).Violation);
        Assert.Null(Judge("Linearizability", FoundTwice(Added with { Serial = 2 })).Violation);
    }

    private static Happening[] FoundTwice(Numbered second)
    {
        RequestId Id(int number) => new(new ClientId(1), number);
        return
        [
            new Called(Id(1), S1, Added), new GaveUp(Id(1)),
            new Called(Id(2), S1, second), new Returned(Id(2), new Applied(new Result(true, "a"))),
            new Called(Id(3), S1, new Get("x")), new Returned(Id(3), new Applied(new Result(true, "aa"))),
        ];
    }

    [Fact]
    public void An_operation_that_all_servers_refused_took_no_effect()
    {
        RequestId Id(int number) => new(new ClientId(1), number);
        Assert.Null(Judge(
            "Linearizability",
            new Called(Id(1), S1, Added), new Returned(Id(1), new NotLeader(null)),
            new Called(Id(2), S1, Added), new Returned(Id(2), new SessionExpired()),
            new Called(Id(3), S1, new Get("x")), new Returned(Id(3), new Applied(new Result(true, null)))).Violation);
    }
}
