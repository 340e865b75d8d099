using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class DurableBeforeReplyTests
{
    private const string Name = "Durable Before Reply";
    private static readonly Log Both = LogOf("1:a", "1:b");
    private static readonly RequestVoteReply Vote = new(S1, S2, 1, VoteGranted: true);
    private static readonly RequestVote Candidacy = new(S1, S2, 1, 0, 0);
    private static readonly AppendEntriesReply Success = new(S1, S2, 1, Success: true, PrevLogIndex: 0, MatchIndex: 2);
    private static readonly AppendEntries Request = new(S1, S2, 1, 0, 0, Both.Entries, LeaderCommit: 0);

    [Theory]
    [MemberData(nameof(Messages))]
    public void Holds_when_the_write_comes_first(string _, Message message, ServerState after) => AssertHolds(
        Name,
        1,
        Step(Follower(S1, 0), after, Write(after), new Send(message)));

    [Theory]
    [MemberData(nameof(Messages))]
    public void Falls_when_the_message_comes_first(string what, Message message, ServerState after)
    {
        var before = Follower(S1, what == "term 1" ? 0 : 1);
        AssertFalls(
            Name,
            2,
            1,
            $"s1 told s2 of {what}, which was not on its disk",
            Writing(before),
            Step(before, after, new Send(message), Write(after)));
    }

    public static TheoryData<string, Message, ServerState> Messages() => new()
    {
        { "term 1", new RequestVoteReply(S1, S2, 1, VoteGranted: false), Follower(S1, 1, LogOf("1:a")) },
        { "its vote in term 1", Vote, Follower(S1, 1, votedFor: S2) },
        { "its vote for itself in term 1", Candidacy, Candidate(S1, 1) },
        { "its log up to index 2", Success, Follower(S1, 1, Both) },
        { "its log up to index 2", Request, Leader(S1, 1, Both) },
    };

    [Fact]
    public void Falls_when_a_crash_struck_between_the_reply_and_the_write() => AssertFalls(
        Name,
        1,
        1,
        "s1 told s2 of term 1, which was not on its disk",
        Step(Follower(S1, 0), Follower(S1, 1, votedFor: S2), new Send(Vote), Disk(1, S2, Log.Empty)).CrashedAfter(1));

    [Fact]
    public void Falls_when_the_write_is_only_in_part_before_the_reply() => AssertFalls(
        Name,
        1,
        1,
        "s1 told s2 of its log up to index 2, which was not on its disk",
        Step(
            Follower(S1, 0),
            Follower(S1, 1, Both),
            Disk(1, null, LogOf("1:a")),
            new Send(Success),
            new Persist([new AppendAt(2, LogOf("1:b").Entries)])));

    [Fact]
    public void Falls_when_the_disk_holds_other_entries_than_the_log() => AssertFalls(
        Name,
        1,
        1,
        "s1 told s2 of its log up to index 2, which was not on its disk",
        Step(Follower(S1, 0), Follower(S1, 1, Both), Disk(1, null, LogOf("1:a", "1:c")), new Send(Success)));

    [Fact]
    public void Falls_when_a_later_step_tells_of_what_was_never_written() => AssertFalls(
        Name,
        2,
        0,
        "s1 told s2 of its log up to index 2, which was not on its disk",
        Step(Follower(S1, 0), Follower(S1, 1, Both), Disk(1, null, LogOf("1:a"))),
        Step(Follower(S1, 1, Both), Follower(S1, 1, Both), new Send(Success)));

    [Fact]
    public void Falls_when_what_was_told_of_was_being_written_when_the_server_crashed() => AssertFalls(
        Name,
        3,
        1,
        "s1 told s2 of its log up to index 1, which was not on its disk",
        Step(Leader(S1, 1), Leader(S1, 1, LogOf("1:a")), new BeginWrite(1, LogOf("1:a").Entries)),
        new Crashed(S1),
        Handling(
            new Restart(PersistentState.FirstBoot),
            Follower(S1, 0),
            Follower(S1, 1, LogOf("1:a")),
            new Persist([new TermAndVote(1, null)]),
            new Send(new AppendEntriesReply(S1, S2, 1, Success: true, PrevLogIndex: 0, MatchIndex: 1))));

    [Fact]
    public void Holds_for_a_message_of_an_older_term_than_the_disk_s() => AssertHolds(
        Name,
        0,
        Writing(Follower(S1, 2)),
        Step(Follower(S1, 2), Follower(S1, 2), new Send(Vote)));

    private static Persist Write(ServerState state) => Disk(state.CurrentTerm, state.VotedFor, state.Log);
}
