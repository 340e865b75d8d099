using System.CommandLine;
using System.Runtime.InteropServices;
using Spectre.Console;

namespace Raft.Coyote.Commands;

/// <summary>What is around a command: where it writes, and who may interrupt it.</summary>
internal sealed class Surroundings : InvocationConfiguration
{
    /// <summary>Surroundings in which exceptions reach the one place that tells them.</summary>
    public Surroundings()
    {
        EnableDefaultExceptionHandler = false;
        ProcessTerminationTimeout = null;
    }

    /// <summary>What a command reads; nothing unless it is given.</summary>
    public Stream Input { get; init; } = Stream.Null;

    /// <summary>Asks the command to end with what it has so far.</summary>
    public CancellationToken Interrupt { get; init; }

    /// <summary>The terminal on which a bar shows the progress; null when plain lines on standard error do.</summary>
    public IAnsiConsole? Terminal { get; init; }

    /// <summary>Whether what a command puts out is seen on the terminal that has the bar.</summary>
    public bool IsOutputOnTerminal { get; init; }

    /// <summary>The variables of the surroundings, by name; null for one that is not set.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>The surroundings that a command was invoked in.</summary>
    public static Surroundings Of(ParseResult parse) => (Surroundings)parse.InvocationConfiguration;

    /// <summary>
    /// Runs something in the surroundings of this process. Ctrl-C, or a request to terminate, is its interrupt.
    /// </summary>
    public static int OfConsole(Func<Surroundings, int> run)
    {
        using var interrupt = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        return run(new Surroundings
        {
            Output = Console.Out,
            Error = Console.Error,
            Input = Console.OpenStandardInput(),
            Interrupt = interrupt.Token,
            Variable = System.Environment.GetEnvironmentVariable,
            Terminal = Console.IsErrorRedirected ? null : OpenTerminal(),
            IsOutputOnTerminal = !Console.IsOutputRedirected,
        });

        // Whoever asks twice does not want to wait for the report.
        void Cancel(PosixSignalContext signal)
        {
            signal.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        }
    }

    /// <summary>
    /// Where both streams end in one terminal, rows and bar go the same way, so that they do not overwrite each other.
    /// </summary>
    private static IAnsiConsole OpenTerminal()
    {
        var stream = Console.IsOutputRedirected ? Console.Error : Console.Out;
        return AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(stream) });
    }
}
