using FsCheck.Xunit;
using Raft.Core.Protocol;

namespace Raft.Tests.Protocol;

/// <summary>From any logs that may differ, both ways to back-track lead to the same place.</summary>
public class BackTrackingProperties
{
    private const string Seed = "(20140519,7001)";

    [Property(MaxTest = 500, EndSize = 30, Replay = Seed)]
    public void Both_ways_bring_the_follower_to_the_leaders_log_and_the_conflict_term_needs_no_more_round_trips(
        byte[] choices, byte leader, byte follower, byte batch)
    {
        var logs = LegalLogs.From(choices);
        var (leaders, followers) = (logs[leader % logs.Count], logs[follower % logs.Count]);
        var oneStep = Talk(leaders, followers, new Options(BackTracking.OneStep, MaxEntriesPerAppend: 1 + (batch % 4)));
        var byTerm = Talk(leaders, followers, new Options(BackTracking.ByConflictTerm, MaxEntriesPerAppend: 1 + (batch % 4)));
        Assert.Equal(oneStep.Leader.Log, oneStep.Follower.Log);
        Assert.Equal((oneStep.Leader, oneStep.Follower), (byTerm.Leader, byTerm.Follower));
        Assert.True(byTerm.RoundTrips <= oneStep.RoundTrips, $"{byTerm.RoundTrips} by term, {oneStep.RoundTrips} by one step");
    }

    [Property(MaxTest = 200, EndSize = 30, Replay = Seed)]
    public void The_logs_it_begins_with_are_legal(byte[] choices, byte one, byte another)
    {
        var logs = LegalLogs.From(choices);
        var (left, right) = (logs[one % logs.Count], logs[another % logs.Count]);
        Assert.Equal(left.Entries.Select(entry => entry.Term).Order(), left.Entries.Select(entry => entry.Term));
        var common = left.CommonPrefixWith(right);
        for (var index = common + 1; left.Contains(index) && right.Contains(index); index++)
        {
            Assert.NotEqual(left.TermAt(index), right.TermAt(index));
        }
    }

    [Fact]
    public void Among_them_are_logs_that_diverge() =>
        Assert.Contains(LegalLogs.From([1, 0, 6]), log => log == Given.Log(1, 3, 3, 3));

    private static Exchange Talk(Log leaders, Log followers, Options options)
    {
        var term = Math.Max(leaders.LastTerm, followers.LastTerm) + 1;
        var vote = new RequestVoteReply(Given.S3, Given.S1, term, VoteGranted: true);
        var elected = Given.Candidate(term, leaders).Receives(vote, options);
        return Exchange.From(elected, Given.Follower(term - 1, followers) with { Id = Given.S2 }, options);
    }
}
