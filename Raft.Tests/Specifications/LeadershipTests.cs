using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

/// <summary>What is asked of leaders that check whom they hear, of those who hear them, and of those that hand over.</summary>
public class LeadershipTests
{
    private const string Stickiness = "Leader Stickiness";
    private const string Check = "Quorum Check";
    private const string Single = "Single Transfer";
    private const string UpToDate = "Transfer Up To Date";

    private static readonly ServerState Leading = Checking(S1, 1);
    private static readonly Handled Elected = Step(Candidate(S1, 1), Leading);

    [Fact]
    public void A_server_that_hears_a_leader_disregards_a_candidate() => AssertHolds(
        Stickiness,
        1,
        Elected,
        Voting(Follower(S2, 1, leader: S1), Follower(S2, 1, leader: S1)),
        Voting(Follower(S2, 1), Follower(S2, 2)));

    [Fact]
    public void Where_leaders_check_nothing_nobody_sticks_to_them() =>
        AssertHolds(Stickiness, 0, Voting(Follower(S2, 1, leader: S1), Follower(S2, 2)));

    [Fact]
    public void Falls_when_it_takes_the_term() => AssertFalls(
        Stickiness,
        2,
        1,
        "s2 hears a leader in term 1, s3 asks for its vote in term 2, and it went along with s3",
        Elected,
        Voting(Follower(S2, 1, leader: S1), Follower(S2, 2)));

    [Fact]
    public void Falls_when_it_votes_again_for_whom_it_voted() => AssertFalls(
        Stickiness,
        2,
        1,
        "s2 hears a leader in term 1, s3 asks for its vote in term 2, and it went along with s3",
        Elected,
        Voting(
            Follower(S2, 1, leader: S1),
            Follower(S2, 1, leader: S1),
            effects: new Send(new RequestVoteReply(S2, S3, 1, VoteGranted: true))));

    [Fact]
    public void A_candidate_at_the_leaders_order_is_not_disregarded()
    {
        AssertHolds(Stickiness, 1, Elected, Voting(Follower(S2, 1, leader: S1), Follower(S2, 2), isTransfer: true));
        AssertFalls(
            Stickiness,
            2,
            1,
            "s2 hears a leader in term 1, s3 asks for its vote in term 2 at the leader's order, and it stayed in term 1",
            Elected,
            Voting(Follower(S2, 1, leader: S1), Follower(S2, 1, leader: S1), isTransfer: true));
    }

    [Fact]
    public void A_leader_that_heard_a_majority_leads_on_and_else_steps_down() => AssertHolds(
        Check, 2, Elected, Answered(1), TimingOut(Leading), TimingOut(Follower(S1, 1)));

    [Fact]
    public void A_leader_that_does_not_check_may_do_as_it_likes() =>
        AssertHolds(Check, 0, Handling(new ElectionTimeout(), Leader(S1, 1), Leader(S1, 1)));

    [Fact]
    public void Falls_when_it_leads_on_with_old_answers() => AssertFalls(
        Check,
        4,
        2,
        "s1, leader of term 1, heard {s1} within an election timeout, and leads on",
        Elected,
        Answered(1),
        TimingOut(Leading),
        TimingOut(Leading));

    [Fact]
    public void Falls_when_it_counts_answers_of_an_older_term() => AssertFalls(
        Check,
        3,
        1,
        "s1, leader of term 1, heard {s1} within an election timeout, and leads on",
        Elected,
        Answered(0),
        TimingOut(Leading));

    [Fact]
    public void Falls_when_it_steps_down_though_it_was_heard() => AssertFalls(
        Check,
        3,
        1,
        "s1, leader of term 1, heard {s1, s2} within an election timeout, and steps down",
        Elected,
        Answered(1),
        TimingOut(Follower(S1, 1)));

    [Fact]
    public void A_server_may_stand_at_an_order_in_the_next_term_only()
    {
        AssertHolds(Single, 1, Ordering(1), Standing(S2, 2));
        AssertFalls(
            Single,
            2,
            1,
            "s2 stands in term 3 as if at its leader's order, and no leader of term 2 ordered it",
            Ordering(1),
            Standing(S2, 3));
    }

    [Fact]
    public void A_server_may_not_stand_at_another_ones_order() => AssertFalls(
        Single,
        2,
        1,
        "s3 stands in term 2 as if at its leader's order, and no leader of term 1 ordered it",
        Ordering(1),
        Standing(S3, 2));

    [Fact]
    public void A_target_that_has_all_may_be_ordered() =>
        AssertHolds(UpToDate, 1, Step(Follower(S2, 1), Follower(S2, 1, LogOf("1:a"))), Ordering(1, "1:a"));

    [Fact]
    public void A_target_that_lacks_an_entry_may_not() => AssertFalls(
        UpToDate,
        1,
        1,
        "s1 ordered s2 to stand for election, which has [] of [1:put x=a]",
        Ordering(1, "1:a"));

    [Fact]
    public void A_target_in_a_later_term_is_not_asked_about()
    {
        var later = Step(Follower(S2, 1), Follower(S2, 2), new Persist([new TermAndVote(2, null)]));
        AssertHolds(UpToDate, 1, later, Ordering(1, "1:a"));
    }

    [Fact]
    public void A_leader_that_hands_over_takes_no_requests()
    {
        var handing = HandingOver("1:a");
        AssertHolds(UpToDate, 1, Handling(Request, handing, handing));
        AssertHolds(UpToDate, 0, Handling(Request, Leader(S1, 1), Leader(S1, 1, LogOf("1:a"))));
        AssertFalls(
            UpToDate,
            1,
            1,
            "s1, leader of term 1, took a request while it handed over its leadership",
            Handling(Request, handing, HandingOver("1:a", "1:b")));
    }

    private static readonly ClientRequest Request = new(new RequestId(new ClientId(1), 1), new Get("x"));

    private static ServerState Checking(ServerId id, long term)
    {
        var leader = Leader(id, term);
        return leader with { Role = (Leader)leader.Role with { HeardFrom = ServerSet.Of(id) } };
    }

    private static ServerState HandingOver(params string[] log)
    {
        var leader = Leader(S1, 1, LogOf(log));
        return leader with { Role = (Leader)leader.Role with { TransferTo = S2 } };
    }

    private static Handled Voting(ServerState before, ServerState after, bool isTransfer = false, params Effect[] effects) =>
        Receiving(new RequestVote(S3, S2, 2, 0, 0) { IsTransfer = isTransfer }, before, after, effects);

    private static Handled Answered(long term) =>
        Receiving(new AppendEntriesReply(S2, S1, term, Success: true, 0, 0), Leading, Leading);

    private static Handled TimingOut(ServerState after) => Handling(new ElectionTimeout(), Leading, after);

    private static Handled Ordering(long term, params string[] log)
    {
        var leader = Leader(S1, term, LogOf(log));
        return Handling(new TransferLeadership(S2), leader, leader, new Send(new TimeoutNow(S1, S2, term)));
    }

    private static Handled Standing(ServerId server, long term) => Handling(
        new ElectionTimeout(),
        Follower(server, term - 1),
        Candidate(server, term),
        new Send(new RequestVote(server, S1, term, 0, 0) { IsTransfer = true }));
}
