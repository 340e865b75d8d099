using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Raft.Coyote.Exploration;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>Options that several verbs have. What is out of range is refused where it is read.</summary>
internal static class CommonOptions
{
    /// <summary>More schedules than anybody can wait for.</summary>
    public const long MostSchedules = 1_000_000_000;

    private const int MostWorkers = 256;

    /// <summary>The scenarios to run.</summary>
    public static Argument<Scenario[]> Scenarios() => new("SCENARIO")
    {
        Description = $"the scenarios to run; all when none is named: {List(AllScenarios.InOrder.Select(each => each.Name))}",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = Names.Scenarios,
    };

    /// <summary>The size of the cluster.</summary>
    public static Option<int?> Servers() =>
        Number<int?>("--servers", "N", 1, TraceFormat.MostServers,
            $"servers in the cluster, 1 to {TraceFormat.MostServers}; each scenario draws its own when not given");

    /// <summary>Who runs the scenarios.</summary>
    public static Option<Driver[]> Drivers() => Choice<Driver[]>(
        "--driver", "who runs the scenarios: the actors under Coyote, random walks on the rules alone, or both (default: both)",
        new Dictionary<string, Driver[]>
        {
            ["coyote"] = [Driver.Coyote],
            ["rules"] = [Driver.Rules],
            ["both"] = [Driver.Coyote, Driver.Rules],
        });

    /// <summary>The strategies that take turns.</summary>
    public static Option<Strategy[]> Strategies() =>
        Several("--strategy", "S", Names.Strategies,
            "how Coyote chooses who moves next; may be repeated; all take turns when none is named: "
            + List(Strategy.All.Select(each => each.Name)) + $"; \"{Strategy.Walk.Name}\" is the rules driver's");

    /// <summary>The strategies that the user asked for, by their names, by their drivers, or not at all.</summary>
    /// <exception cref="BadUsageException">None of the strategies named is the driver's.</exception>
    public static IReadOnlyList<Strategy> Chosen(Driver[]? drivers, Strategy[]? named)
    {
        var (anyDriver, anyName) = (drivers is not { Length: > 0 }, named is not { Length: > 0 });
        var ofDriver = Strategy.OfBothDrivers.Where(strategy => anyDriver || drivers!.Contains(strategy.Driver));
        IReadOnlyList<Strategy> chosen = [.. ofDriver.Where(strategy => anyName || named!.Contains(strategy))];
        return chosen.Count > 0 ? chosen : throw new BadUsageException(
            $"strategy \"{named![0].Name}\" is not the driver's; it has {List(ofDriver.Select(strategy => strategy.Name))}");
    }

    /// <summary>The properties that judge.</summary>
    public static Option<string[]> Properties() =>
        Several("--property", "NAME", Names.Properties, "judge by this property only; may be repeated; all when none is named");

    /// <summary>How many schedules.</summary>
    public static Option<long?> Iterations(string description) =>
        Number<long?>("--iterations", "N", 1, MostSchedules, description);

    /// <summary>The seed.</summary>
    public static Option<long> Seed() => Number("--seed", "S", 0, long.MaxValue, "the same seed gives the same result", 1L);

    /// <summary>How many engines run side by side.</summary>
    public static Option<int> Workers() =>
        Number(
            "--workers", "W", 1, MostWorkers, "engines that run side by side; changes nothing but the time",
            System.Environment.ProcessorCount);

    /// <summary>Where traces go.</summary>
    public static Option<string> Out() => new("--out")
    {
        HelpName = "DIR",
        Description = "the folder for the traces of violations",
        DefaultValueFactory = _ => "out",
    };

    /// <summary>Whether traces stay as they were found.</summary>
    public static Option<bool> NoShrink() => new("--no-shrink")
    {
        Description = "leave each trace as it was found, and do not look for the shortest one that shows the same",
    };

    /// <summary>Whether a program reads what comes out.</summary>
    public static Option<bool> Json() => new("--json") { Description = "print one JSON document instead of text" };

    /// <summary>An option whose value is a whole number in a range.</summary>
    public static Option<T> Number<T>(string name, string value, long least, long most, string description)
        => new(name)
        {
            HelpName = value,
            Description = description,
            CustomParser = result => As<T>(ReadNumber(name, result, least, most)),
        };

    /// <summary>An option whose value is one of a few words.</summary>
    public static Option<T> Choice<T>(string name, string description, IReadOnlyDictionary<string, T> choices) => new(name)
    {
        HelpName = string.Join('|', choices.Keys),
        Description = description,
        CustomParser = result => choices.TryGetValue(result.Tokens[0].Value, out var chosen)
            ? chosen
            : throw BadUsageException.Unknown(name.TrimStart('-').Replace('-', ' '), result.Tokens[0].Value, choices.Keys),
    };

    private static Option<T> Number<T>(string name, string value, long least, long most, string description, T whenNotGiven)
    {
        var option = Number<T>(name, value, least, most, description);
        option.DefaultValueFactory = _ => whenNotGiven;
        return option;
    }

    private static Option<T[]> Several<T>(
        string name, string value, Func<ArgumentResult, T[]> read, string description) => new(name)
        {
            HelpName = value,
            Description = description,
            CustomParser = read,
        };

    private static string List(IEnumerable<string> names) => string.Join(", ", names);

    private static T As<T>(long number) =>
        (T)Convert.ChangeType(number, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), CultureInfo.InvariantCulture);

    private static long ReadNumber(string name, ArgumentResult result, long least, long most)
    {
        var text = result.Tokens[0].Value;
        var isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        return isNumber && number >= least && number <= most
            ? number
            : throw new BadUsageException($"{name} expects a whole number from {least} to {most}, came \"{text}\"");
    }
}
