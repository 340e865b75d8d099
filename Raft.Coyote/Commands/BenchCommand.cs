using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands;

/// <summary><c>raft bench</c>: how fast schedules run here, beside bare Coyote actors.</summary>
internal static class BenchCommand
{
    private const int MostRounds = 1_000;
    private const int MostSchedules = 100_000;

    private static readonly JsonSerializerOptions Pretty = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var rounds = Number("--rounds", "how often each kind is measured; the median counts", 5, MostRounds);
        var schedules = Number("--schedules", "how many schedules of each kind a round has", 100, MostSchedules);
        var seed = new Option<long>("--seed") { Description = "the seed of the schedules", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "one JSON document on standard output" };
        var command = new Command("bench", "Measure schedules, steps and protocol events per second of processor time.")
        {
            rounds, schedules, seed, json,
        };
        command.SetAction(parsed =>
        {
            var request = new BenchRequest(parsed.GetValue(seed), parsed.GetValue(rounds), parsed.GetValue(schedules));
            return Run(request, parsed.GetValue(json), Surroundings.Of(parsed).Interrupt);
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int usual, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            var text = result.Tokens.Count == 0 ? $"{usual}" : result.Tokens[^1].Value;
            var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            if (!isNumber || number < 1 || number > most)
            {
                result.AddError($"{name}: expected a number from 1 to {most}, found \"{text}\"");
            }
        });
        return option;
    }

    private static int Run(BenchRequest request, bool isJson, CancellationToken cancel)
    {
        var report = Bench.Run(request, round => Progress(round, request.Rounds), cancel);
        if (isJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(Document(request, report), Pretty));
        }
        else if (report is not null)
        {
            Print(request, report);
        }
        else
        {
            Console.Error.WriteLine("ended before one round was finished: nothing measured");
        }

        return 0;
    }

    private static void Progress(int round, int rounds) =>
        Console.Error.WriteLine(round == 0 ? "warmed up" : $"measured round {round} of {rounds}");

    private static void Print(BenchRequest request, BenchReport report)
    {
        var amounts = $"{request.Schedules} schedules or {request.Schedules * Bench.WalksForSchedule} walks";
        var sizes = $"{report.Rounds} rounds of {amounts}, seed {request.Seed}, one worker";
        Console.Out.WriteLine($"\"everything\" with {Bench.Servers} servers, {sizes}.");
        Console.Out.WriteLine("Per second of processor time, user and kernel; medians of the rounds, which take turns.");
        Console.Out.WriteLine();
        var (small, large) = ($"of busy {Bench.FewestActors}", $"of busy {Bench.ActorsOfScenario}");
        Console.Out.WriteLine(Line("", "schedules", "steps", "events", small, large, "per schedule"));
        foreach (var row in report.Rows)
        {
            Console.Out.WriteLine(Line(
                row.Name, Round(row.PerSecond.Schedules), Round(row.PerSecond.Steps), Round(row.PerSecond.Events),
                Percent(Bench.Share(row, report.SmallBusyControl)),
                Percent(Bench.Share(row, report.BusyControl)), Round(row.PerSchedule)));
        }

        Console.Out.WriteLine();
        foreach (var verdict in Verdicts(report))
        {
            Console.Out.WriteLine(verdict);
        }
    }

    /// <summary>The last three columns are about events: as shares of the busy controls, and how many a schedule has.</summary>
    private static string Line(string name, params IReadOnlyList<string> cells) =>
        $"{name,-22}{string.Concat(cells.Select(cell => $"{cell,13}"))}";

    private static IEnumerable<string> Verdicts(BenchReport report)
    {
        var share = Percent(Bench.Share(report.Random, report.BusyControl));
        var times = report.Speedup.ToString("F1", CultureInfo.InvariantCulture);
        return
        [
            $"Raft under {report.Random.Name} handles {share} of the events of as many bare actors kept busy: "
            + (report.IsHalfReached ? "at least half." : "less than half."),
            $"The rules driver ({Strategy.Walk.Name}) handles {times} times the events of Coyote under {report.Random.Name}: "
            + (report.IsSpeedupReached ? $"at least {Bench.LeastSpeedup} times." : $"less than {Bench.LeastSpeedup} times."),
        ];
    }

    private static object Document(BenchRequest request, BenchReport? report) => new
    {
        Scenario = "everything",
        Bench.Servers,
        request.Seed,
        SchedulesPerRound = request.Schedules,
        Rounds = report?.Rounds ?? 0,
        Rows = report?.Rows.Select(row => new
        {
            row.Name,
            IsControl = row.Control is not null,
            SchedulesPerCpuSecond = row.PerSecond.Schedules,
            StepsPerCpuSecond = row.PerSecond.Steps,
            EventsPerCpuSecond = row.PerSecond.Events,
            EventsPerSchedule = row.PerSchedule,
            ShareOfSmallBusyControl = Bench.Share(row, report.SmallBusyControl),
            ShareOfBusyControl = Bench.Share(row, report.BusyControl),
        }) ?? [],
        IsHalfReached = report?.IsHalfReached,
        SpeedupOfRulesDriver = report?.Speedup,
        IsSpeedupReached = report?.IsSpeedupReached,
    };

    private static string Round(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture);
}
