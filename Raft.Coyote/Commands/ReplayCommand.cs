using System.CommandLine;
using Command = System.CommandLine.Command;

namespace Raft.Coyote.Commands;

/// <summary><c>raft replay</c>: runs traces once more, under Coyote and on the rules alone.</summary>
internal sealed class ReplayCommand
{
    private const int MostTimes = 1_000_000;

    private readonly Argument<string[]> files = new("TRACE")
    {
        Description = "traces that raft check, raft mutants run or raft shrink wrote",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Names.Files,
    };

    private readonly Option<int?> times = CommonOptions.Number<int?>(
        "--times", "N", 1, MostTimes, "replay each so many times, and say whether all ended alike (default: 1)");
    private readonly GuestOptions guests = new();
    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create() => new ReplayCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "replay", "Run traces again, Coyote's schedule and the events on the rules alone: is the violation still there?")
        {
            files, times, json,
        };
        guests.AddTo(command);
        command.SetAction(parse =>
        {
            var (named, count) = (parse.GetValue(files)!, parse.GetValue(times) ?? 1);
            using var those = guests.ReadIntroduced(parse);
            return new ReplayRun(named, count, parse.GetValue(json), Surroundings.Of(parse), those).Run();
        });
        return command;
    }
}
