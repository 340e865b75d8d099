using System.CommandLine;
using Raft.Core.Protocol;
using Raft.Coyote.Exploration.Exhaustive;
using Raft.Coyote.Mutants;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>The options that say which world <c>raft explore</c> explores: its bounds and the options of the rules.</summary>
internal sealed class ExploreOptions
{
    private readonly Option<int> servers = Bound("--servers", 1, TraceFormat.MostServers, 3, "servers in the cluster");
    private readonly Option<int> maxTerm = Bound("--max-term", 1, Bounds.HighestTerm, 2, "no server goes beyond this term");
    private readonly Option<int> maxLog = Bound("--max-log", 0, 15, 2, "no log has more entries");
    private readonly Option<int> maxMessages =
        Bound("--max-messages", 0, Bounds.MostMessages, 3, "no more messages on their way");

    private readonly Option<int> maxRequests = Counted("--max-requests", 1, "requests of clients");
    private readonly Option<int> maxDrops = Counted("--max-drops", 0, "messages lost");
    private readonly Option<int> maxDuplicates = Counted("--max-duplicates", 0, "messages doubled");
    private readonly Option<int> maxCrashes = Counted("--max-crashes", 0, "crashes");
    private readonly Option<int> maxSnapshots = Counted("--max-snapshots", 0, "orders to take a snapshot");

    private readonly Option<bool> heartbeats = new("--heartbeats") { Description = "leaders send heartbeats" };
    private readonly Option<bool> crashPoints = new("--crash-points")
    {
        Description = "a crash may strike between any two effects of a step, and between the records of a write",
    };

    private readonly Option<OnOff> noOp = CommonOptions.Choice<OnOff>(
        "--no-op", "whether a leader appends a no-op when it is elected (default: on)",
        new Dictionary<string, OnOff> { ["on"] = OnOff.On, ["off"] = OnOff.Off });

    private readonly Option<int?> batch = CommonOptions.Number<int?>(
        "--batch", "N", 1, Bounds.MostOfAKind, "an AppendEntries carries at most so many entries (default: all there are)");

    private readonly Option<bool> preVote = new("--pre-vote")
    {
        Description = "candidates ask first whether they would be elected",
    };

    private readonly Option<ChangeMembers[]> changes = ExploreChanges.Option();

    /// <summary>A choice of two; the parser takes no word for a truth value.</summary>
    private enum OnOff
    {
        On,
        Off,
    }

    /// <summary>All of them.</summary>
    public Option[] All =>
    [
        servers, maxTerm, maxLog, maxMessages, maxRequests, maxDrops, maxDuplicates, maxCrashes, maxSnapshots, heartbeats,
        crashPoints, noOp, batch, preVote, changes,
    ];

    /// <summary>The bounds that are asked for.</summary>
    public Bounds BoundsIn(ParseResult parse)
    {
        var ordered = parse.GetValue(changes) ?? [];
        var snapshots = Enumerable.Repeat<Order>(new TakeSnapshot(), parse.GetValue(maxSnapshots));
        return Refused(Counts(parse) with
        {
            CrashPoints = parse.GetValue(crashPoints),
            Orders = [.. ordered, .. snapshots],
            InitialServers = ordered.Length == 0 ? default : ExploreChanges.AtFirst(parse.GetValue(servers), ordered),
        });
    }

    private Bounds Counts(ParseResult parse) => new(
        parse.GetValue(servers), parse.GetValue(maxTerm), parse.GetValue(maxLog), parse.GetValue(maxMessages),
        parse.GetValue(maxRequests), parse.GetValue(maxDrops), parse.GetValue(maxDuplicates), parse.GetValue(maxCrashes),
        parse.GetValue(heartbeats));

    /// <summary>What no world can be.</summary>
    private static Bounds Refused(Bounds bounds)
    {
        var wrong = bounds.Named.Except(bounds.All) is { Count: > 0 } strangers
            ? $"--change names {strangers}; expected servers from s1 to s{bounds.Servers}"
            : bounds.Orders.Count > Bounds.MostOfAKind
            ? $"expected at most {Bounds.MostOfAKind} orders in all, came {bounds.Orders.Count} with --change and --max-snapshots"
            : bounds.All.Except(bounds.Named).Count == 0 ? "--change: expected a server at least that no change is about" : null;
        return wrong is null ? bounds : throw new BadUsageException(wrong);
    }

    /// <summary>The rules that are asked for.</summary>
    public Rules RulesIn(ParseResult parse, Mutant? mutant)
    {
        var options = new Options(
            NoOpAtElection: parse.GetValue(noOp) == OnOff.On, MaxEntriesPerAppend: parse.GetValue(batch) ?? int.MaxValue)
        {
            PreVote = parse.GetValue(preVote),
            Membership = parse.GetValue(changes) is { Length: > 0 } ? Membership.SingleServer : Membership.None,
        };
        return mutant is null ? new Rules(options) : mutant.Rules(options);
    }

    private static Option<int> Counted(string name, int usual, string what) => Bound(name, 0, Bounds.MostOfAKind, usual, what);

    private static Option<int> Bound(string name, int least, int most, int usual, string what)
    {
        var option = CommonOptions.Number<int>(name, "N", least, most, $"{what}, {least} to {most}");
        option.DefaultValueFactory = _ => usual;
        return option;
    }
}
