using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Exploration;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Show;

namespace Raft.Tests.Traces;

/// <summary>Traces of clusters that begin with some of their servers, and take in others.</summary>
public class ChangedClusterTests
{
    private static readonly ServerSet Initial = ServerSet.Of(new ServerId(2), new ServerId(3));
    private static readonly Options Options = new() { Membership = Membership.Joint };
    private static readonly Trace Trace = Run();

    [Fact]
    public void They_are_read_as_they_were_written()
    {
        using var folder = new TraceFile.Folder();
        TraceWriter.Write(Trace, folder["a.trace.jsonl"]);
        Assert.Equal(Trace, TraceReader.Read(folder["a.trace.jsonl"]));
        TraceSchema.AssertHolds(Trace);
    }

    [Fact]
    public void They_replay_as_they_happened()
    {
        var replay = EventReplay.Run(Trace, new Rules(Options), judged: null);
        Assert.Null(replay.Misfit);
        Assert.Equal(Trace.Happenings.Count, replay.Events);
        Assert.Equal(new Configuration(ServerSet.FirstServers(4)), replay.World[new ServerId(4)].State.Configuration);
    }

    [Fact]
    public void They_are_drawn() => Assert.Contains("{s1, s2, s3, s4}", HtmlPage.Of(Trace), StringComparison.Ordinal);

    [Fact]
    public void Some_server_must_be_there_from_the_start() => Assert.EndsWith(
        "initialServers: expected at least one server, came an array",
        TraceFile.RefusalOf(string.Join('\n', TraceFile.LinesOf(Trace)).Replace(
            "\"initialServers\":[\"s2\",\"s3\"]", "\"initialServers\":[]", StringComparison.Ordinal)));

    private static Trace Run()
    {
        var (rules, dice, happenings) = (new Rules(Options), new WalkDice(7), new List<Happening>());
        var world = Take(World.Of(4, [], new Faults(), Initial).Apply(new EndFaults()));
        foreach (var (_, turn) in FairRun.From(world, rules, dice).Take(40))
        {
            world = Take(turn);
        }

        var leader = world.Hosts.Items.Single(host => host.State.Role is Leader).State.Id;
        var order = new ChangeMembers(ServerSet.Of(new ServerId(1), new ServerId(4)));
        world = Take(world.Apply(new Instruct(leader, order), rules));
        foreach (var (_, turn) in FairRun.From(world, rules, dice).Take(60))
        {
            world = Take(turn);
        }

        var header = TraceBuilder.Header with { Servers = 4, Clients = 0, Options = Options, InitialServers = Initial };
        return new Trace(header, "", [.. happenings]);

        World Take(Turn turn)
        {
            happenings.AddRange(turn.Happenings);
            return turn.World;
        }
    }
}
