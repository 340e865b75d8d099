using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Raft.Core.Protocol;
using Raft.Coyote.Commands.Progress;
using Raft.Coyote.Exploration;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;
using Command = System.CommandLine.Command;

namespace Raft.Coyote.Commands;

/// <summary><c>raft check</c>: runs scenarios under Coyote and on the rules alone, and judges what happens in them.</summary>
internal sealed class CheckCommand
{
    /// <summary>How many schedules Coyote runs in all when nobody says: half a minute on two cores.</summary>
    private const long UsualSchedules = 4_500;

    /// <summary>How many walks there are in all when nobody says: the other half.</summary>
    private const long UsualWalks = 200_000;

    /// <summary>So many events take a schedule nowhere near the number of steps at which Coyote would end it.</summary>
    private const int MostEvents = 400;

    private const double MostSeconds = 1_000_000;

    private readonly Argument<Scenario[]> scenarios = CommonOptions.Scenarios();
    private readonly Option<int?> servers = CommonOptions.Servers();
    private readonly Option<Driver[]> driver = CommonOptions.Drivers();
    private readonly Option<Strategy[]> strategies = CommonOptions.Strategies();
    private readonly Option<long?> iterations = CommonOptions.Iterations(
        "schedules under Coyote, and as many walks on the rules, shared among the scenarios "
        + $"(default: {UsualSchedules} schedules and {UsualWalks} walks, or no end with --time)");

    private readonly Option<double?> time = new("--time")
    {
        HelpName = "SECONDS",
        Description = "share this time among the scenarios; only a run without --time is the same again, byte for byte",
        CustomParser = ReadSeconds,
    };

    private readonly Option<long> seed = CommonOptions.Seed();
    private readonly Option<int> workers = CommonOptions.Workers();
    private readonly Option<Shard?> shard = new("--shard")
    {
        HelpName = "I/N",
        Description = "run only share I of N of the schedules; the N shares together are the whole",
        CustomParser = ReadShard,
    };

    private readonly Option<Mutant?> mutant = new("--mutant")
    {
        HelpName = "NAME",
        Description = "run the rules with this bug in them; raft mutants list names them",
        CustomParser = result => Names.Mutant(result.Tokens[0].Value),
    };

    private readonly GuestOptions guests = new();

    private readonly Option<CommitRule?> commitRule = CommonOptions.Choice<CommitRule?>(
        "--commit-rule", "when an entry counts as committed; only a quorum is Raft (default: quorum)", CommitRules.ByName);
    private readonly Option<string[]> properties = CommonOptions.Properties();
    private readonly Option<int?> events = CommonOptions.Number<int?>(
        "--events", "N", 1, MostEvents,
        $"protocol events a schedule has at most, 1 to {MostEvents}; each scenario has its own number when not given");
    private readonly Option<string> folder = CommonOptions.Out();
    private readonly Option<bool> noShrink = CommonOptions.NoShrink();
    private readonly Option<bool> json = CommonOptions.Json();
    private readonly Option<string?> resume = new("--resume")
    {
        HelpName = "DIR",
        Description = "go on with a check that --out DIR was given to and that was interrupted; DIR knows what was asked for",
    };

    private CheckWords Words =>
        new(scenarios,
            [servers, driver, strategies, iterations, time, seed, shard, mutant, .. guests.All, commitRule, properties, events, noShrink]);

    /// <summary>The command.</summary>
    public static Command Create() => new CheckCommand().Build();

    /// <summary>What the words after <c>raft check</c> ask for, and the time that they give it.</summary>
    /// <exception cref="BadUsageException">They make no sense.</exception>
    public static Understood Understand(IReadOnlyList<string> words)
    {
        var command = new CheckCommand();
        return command.ReadRequest(RaftCommand.Understood(command.Build().Parse([.. words], RaftCommand.Plain)));
    }

    private Command Build()
    {
        var command = new Command("check", "Run scenarios: look for schedules in which a property of Raft falls.")
            { scenarios };
        foreach (var option in (Option[])[.. Words.Options, workers, folder, resume, json])
        {
            command.Add(option);
        }

        command.SetAction(parse =>
        {
            using var plan = parse.GetValue(resume) is { } begun ? Resume(parse, begun) : ReadPlan(parse);
            plan.Guests?.Introduce();
            return new CheckRun(plan, Surroundings.Of(parse)).Run();
        });
        return command;
    }

    /// <summary>The plan of a check that was interrupted: what it asked for, from where it had come to.</summary>
    private CheckPlan Resume(ParseResult parse, string begun)
    {
        var record = ProgressFile.Read(begun, words => Understand(words).Request);
        Words.RefuseContradiction(parse, record);
        var (request, budget, guests) = Understand(record.Words);
        var isElsewhere = parse.GetResult(folder) is { Implicit: false }
            && Path.GetFullPath(parse.GetValue(folder)!) != Path.GetFullPath(begun);
        return isElsewhere
            ? throw new BadUsageException(
                $"--resume goes on in {begun}; expected no other folder, came --out {parse.GetValue(folder)}")
            : new CheckPlan(
                request, parse.GetValue(workers), budget, FolderOf(begun, record.Words), parse.GetValue(json), record.Words,
                KeepsReports: true, KeepsProgress: true, new ResumedPast(record), guests);
    }

