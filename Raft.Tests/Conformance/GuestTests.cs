using Raft.Coyote.Scenarios;
using Raft.Tests.Commands;
using Raft.Tests.Exploration;
using Raft.Tests.Traces;

namespace Raft.Tests.Conformance;

/// <summary>Servers that are processes of somebody else's: the Raft in Python of specs/adapters. Without Python these say nothing.</summary>
[Collection(nameof(CoyoteAlone))]
public sealed class GuestTests : IDisposable
{
    /// <summary>On a busy machine a process may take its time, and nothing here waits for one that hangs.</summary>
    private const string Patience = "600";

    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [PythonFact]
    public void A_sound_one_survives_with_both_drivers()
    {
        var check = Invocation.Of(
            "check", "--server", GuestScript.Python()!, "--patience", Patience, "--iterations", "60", "--out", folder["out"]);
        Assert.Equal("", check.Error.Contains("fault", StringComparison.Ordinal) ? check.Error : "");
        Assert.StartsWith("No violation in 60 schedules and 60 walks", check.OutputLines[^1], StringComparison.Ordinal);
        Assert.Matches("\nAnswers In Protocol +[0-9,]+ +holds", check.Output);
        Assert.Equal(0, check.ExitCode);
    }

    [PythonTheory]
    [InlineData("log-check-length-only", "many-terms")]
    [InlineData("vote-not-durable", "first-election-3")]
    [InlineData("match-from-leader-tail", "lossy-network")]
    public void Its_bugs_are_found_shrunk_and_told(string bug, string scenario)
    {
        var command = GuestScript.Python($"--bug {bug}");
        var check = Invocation.Of(
            "check", scenario, "--server", command!, "--patience", Patience, "--driver", "rules", "--iterations", "3000", "--out", folder["out"]);
        Assert.Equal(1, check.ExitCode);
        Assert.Matches("All that happened, shrunk from [0-9]+ events to [0-9]+:", check.Output);
        var trace = Directory.GetFiles(folder["out"], "*.shrunk.trace.jsonl").Single();
        Assert.Equal(1, Invocation.Of("replay", trace, "--server", command!, "--patience", Patience).ExitCode);
        Assert.Equal(0, Invocation.Of("shrink", trace, "--server", command!, "--patience", Patience).ExitCode);
    }

    [PythonFact]
    public void One_worker_or_two_find_the_same()
    {
        var command = GuestScript.Python("--bug match-from-leader-tail")!;
        var outputs = new[] { "1", "2" }.Select(workers => Invocation.Of(
            "check", "lossy-network", "--server", command, "--patience", Patience, "--iterations", "200", "--workers", workers, "--out", folder["out"]).Output);
        Assert.Single(outputs.Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_a_guest_need_not_have_the_limit_of_a_batch(bool isGuest)
    {
        var (s1, s2, none) = (new Core.Protocol.ServerId(1), new Core.Protocol.ServerId(2), new Core.Protocol.IndexPerServer([0, 0]));
        Core.Protocol.Entry[] two = [new(1, new Core.Protocol.NoOp()), new(1, new Core.Protocol.NoOp())];
        var both = Core.Protocol.ServerSet.FirstServers(2);
        var leader = Core.Protocol.ServerState.AtStart(s1, both, new(1, s1, new Core.Protocol.Log([.. two]))) with
        {
            Role = isGuest ? new Coyote.Conformance.Guests.GuestLeader(none, none, new(null, [], [])) : new Core.Protocol.Leader(none, none),
        };
        var send = new Core.Protocol.Send(new Core.Protocol.AppendEntries(s1, s2, 1, 0, 0, [.. two], 0));
        var judge = new Coyote.Specifications.Judge(both, new HashSet<string> { "Batch Within Limit" }, new(MaxEntriesPerAppend: 1));
        var fell = judge.Observe(1, new Coyote.Environment.Handled(s1, new Core.Protocol.HeartbeatDue(), leader, leader, [send]));
        Assert.Equal(isGuest, fell is null);
    }

    [Fact]
    public void The_scenarios_of_Figure_2_have_nothing_else()
    {
        var dice = new Coyote.Exploration.WalkDice(1);
        var beyond =
            from scenario in AllScenarios.OfFigure2
            let setup = scenario.DrawSetup(dice, new Wishes())
            where setup.Orders.Count > 0 || setup.InitialServers.Count > 0 || HasLaterOption(setup.Options)
            select scenario.Name;
        Assert.Empty(beyond);

        static bool HasLaterOption(Core.Protocol.Options options) => options != new Core.Protocol.Options(
            options.BackTracking, options.CommitRule, options.NoOpAtElection, options.EmptyHeartbeats, options.MaxEntriesPerAppend);
    }
}

/// <summary>A test that needs Python.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = GuestScript.Python() is null ? "there is no python3" : null;
}

/// <summary>A test that needs Python.</summary>
internal sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute() => Skip = GuestScript.Python() is null ? "there is no python3" : null;
}
