using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;
using Raft.Tests.Commands;
using Raft.Tests.Traces;

namespace Raft.Tests.Specifications;

/// <summary>
/// Claims that sound like properties: a run of the real rules refutes each, and none judges unless it is asked to.
/// </summary>
public sealed class FalseClaimsTests : IDisposable
{
    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("lagging-followers", "Longer Log Extends Shorter", 500)]
    [InlineData("many-terms", "A Quorum Commits", 3_000)]
    public void The_rules_of_Raft_refute_a_false_claim(string scenario, string claim, int walks)
    {
        var check = Invocation.Of(
            "check", scenario, "--property", claim, "--driver", "rules", "--iterations", $"{walks}", "--out", folder.Path);
        Assert.Equal(1, check.ExitCode);
        var traces = Directory.GetFiles(folder.Path, $"*{TraceFormat.FileEnding}");
        Assert.Equal(2, traces.Length);
        Assert.All(traces, trace => Assert.Equal(claim, TraceReader.Read(trace).Header.Violation?.Property));
    }

    [Fact]
    public void A_false_claim_judges_only_where_it_is_asked_for()
    {
        var servers = ServerSet.FirstServers(3);
        var asked = new Judge(servers, Properties.FalseClaims.ToHashSet()).Exercised.Select(each => each.Name);
        Assert.Equal(Properties.FalseClaims, asked);
        Assert.Empty(new Judge(servers).Exercised.Select(each => each.Name).Intersect(Properties.FalseClaims));
    }

    [Fact]
    public void Logs_of_which_the_longer_extends_the_shorter_refute_nothing()
    {
        var judge = new Judge(ServerSet.FirstServers(3), Properties.FalseClaims.ToHashSet());
        var longer = new Log([new Entry(1, new NoOp()), new Entry(1, new NoOp())]);
        Assert.Null(judge.Observe(1, Appends(new ServerId(1), longer)));
        Assert.Null(judge.Observe(2, Appends(new ServerId(2), longer.TruncateFrom(2))));
        Assert.Equal(4, judge.Exercised.Single(each => each.Name == "Longer Log Extends Shorter").Exercised);
        Assert.NotNull(judge.Observe(3, Appends(new ServerId(3), new Log([new Entry(2, new NoOp())]))));
    }

    private static Handled Appends(ServerId server, Log log)
    {
        var before = ServerState.AtStart(server, ServerSet.FirstServers(3), PersistentState.FirstBoot);
        return new Handled(server, new HeartbeatDue(), before, before.WithLog(log), [new Persist([new AppendAt(1, log.Entries)])]);
    }
}