    private CheckPlan ReadPlan(ParseResult parse)
    {
        var (request, budget, guests) = ReadRequest(parse);
        var keepsAll = parse.GetResult(folder) is { Implicit: false };
        return new CheckPlan(
            request, parse.GetValue(workers), budget, FolderOf(parse.GetValue(folder)!, Words.Of(parse), keepsAll),
            parse.GetValue(json), Words.Of(parse), keepsAll, keepsAll, Past: null, guests);
    }

    /// <summary>The folder for what is found by a check that was asked for with these words.</summary>
    public static OutFolder FolderOf(string path, IReadOnlyList<string> words, bool draws = true) =>
        new(path) { Shrinks = !words.Contains(CommonOptions.NoShrink().Name), Draws = draws };

    private Understood ReadRequest(ParseResult parse)
    {
        var guests = this.guests.Read(parse, parse.GetValue(workers));
        var all = guests is null ? AllScenarios.InOrder : AllScenarios.OfFigure2;
        var chosen = parse.GetValue(scenarios) is { Length: > 0 } named ? named : all;
        var request = ReadRequest(parse, chosen, guests);
        var time = parse.GetValue(this.time) is { } seconds ? new TimeBudget(request.Legs, TimeSpan.FromSeconds(seconds)) : null;
        request = request with { IsTimeUp = time is null ? null : time.IsUp };
        RefuseEmpty(request, isNamed: chosen != all);
        return new Understood(request, time, guests);
    }

    private CheckRequest ReadRequest(ParseResult parse, IReadOnlyList<Scenario> chosen, Guests? guests)
    {
        var (most, hasTime) = (CommonOptions.MostSchedules, parse.GetValue(time) is not null);
        var usual = hasTime ? (most, most) : (UsualSchedules, UsualWalks);
        var (schedules, walks) = parse.GetValue(iterations) is { } asked ? (asked, asked) : usual;
        var (part, parts) = parse.GetValue(shard) ?? new Shard(1, 1);
        var takingTurns = CommonOptions.Chosen(parse.GetValue(driver), parse.GetValue(strategies));
        return new CheckRequest(ReadSubject(parse, chosen, guests), chosen, takingTurns, schedules, part, parts, Walks: walks);
    }

    private Subject ReadSubject(ParseResult parse, IReadOnlyList<Scenario> chosen, Guests? guests)
    {
        var wishes = new Wishes(parse.GetValue(servers), parse.GetValue(commitRule), parse.GetValue(events));
        var judged = parse.GetValue(properties) is { Length: > 0 } some ? some.ToHashSet() : null;
        var bug = parse.GetValue(mutant);
        if (guests is null)
        {
            return new Subject(parse.GetValue(seed), wishes, bug?.Name, bug?.Rules ?? (options => new Rules(options)), judged);
        }

        Guests.RefuseBeyondFigure2(chosen);
        return bug is null && wishes.CommitRule is null
            ? new Subject(parse.GetValue(seed), wishes, guests.Name, guests.Rules, judged)
            : throw new BadUsageException("--server runs rules of its own; expected neither --mutant nor --commit-rule beside it");
    }

    /// <summary>That nothing was found says nothing where nothing ran.</summary>
    private static void RefuseEmpty(CheckRequest request, bool isNamed)
    {
        foreach (var scenario in isNamed ? request.Scenarios : [])
        {
            RefuseUnsuitable(request, scenario);
        }

        if (!request.Legs.Any(leg => Checker.Blocks(request, leg).Any()))
        {
            throw new BadUsageException(
                $"no schedule falls to shard {request.Shard}/{request.Shards} of {Text.Count(request.Schedules, "schedule")}; "
                + "expected more --iterations or fewer shards");
        }
    }

    private static void RefuseUnsuitable(CheckRequest request, Scenario scenario)
    {
        if (scenario.Heals && request.Strategies.All(strategy => !strategy.IsFair))
        {
            var fair = string.Join(", ", Strategy.OfBothDrivers.Where(strategy => strategy.IsFair).Select(strategy => strategy.Name));
            throw new BadUsageException(
                $"scenario \"{scenario.Name}\" is about liveness and needs a fair strategy; there are {fair}");
        }

        var servers = request.Subject.Wishes.Servers;
        if (!scenario.Suits(servers))
        {
            throw new BadUsageException(
                $"scenario \"{scenario.Name}\" needs {scenario.MinServers} servers or more, came --servers {servers}");
        }
    }

    private static double? ReadSeconds(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds);
        return isNumber && seconds is > 0 and <= MostSeconds
            ? seconds
            : throw new BadUsageException($"--time expects seconds, more than 0 and at most {MostSeconds:F0}, came \"{text}\"");
    }

    private static Shard? ReadShard(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var numbers = text.Split('/').Select(NumberOrZero).ToArray();
        return numbers is [> 0 and var part, var parts] && part <= parts
            ? new Shard(part, parts)
            : throw new BadUsageException($"--shard expects I/N with I from 1 to N, such as 2/4, came \"{text}\"");
    }

    private static int NumberOrZero(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>What the words of a check ask for.</summary>
    /// <param name="Request">What is to be checked.</param>
    /// <param name="Time">The time that they give it; null when only schedules count.</param>
    /// <param name="Guests">The servers that they put in the place of ours.</param>
    internal sealed record Understood(CheckRequest Request, TimeBudget? Time, Guests? Guests);

    private sealed record Shard(int Part, int Parts);
}
