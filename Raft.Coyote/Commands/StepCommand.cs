using System.CommandLine;
using Raft.Core.Protocol;
using Raft.Coyote.Conformance.Steps;
using Raft.Coyote.Mutants;
using Command = System.CommandLine.Command;
using Options = Raft.Core.Protocol.Options;

namespace Raft.Coyote.Commands;

/// <summary><c>raft step</c>: the reference as a process, for differential fuzzing from any language.</summary>
internal sealed class StepCommand
{
    private readonly Option<Mutant?> mutant = new("--mutant")
    {
        HelpName = "NAME",
        Description = "answer as rules with this bug in them would: does your comparison find it?",
        CustomParser = result => Names.Mutant(result.Tokens[0].Value),
    };

    /// <summary>The command.</summary>
    public static Command Create() => new StepCommand().Build();

    private Command Build()
    {
        const string What = "Answer each line of standard input, a server and what happens to it, with its step: specs/STEP.md";
        var command = new Command("step", What) { mutant };
        command.SetAction(parse => Run(TraceInput.RulesOf(parse.GetValue(mutant)?.Name), Surroundings.Of(parse)));
        return command;
    }

    private static int Run(Func<Options, Rules> rules, Surroundings surroundings)
    {
        var service = new StepService(rules);
        ServeUntilInterrupted(service, surroundings);
        return service.Refused == 0 ? ExitCode.Clean : throw new BadUsageException(
            $"standard input: {service.Refused} of {service.Answered} lines were refused, "
            + $"the first is line {service.FirstRefused}");
    }

    /// <summary>Nobody can be kept from waiting for a line; so that happens on a thread that may be left behind.</summary>
    private static void ServeUntilInterrupted(StepService service, Surroundings surroundings)
    {
        try
        {
            Task.Run(() => Serve(service, surroundings)).WaitAsync(surroundings.Interrupt).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // What was answered until now stands.
        }
    }

    /// <summary>
    /// Each answer is seen at once: whoever sent the line waits for it. When nobody reads any more, it is over.
    /// </summary>
    private static void Serve(StepService service, Surroundings surroundings)
    {
        try
        {
            service.Serve(surroundings.Input, answer =>
            {
                surroundings.Output.Write(answer);
                surroundings.Output.Flush();
            });
        }
        catch (IOException)
        {
            // A pipe is broken.
        }
    }
}
