using System.CommandLine;
using System.Globalization;
using Raft.Coyote.Elections;

namespace Raft.Coyote.Commands;

/// <summary>The options of <c>raft elections</c>. What is not given is as in Figure 16.</summary>
internal sealed class ElectionsOptions
{
    private const int MostServers = 15;
    private const int MostTrials = 1_000_000;
    private const int LongestMilliseconds = 100_000;

    private readonly Option<int?> servers = CommonOptions.Number<int?>(
        "--servers", "N", 3, MostServers,
        $"servers in the cluster, 3 to {MostServers}, the leader that crashes included (default: 5)");

    private readonly Option<Spread[]> timeouts = new("--timeouts")
    {
        HelpName = "A-B",
        Description = "milliseconds that election timeouts are drawn from; may be repeated (default: the eleven of Figure 16)",
        CustomParser = result => [.. result.Tokens.Select(token => ReadRange("--timeouts", token.Value, least: 1)).Distinct()],
    };

    private readonly Option<Spread> delay = Range(
        "--delay", "milliseconds that a message takes from one server to another", Figure16.LogCabin.MessageDelay);

    private readonly Option<Spread> disk = Range(
        "--disk", "milliseconds that a write to stable storage takes", Figure16.LogCabin.DiskWrite);

    private readonly Option<OwnVote> ownVote = CommonOptions.Choice(
        "--own-vote", "when a candidate writes its own vote: first, before it asks for others (default), or beside that",
        new Dictionary<string, OwnVote> { ["first"] = OwnVote.First, ["beside"] = OwnVote.Beside });

    private readonly Option<int?> voteWrites = CommonOptions.Number<int?>(
        "--vote-writes", "N", 1, 2,
        "writes of a server that votes in a new term: 2, first the term and then the vote (default), or 1, both at once");

    private readonly Option<int?> trials = CommonOptions.Number<int?>(
        "--trials", "N", 1, MostTrials, "trials of each curve (default: 1000, and 100 where all timeouts are equal)");

    private readonly Option<long> seed = CommonOptions.Seed();

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [servers, timeouts, delay, disk, ownVote, voteWrites, trials, seed];

    /// <summary>What the user wants to be measured.</summary>
    public MeasurementPlan PlanOf(ParseResult parse)
    {
        var setup = new TrialSetup(
            parse.GetValue(servers) ?? Figure16.LogCabin.Servers, parse.GetValue(delay), parse.GetValue(disk),
            parse.GetValue(ownVote), parse.GetValue(voteWrites) ?? Figure16.LogCabin.WritesOfVote);
        return new MeasurementPlan(setup, parse.GetValue(seed), [.. Charts(parse).Select(chart => WithTrials(chart, parse))]);
    }

    private IEnumerable<ChartPlan> Charts(ParseResult parse) => parse.GetValue(timeouts) is { Length: > 0 } chosen
        ? [new("Time to replace a crashed leader", [.. chosen.Select(Figure16.PlanOf)])]
        : [new("How much randomness is enough", Figure16.Randomness), new("How short a timeout may be", Figure16.Shortness)];

    private ChartPlan WithTrials(ChartPlan chart, ParseResult parse) => parse.GetValue(trials) is { } number
        ? chart with { Curves = [.. chart.Curves.Select(plan => plan with { Trials = number })] }
        : chart;

    private static Option<Spread> Range(string name, string description, Spread usual) => new(name)
    {
        HelpName = "A-B",
        Description = $"{description} (default: {usual})",
        DefaultValueFactory = _ => usual,
        CustomParser = result => ReadRange(name, result.Tokens[0].Value, least: 0),
    };

    private static Spread ReadRange(string name, string text, int least)
    {
        var ends = text.Split('-');
        var isRange = ends.Length == 2 & Read(ends[0], out var from) & Read(ends[^1], out var to);
        return isRange && from >= least && from <= to && to <= LongestMilliseconds
            ? Spread.OfMilliseconds(from, to)
            : throw new BadUsageException(
                $"{name} expects milliseconds A-B, {least} to {LongestMilliseconds}, the smaller first, came \"{text}\"");
    }

    private static bool Read(string text, out double milliseconds) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out milliseconds);
}
