using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>Section 6.3 of the dissertation. A leader alone in its cluster commits and applies at once.</summary>
public class SessionTests
{
    private static readonly Options TwoSessions = new() { MaxSessions = 2 };

    private static ServerState Alone => Leader(1, servers: 1);

    private static Append Added => new("x", "a");

    private static ServerState WithSession => Ask(Alone, 1, new OpenSession()).State;

    private static Step Ask(ServerState state, int number, Command command, Options? options = null) =>
        state.Handles(new ClientRequest(Request(number), command), options ?? TwoSessions);

    private static Answer AnswerOf(Step step) => step.All<Reply>().Single().Answer;

    [Fact]
    public void A_session_has_the_index_of_its_entry_for_a_name()
    {
        var opened = Ask(Alone, 1, new OpenSession());
        Assert.Equal(new Applied(new Result(true, "1")), AnswerOf(opened));
        Assert.Equal(new Session(1, 0, null), opened.State.Sessions.Open.Items.Single());
    }

    [Fact]
    public void A_command_that_comes_again_is_not_applied_again_and_has_the_same_answer()
    {
        var first = Ask(WithSession, 2, new Numbered(1, 1, Added));
        var other = Ask(first.State, 3, new Append("x", "b"));
        var again = Ask(other.State, 4, new Numbered(1, 1, Added));
        Assert.Equal(new Applied(new Result(true, "a")), AnswerOf(again));
        Assert.Equal("ab", again.State.StateMachine["x"]);
        Assert.Equal(Skipped.AppliedBefore, again.All<Apply>().Single().Skipped);
        Assert.Equal(4, again.State.LastApplied);
    }

    [Fact]
    public void The_next_serial_number_is_another_command()
    {
        var first = Ask(WithSession, 2, new Numbered(1, 1, Added)).State;
        Assert.Equal("aa", Ask(first, 3, new Numbered(1, 2, Added)).State.StateMachine["x"]);
    }

    [Fact]
    public void One_before_the_last_is_not_applied_and_nobody_waits_for_its_answer()
    {
        var second = Ask(Ask(WithSession, 2, new Numbered(1, 1, Added)).State, 3, new Numbered(1, 2, Added)).State;
        var late = Ask(second, 4, new Numbered(1, 1, Added));
        Assert.Equal("aa", late.State.StateMachine["x"]);
        Assert.Equal(new Applied(new Result(false, null)), AnswerOf(late));
    }

    [Fact]
    public void A_command_of_a_session_that_is_not_open_is_refused()
    {
        var step = Ask(WithSession, 2, new Numbered(9, 1, Added));
        Assert.Equal(new SessionExpired(), AnswerOf(step));
        Assert.Null(step.State.StateMachine["x"]);
        Assert.Equal(Skipped.SessionExpired, step.All<Apply>().Single().Skipped);
    }

    [Fact]
    public void The_session_used_longest_ago_makes_room_for_another()
    {
        var two = Ask(WithSession, 2, new OpenSession()).State;
        var used = Ask(two, 3, new Numbered(1, 1, Added)).State;
        Assert.Equal([1L, 4L], Ask(used, 4, new OpenSession()).State.Sessions.Open.Items.Select(session => session.Id));
    }

    [Fact]
    public void Without_sessions_a_number_means_nothing()
    {
        var first = Ask(Alone, 1, new Numbered(1, 1, Added), new Options()).State;
        var again = Ask(first, 2, new Numbered(1, 1, Added), new Options());
        Assert.Equal("aa", again.State.StateMachine["x"]);
        Assert.Equal(default, Ask(again.State, 3, new OpenSession(), new Options()).State.Sessions);
    }

    [Fact]
    public void A_read_of_a_session_need_not_go_through_the_log()
    {
        var options = TwoSessions with { Reads = ReadRule.ReadIndex };
        var state = Ask(WithSession, 2, new Numbered(1, 1, Added)).State;
        var read = Ask(state, 3, new Numbered(1, 2, new Get("x")), options);
        Assert.Equal(new Applied(new Result(true, "a")), AnswerOf(read));
        Assert.Equal(2, read.State.Log.LastIndex);
    }

    [Fact]
    public void Commands_of_a_session_are_told_with_their_number()
    {
        Assert.Equal("append x+a, serial 2 of session 7", new Numbered(7, 2, Added).ToString());
        Assert.Equal("open session", new OpenSession().ToString());
    }

    [Fact]
    public void Where_there_are_no_sessions_none_is_opened() =>
        Assert.Empty(Ask(Alone, 1, new OpenSession(), new Options()).State.Sessions.Open);

    [Fact]
    public void A_command_of_a_session_that_expired_fails() =>
        Assert.Equal(new Result(false, null), Ask(Alone, 1, new Numbered(7, 1, Added)).All<Apply>().Single().Result);
}
