using System.CommandLine;
using System.CommandLine.Parsing;

namespace Raft.Coyote.Commands;

/// <summary>The command line. Whatever is wrong with it, or with us, is told here, on one line.</summary>
internal static class RaftCommand
{
    /// <summary>This environment variable asks for the whole of an exception that is our own fault.</summary>
    private const string DebugVariable = "RAFT_DEBUG";

    /// <summary>How words are read.</summary>
    public static readonly ParserConfiguration Plain = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs a command.</summary>
    /// <returns>Its <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error) =>
        Run(args, new Surroundings { Output = output, Error = error });

    /// <summary>Runs a command in its surroundings.</summary>
    public static int Run(string[] args, Surroundings surroundings)
    {
        try
        {
            return Parse(args).Invoke(surroundings);
        }
        catch (BadUsageException exception)
        {
            return TellBadUsage(surroundings, exception);
        }
        catch (Exception exception)
        {
            return TellFault(surroundings, exception.Message, exception);
        }
    }

    /// <summary>Tells, on one line, what makes no sense.</summary>
    public static int TellBadUsage(Surroundings surroundings, BadUsageException exception)
    {
        surroundings.Error.WriteLine(OnOneLine(exception.Message));
        return ExitCode.BadUsage;
    }

    /// <summary>Tells of a fault of our own.</summary>
    public static int TellFault(Surroundings surroundings, string what, Exception? exception = null)
    {
        var wantsAll = !string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable(DebugVariable));
        var told = wantsAll ? exception?.ToString() ?? what : OnOneLine(what.Split('\n')[0].TrimEnd());
        surroundings.Error.WriteLine($"a fault of the checker itself: {told}");
        return ExitCode.Fault;
    }

    /// <summary>The verbs, in the order in which help lists them.</summary>
    private static Command[] Verbs() =>
    [
        CheckCommand.Create(), ExploreCommand.Create(), MergeCommand.Create(), ReplayCommand.Create(), ShrinkCommand.Create(),
        ShowCommand.Create(),
        ConformCommand.Create(), VectorsCommand.Create(), StepCommand.Create(),
        MutantsCommand.Create(), ElectionsCommand.Create(), BenchCommand.Create(),
    ];

    private static ParseResult Parse(string[] args)
    {
        var root = new RootCommand("A Raft that reads like Figure 2 of the paper, model-checked as Microsoft Coyote actors.");
        root.Directives.Clear();
        foreach (var verb in Verbs())
        {
            root.Add(verb);
        }

        return Understood(root.Parse(args, Plain));
    }

    /// <summary>Words that were read, if they make sense.</summary>
    /// <exception cref="BadUsageException">They make none.</exception>
    public static ParseResult Understood(ParseResult parsed)
    {
        var wantsHelp = parsed.Action is { ClearsParseErrors: true };
        return wantsHelp || parsed.Errors.Count == 0 ? parsed : throw new BadUsageException(WhatIsWrong(parsed));
    }

    /// <summary>Only the first of several things is told: the others may come of it.</summary>
    private static string WhatIsWrong(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var verbs = string.Join(", ", command.Subcommands.Select(verb => verb.Name));
        return (parsed.UnmatchedTokens.Count > 0, verbs) switch
        {
            (true, _) when parsed.UnmatchedTokens[0].StartsWith('-') =>
                Names.UnknownOption(parsed.UnmatchedTokens[0], command).Message,
            (true, "") =>
                $"unexpected \"{parsed.UnmatchedTokens[0]}\"; {FullName(parsed.CommandResult)} --help tells what is expected",
            (true, _) => $"unknown verb \"{parsed.UnmatchedTokens[0]}\"; there are {verbs}",
            (false, "") => parsed.Errors[0].Message,
            (false, _) => $"a verb is missing; there are {verbs}",
        };
    }

    private static string FullName(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{FullName(parent)} {command.Command.Name}" : "raft";

    /// <summary>What comes from outside may hold anything; it must not break the line.</summary>
    private static string OnOneLine(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
}
