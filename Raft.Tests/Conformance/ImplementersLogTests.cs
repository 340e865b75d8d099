using System.Text;
using Raft.Coyote.Conformance;

namespace Raft.Tests.Conformance;

/// <summary>The log for implementers: what is legal is accepted, and each rule that a line breaks is named.</summary>
public class ImplementersLogTests
{
    [Fact]
    public void A_legal_one_is_accepted()
    {
        var verdict = Judge(ImplementersLog.Small);
        Assert.Null(verdict.First);
        Assert.Equal((9, 3, 1L, 1L), ((int)verdict.Facts.Events, verdict.Facts.Servers.Count, verdict.Facts.Leaders, verdict.Facts.Commit));
    }

    [Fact]
    public void Without_messages_it_is_accepted_too() =>
        Assert.Null(Judge(ImplementersLog.Small.Replace("\"messages\":true", "\"messages\":false", StringComparison.Ordinal)).First);

    [Theory]
    [InlineData(6, "\"votedFor\":\"a\"", "\"votedFor\":\"c\"", "vote for no candidate")]
    [InlineData(6, "\"voteGranted\":true", "\"voteGranted\":false", "wrong message")]
    [InlineData(5, "\"lastLogIndex\":0", "\"lastLogIndex\":1", "wrong message")]
    [InlineData(5, "\"term\":1,\"votedFor\"", "\"term\":2,\"votedFor\"", "term from nowhere")]
    [InlineData(7, "\"from\":\"b\"", "\"from\":\"c\"", "message from nowhere")]
    [InlineData(7, "\"voteGranted\":true}", "\"voteGranted\":false}", "message from nowhere")]
    [InlineData(7, "\"lastTerm\":1", "\"lastTerm\":0", "wrong last term")]
    [InlineData(7, "\"commitIndex\":0,\"received\"", "\"commitIndex\":1,\"received\"", "committed too early")]
    [InlineData(7, "\"entries\":1", "\"entries\":2", "wrong message")]
    [InlineData(8, "\"lastIndex\":1", "\"lastIndex\":0", "wrong last term")]
    [InlineData(8, "\"success\":true", "\"success\":false", "wrong message")]
    [InlineData(8, "\"commitIndex\":0,\"received\"", "\"commitIndex\":1,\"received\"", "commitIndex beyond the leader's")]
    [InlineData(9, "\"commitIndex\":1", "\"commitIndex\":2", "wrong commitIndex")]
    [InlineData(10, "\"lastIndex\":1", "\"lastIndex\":0", "log forgotten")]
    [InlineData(10, "\"term\":1", "\"term\":0", "term forgotten")]
    public void A_rule_that_is_broken_is_named(int line, string good, string bad, string name)
    {
        var lines = ImplementersLog.Small.Split('\n');
        Assert.Contains(good, lines[line - 1], StringComparison.Ordinal);
        lines[line - 1] = lines[line - 1].Replace(good, bad, StringComparison.Ordinal);
        var first = Judge(string.Join('\n', lines)).Steps;
        Assert.Equal((line, name), (first?.Line ?? 0, first?.Refusal.Name));
    }

    private static Verdict Judge(string log) => Conformity.Judge(new MemoryStream(Encoding.UTF8.GetBytes(log)), "log");
}
