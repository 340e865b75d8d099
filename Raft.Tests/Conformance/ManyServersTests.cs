using System.Text;
using Raft.Coyote.Conformance;
using Raft.Coyote.Traces;

namespace Raft.Tests.Conformance;

/// <summary>A cluster may have any number of servers over its life; not too many vote at the same time.</summary>
public class ManyServersTests
{
    private const int Joining = 200;

    [Fact]
    public void As_many_as_like_may_join_and_leave()
    {
        var trace = new EtcdTrace();
        var leader = trace.ElectedAlone();
        for (var number = 2; number < 2 + Joining; number++)
        {
            Join(leader, trace.Server($"{number}"));
        }

        var verdict = trace.Judge();
        Assert.Null(verdict.First);
        Assert.Equal((1 + Joining, 2L + (2 * Joining)), (verdict.Facts.Servers.Count, verdict.Facts.Commit));
    }

    [Fact]
    public void Each_of_them_is_judged()
    {
        var trace = new EtcdTrace();
        var leader = trace.ElectedAlone();
        var last = trace.Server("last");
        Enumerable.Range(2, Joining).ToList().ForEach(number => Join(leader, trace.Server($"{number}")));
        Join(leader, last);
        last.Term--;
        last.Says("Ready");
        Assert.Equal("a term that no step leads to", trace.Judge().Steps?.Refusal.Name);
    }

    [Fact]
    public void In_a_log_without_messages_too()
    {
        var log = new StringBuilder(Header("s1")).Append(Line("s1", "start", 0, "null", "follower", 0, 0));
        log.Append(Line("s1", "timeout", 1, "\"s1\"", "leader", 1, 1));
        for (var (number, last) = (2, 1); number < 2 + Joining; number++)
        {
            log.Append(Line("s1", "add", 1, "\"s1\"", "leader", ++last, last - 1, "s1", $"s{number}"));
            log.Append(Line($"s{number}", "start", 0, "null", "follower", 0, 0));
            log.Append(Line($"s{number}", "receive", 1, "null", "follower", last, last - 1));
            log.Append(Line("s1", "receive", 1, "\"s1\"", "leader", last, last));
            log.Append(Line("s1", "remove", 1, "\"s1\"", "leader", ++last, last, "s1"));
        }

        var verdict = JudgeLog(log);
        Assert.Null(verdict.First);
        Assert.Equal(1 + Joining, verdict.Facts.Servers.Count);
    }

    [Theory]
    [InlineData(ConfigurationSeen.MostVoters, null)]
    [InlineData(ConfigurationSeen.MostVoters + 1, "event.conf: expected at most 64 voters at the same time")]
    public void Too_many_at_the_same_time_are_bad_input(int voters, string? said)
    {
        var trace = new EtcdTrace();
        var server = trace.Server("1");
        server.Voters = [.. Enumerable.Range(1, voters).Select(number => $"{number}")];
        server.Says("InitState");
        var exception = Record.Exception(trace.Judge);
        Assert.Equal(said is not null, exception is TraceFormatException);
        Assert.Contains(said ?? "", exception?.Message ?? "", StringComparison.Ordinal);
    }

    /// <summary>A leader that tells of no voters is judged by all servers.</summary>
    [Theory]
    [InlineData(ConfigurationSeen.MostVoters - 1, null)]
    [InlineData(ConfigurationSeen.MostVoters, "voters: expected at most 64 voters at the same time, came 65")]
    public void Too_many_that_may_vote_in_a_log_too(int others, string? said)
    {
        var log = new StringBuilder(Header());
        for (var number = 0; number <= others; number++)
        {
            log.Append(Line($"s{number}", "start", 1, $"\"s{number}\"", number == others ? "leader" : "follower", 0, 0));
        }

        var exception = Record.Exception(() => JudgeLog(log));
        Assert.Equal(said is not null, exception is TraceFormatException);
        Assert.Contains(said ?? "", exception?.Message ?? "", StringComparison.Ordinal);
    }

    private static Verdict JudgeLog(StringBuilder log) =>
        Conformity.Judge(new MemoryStream(Encoding.UTF8.GetBytes(log.ToString())), "log");

    private static string Header(params string[] voters) =>
        $$"""
        {"kind":"log","format":1,"voters":[{{Names(voters)}}]}

        """;

    private static string Names(string[] servers) => string.Join(",", servers.Select(server => $"\"{server}\""));

    /// <summary>A server joins, gets the log, and leaves.</summary>
    private static void Join(EtcdServer leader, EtcdServer server)
    {
        leader.Changes(server.Name, "AddNewServer");
        leader.Stores(commit: leader.Log + 1);
        leader.Uses("1", server.Name);
        server.Says("InitState");
        Replicate(leader, server, after: 0, ofTerm: 0);
        server.Uses("1", server.Name);
        leader.Changes(server.Name, "RemoveServer");
        leader.Stores(commit: leader.Commit);
        Replicate(leader, server, after: leader.Log - 1, ofTerm: leader.Term);
        leader.Uses("1");
    }

    private static void Replicate(EtcdServer leader, EtcdServer server, long after, long ofTerm)
    {
        var entries = leader.Log - after;
        var append = new EtcdMessage("MsgApp", leader.Name, server.Name, leader.Term, after, ofTerm, entries, leader.Commit);
        leader.Sends(append);
        leader.Says("Ready");
        server.Receives(append);
        if (server.Term < leader.Term)
        {
            server.Term = leader.Term;
            server.Becomes("Follower");
        }

        (server.Log, server.Commit) = (leader.Log, leader.Commit);
        var answer = new EtcdMessage("MsgAppResp", server.Name, leader.Name, leader.Term, server.Log);
        server.Sends(answer);
        server.Says("Ready");
        leader.Receives(answer);
        leader.Commit = leader.Log;
        leader.Says("Commit");
    }

    private static string Line(
        string server, string what, long term, string vote, string role, long last, long commit, params string[] voters) =>
        $$"""
        {"server":"{{server}}","event":"{{what}}","term":{{term}},"votedFor":{{vote}},"role":"{{role}}","lastIndex":{{last}},"commitIndex":{{commit}}{{(
            voters.Length == 0 ? "" : $",\"voters\":[{Names(voters)}]")}}}

        """;
}
