using System.CommandLine;
using Raft.Coyote.Commands.Progress;
using Raft.Coyote.Exploration;
using Command = System.CommandLine.Command;

namespace Raft.Coyote.Commands;

/// <summary><c>raft merge</c>: makes one report of the shards of a check, the same that one run would have left.</summary>
internal sealed class MergeCommand
{
    private const string ShardOption = "--shard";

    private readonly Argument<string[]> folders = new("DIR")
    {
        Description = "the folders that raft check --shard I/N --out DIR left, one for each shard",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> folder = new("--out")
    {
        HelpName = "DIR",
        Description = "the folder for the report, and for the traces that it tells of",
        Required = true,
    };

    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create() => new MergeCommand().Build();

    private Command Build()
    {
        var command = new Command("merge", "Make one report of all shards of a check.") { folders, folder, json };
        command.SetAction(parse => new CheckRun(ReadPlan(parse), Surroundings.Of(parse)).Run());
        return command;
    }

    private CheckPlan ReadPlan(ParseResult parse)
    {
        var (into, from) = (parse.GetValue(folder)!, parse.GetValue(folders)!);
        RefuseSame(into, from);
        var shards = from.Select(ReadShard).ToList();
        var words = WithoutShard(shards[0].Record.Words);
        var whole = CheckCommand.Understand(words).Request;
        RefuseOthers(shards, words);
        RefuseUnfinished(shards, whole);
        return new CheckPlan(
            whole, Workers: 1, Time: null, CheckCommand.FolderOf(into, words), parse.GetValue(json), words,
            KeepsReports: true, KeepsProgress: false, new MergedPast([.. shards.Select(shard => shard.Record)]));
    }

    private static void RefuseSame(string into, IReadOnlyList<string> from)
    {
        if (from.FirstOrDefault(each => Path.GetFullPath(each) == Path.GetFullPath(into)) is { } same)
        {
            throw new BadUsageException($"--out expects another folder than those that are merged, came \"{same}\"");
        }
    }

    private static Shard ReadShard(string folder)
    {
        CheckRequest? request = null;
        var record = ProgressFile.Read(folder, words => request = CheckCommand.Understand(words).Request);
        return new Shard(record, request!.Shard, request.Shards);
    }

    /// <summary>They are to be shards of one check, each once, all of them.</summary>
    private static void RefuseOthers(IReadOnlyList<Shard> shards, IReadOnlyList<string> words)
    {
        var first = shards[0];
        foreach (var shard in shards)
        {
            var isOfSameCheck = shard.Shards == first.Shards && WithoutShard(shard.Record.Words).SequenceEqual(words);
            var twin = shards.First(each => each.Number == shard.Number);
            _ = (isOfSameCheck, twin == shard) switch
            {
                (false, _) => throw new BadUsageException(
                    $"{shard.Record.File}:1: expected a shard of the same check as {first.Record.Folder} "
                    + $"({Command(first)}), came one of another ({Command(shard)})"),
                (_, false) => throw new BadUsageException(
                    $"shard {shard} comes twice: {twin.Record.Folder}, {shard.Record.Folder}"),
                _ => true,
            };
        }

        var missing = Enumerable.Range(1, first.Shards).Except(shards.Select(shard => shard.Number)).ToList();
        if (missing.Count > 0)
        {
            throw new BadUsageException(
                $"shard {missing[0]}/{first.Shards} is missing; came {string.Join(", ", shards.OrderBy(shard => shard.Number))}");
        }
    }

    /// <summary>Up to the violation that ends a leg each block is to be there; with a time, each shard is to be over.</summary>
    private static void RefuseUnfinished(IReadOnlyList<Shard> shards, CheckRequest whole)
    {
        foreach (var leg in whole.Legs)
        {
            var all = shards.Select(shard => (Shard: shard, Recorded: shard.Record.Of(leg))).ToList();
            var end = all.Min(each => each.Recorded.EndedBy);
            var open = all.FirstOrDefault(each =>
                !each.Recorded.IsOver && each.Recorded.EndedBy is null && !(each.Recorded.Blocks.LastOrDefault()?.Number > end));
            if (open.Shard is { } shard)
            {
                throw new BadUsageException(
                    $"{shard.Record.File}: shard {shard} is not finished, it has not come to the end of {Text.NameOf(leg)}; "
                    + $"raft check --resume {Shell.Quote(shard.Record.Folder)} goes on with it");
            }
        }
    }

    private static IReadOnlyList<string> WithoutShard(IReadOnlyList<string> words)
    {
        var position = words.ToList().IndexOf(ShardOption);
        return position < 0 ? words : [.. words.Take(position), .. words.Skip(position + 2)];
    }

    private static string Command(Shard shard) => string.Join(' ', shard.Record.Words.Select(Shell.Quote).Prepend("raft check"));

    private sealed record Shard(ProgressFile Record, int Number, int Shards)
    {
        public override string ToString() => $"{Number}/{Shards}";
    }
}
