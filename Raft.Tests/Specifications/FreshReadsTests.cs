using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class FreshReadsTests
{
    private const string Name = "Fresh Reads";
    private static readonly RequestId Request = new(new ClientId(1), 1);
    private static readonly Called Asked = new(Request, S2, new Get("x"));

    private static Handled Committed(long index) =>
        Step(Leader(S1, 1, LogOf("1:a", "1:b")), Leader(S1, 1, LogOf("1:a", "1:b"), commit: index));

    private static Handled Answered(long applied, params Effect[] before)
    {
        var server = Follower(S2, 1, LogOf("1:a", "1:b"), commit: applied, applied: applied);
        return Handling(new ClientRequest(Request, new Get("x")), server, server, [.. before, new Reply(Request, Told)]);
    }

    private static Applied Told => new(new Result(true, "a"));

    [Fact]
    public void A_server_that_has_applied_what_was_committed_may_answer() =>
        AssertHolds(Name, 1, Committed(1), Asked, Answered(1));

    [Fact]
    public void What_is_committed_after_the_question_need_not_be_in_the_answer() =>
        AssertHolds(Name, 1, Committed(1), Asked, Committed(2), Answered(1));

    [Fact]
    public void Where_nothing_is_committed_nothing_is_stale() => AssertHolds(Name, 0, Asked, Answered(0));

    [Fact]
    public void A_server_that_has_not_falls() => AssertFalls(
        Name, 3, 1,
        "s2 answered c1's get x with ok a, having applied 1 entries; when it was asked, 2 were committed",
        Committed(2), Asked, Answered(1));

    [Fact]
    public void A_read_of_a_session_is_a_read() => Assert.NotNull(
        Judge(Name, Committed(2), Asked with { Command = new Numbered(1, 1, new Get("x")) }, Answered(1)).Violation);

    [Fact]
    public void A_read_that_went_through_the_log_is_judged_as_a_command() => AssertHolds(
        Name, 0, Committed(2), Asked, Answered(1, new Apply(1, new Entry(1, new Get("x"), Request), Told.Result)));

    [Fact]
    public void An_answer_that_a_crash_prevented_is_none() =>
        AssertHolds(Name, 0, Committed(2), Asked, Answered(1).CrashedAfter(0));
}
