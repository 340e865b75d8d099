using System.CommandLine;
using Raft.Core.Protocol;
using Raft.Coyote.Exploration;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;
using Command = System.CommandLine.Command;

namespace Raft.Coyote.Commands;

/// <summary><c>raft mutants run</c>: does the checker catch each bug, and leave the controls alone?</summary>
internal sealed class MutantsRunCommand
{
    private const long UsualSchedules = 20_000;
    private const long UsualWalks = 400_000;

    private readonly Argument<Mutant[]> mutants = new("NAME")
    {
        Description = "the mutants to run; all when none is named",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = Names.Mutants,
    };

    private readonly Option<int?> servers = CommonOptions.Servers();
    private readonly Option<Driver[]> driver = CommonOptions.Drivers();
    private readonly Option<Strategy[]> strategies = CommonOptions.Strategies();
    private readonly Option<string[]> properties = CommonOptions.Properties();
    private readonly Option<long?> iterations = CommonOptions.Iterations(
        "schedules for each mutant at most, and as many walks "
        + $"(default: {UsualSchedules} schedules and {UsualWalks} walks)");
    private readonly Option<long> seed = CommonOptions.Seed();
    private readonly Option<int?> seeds = CommonOptions.Number<int?>(
        "--seeds", "K", 1, 1_000, "run with K seeds that lie far apart, the first of them S (default: 1)");
    private readonly Option<int> workers = CommonOptions.Workers();
    private readonly Option<string> folder = CommonOptions.Out();
    private readonly Option<bool> noShrink = CommonOptions.NoShrink();
    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create() => new MutantsRunCommand().Build();

    private Command Build()
    {
        var command = new Command("run",
            "Check each mutant with the ordinary scenarios: which property falls, and how soon?") { mutants };
        Option[] options = [servers, driver, strategies, properties, iterations, seed, seeds, workers, folder, noShrink, json];
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction(parse => new MutantsRun(ReadPlan(parse), Surroundings.Of(parse)).Run());
        return command;
    }

    private MutantsPlan ReadPlan(ParseResult parse)
    {
        var judged = parse.GetValue(properties) is { Length: > 0 } some ? some.ToHashSet() : null;
        var wishes = new Wishes(parse.GetValue(servers));
        var subject = new Subject(parse.GetValue(seed), wishes, null, options => new Rules(options), judged);
        var scenarios = AllScenarios.InOrder.Where(scenario => scenario.Suits(wishes.Servers)).ToList();
        var takingTurns = CommonOptions.Chosen(parse.GetValue(driver), parse.GetValue(strategies));
        var (schedules, walks) = parse.GetValue(iterations) is { } asked ? (asked, asked) : (UsualSchedules, UsualWalks);
        var request = new CheckRequest(subject, scenarios, takingTurns, schedules, Walks: walks);
        var chosen = parse.GetValue(mutants) is { Length: > 0 } those ? those : [.. Catalogue.All.Items];
        return new MutantsPlan(
            request, chosen, FarApart(subject.Seed, parse.GetValue(seeds) ?? 1), parse.GetValue(workers),
            new OutFolder(parse.GetValue(folder)!) { Shrinks = !parse.GetValue(noShrink) }, parse.GetValue(json));
    }

    /// <summary>Seeds that nobody would call neighbours.</summary>
    private static IReadOnlyList<long> FarApart(long seed, int count) =>
        [seed, .. Enumerable.Range(1, count - 1).Select(number => Scatter((ulong)seed, (ulong)number))];

    private static long Scatter(ulong seed, ulong number) => (long)(Fingerprint.Mix(Fingerprint.Mix(seed) + number) >> 32);
}

/// <summary>What <c>raft mutants run</c> was asked to do.</summary>
/// <param name="Request">What each mutant is checked by.</param>
/// <param name="Mutants">The mutants.</param>
/// <param name="Seeds">The seeds; all mutants run with each.</param>
/// <param name="Workers">How many engines run side by side.</param>
/// <param name="Folder">Where traces go.</param>
/// <param name="Json">Whether a program reads what comes out.</param>
internal sealed record MutantsPlan(
    CheckRequest Request, IReadOnlyList<Mutant> Mutants, IReadOnlyList<long> Seeds, int Workers, OutFolder Folder, bool Json);
