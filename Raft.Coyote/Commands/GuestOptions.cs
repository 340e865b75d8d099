using System.CommandLine;
using Raft.Core.Protocol;
using Raft.Coyote.Conformance.Guests;
using Raft.Coyote.Scenarios;
using Command = System.CommandLine.Command;

namespace Raft.Coyote.Commands;

/// <summary>The options that put a process of the user's in the place of our servers (specs/STEP.md).</summary>
internal sealed class GuestOptions
{
    private const int MostSeconds = 3_600;

    private readonly Option<string?> server = new("--server")
    {
        HelpName = "COMMAND",
        Description = "put a server of yours in the place of ours: this command starts it, and specs/STEP.md says what it is asked",
    };

    private readonly Option<int?> patience = CommonOptions.Number<int?>(
        "--patience", "SECONDS", 1, MostSeconds,
        $"the longest that your server may take for one answer (default: {GuestCommand.UsualSeconds})");

    /// <summary>The options, the one that changes what comes of a check first.</summary>
    public IReadOnlyList<Option> All => [server, patience];

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(server);
        command.Add(patience);
    }

    /// <summary>The servers that were asked for, for one who asks at a time, once one of them said what it is.</summary>
    public Guests? ReadIntroduced(ParseResult parse)
    {
        var guests = Read(parse, workers: 1);
        guests?.Introduce();
        return guests;
    }

    /// <summary>The servers that were asked for; null when ours are meant.</summary>
    /// <exception cref="BadUsageException">It is no command.</exception>
    public Guests? Read(ParseResult parse, int workers)
    {
        var seconds = parse.GetValue(patience);
        if (parse.GetValue(server) is not { } text)
        {
            return seconds is null ? null : throw new BadUsageException("--patience goes with --server, which is missing");
        }

        return string.IsNullOrWhiteSpace(text)
            ? throw new BadUsageException("--server expects a command, came none")
            : new Guests(new GuestCommand(text, TimeSpan.FromSeconds(seconds ?? GuestCommand.UsualSeconds)), workers);
    }
}

/// <summary>Servers that are processes of the user's. They are started when they are needed, and ended when this is.</summary>
internal sealed class Guests(GuestCommand command, int workers) : IDisposable
{
    /// <summary>What stands before a command in the place of a mutant's name.</summary>
    private const string Prefix = "server: ";

    private readonly GuestPool pool = new(command, workers);

    /// <summary>What traces and reports call them.</summary>
    public string Name => Prefix + command.Text;

    /// <summary>Makes their rules for some options.</summary>
    public Rules Rules(Options options) => new GuestRules(options, pool);

    /// <summary>Whether the servers of a run were of this kind.</summary>
    public static bool Ran(string? mutant) => mutant?.StartsWith(Prefix, StringComparison.Ordinal) is true;

    /// <summary>The words that say what ran, as it is told in a sentence; empty for our own rules.</summary>
    public static IReadOnlyList<string> WordsFor(string? mutant) => Ran(mutant) ? ["--server", mutant![Prefix.Length..]] : [];

    /// <summary>Starts one, so that a command that is none is refused before anything runs.</summary>
    /// <exception cref="BadUsageException">It cannot be started, or it does not say what it is.</exception>
    public void Introduce()
    {
        try
        {
            pool.Introduce();
        }
        catch (GuestException fault)
        {
            throw new BadUsageException($"--server: {fault.Message}");
        }
    }

    /// <summary>Refuses a scenario that is beyond them.</summary>
    /// <exception cref="BadUsageException">It goes beyond Figure 2.</exception>
    public static void RefuseBeyondFigure2(IEnumerable<Scenario> scenarios)
    {
        if (scenarios.FirstOrDefault(scenario => !AllScenarios.OfFigure2.Contains(scenario)) is { } beyond)
        {
            var those = string.Join(", ", AllScenarios.OfFigure2.Select(scenario => scenario.Name));
            throw new BadUsageException(
                $"scenario \"{beyond.Name}\" goes beyond Figure 2, which is all that --server drives; there are {those}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => pool.Dispose();
}
