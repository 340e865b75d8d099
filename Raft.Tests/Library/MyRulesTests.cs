using Raft.Core.Protocol;
using Raft.Coyote;

namespace MyProject;

/// <summary>The sample of the README.</summary>
public class MyRulesTests
{
    [Fact]
    public async Task My_rules_survive_a_lossy_network() =>
        await RaftCheck.RunAsync("lossy-network", options => new MyRules(options));
}

/// <summary>Rules of your own: a server votes once in a term, and does not say so again when it is asked again.</summary>
public sealed class MyRules(Options options) : Rules(options)
{
    protected override bool HasNotVotedForAnother(ServerState state, ServerId candidate) => state.VotedFor is null;
}
