using System.CommandLine;
using Raft.Coyote.Conformance;
using Command = System.CommandLine.Command;

namespace Raft.Coyote.Commands;

/// <summary><c>raft conform</c>: is there an execution of Raft that a trace shows?</summary>
internal sealed class ConformCommand
{
    private readonly Argument<string[]> files = new("TRACE")
    {
        Description = "traces of an implementation of Raft, and histories of its clients (*.hist.jsonl)",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Names.Files,
    };

    private readonly Option<Format?> format = CommonOptions.Choice<Format?>(
        "--format", "the format of the traces; told by the first line when not given",
        Formats.All.ToDictionary(each => each.Name, each => (Format?)each));

    private readonly Option<string[]> history = new("--history")
    {
        HelpName = "FILE",
        Description = "a history of the clients of the run, judged by linearizability; so is a TRACE that ends in .hist.jsonl",
    };

    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create() => new ConformCommand().Build();

    private Command Build()
    {
        var command = new Command("conform", "Judge an implementation by its log: is there an execution of Raft that it shows?")
        {
            files, format, history, json,
        };
        command.SetAction(parse =>
        {
            var run = new ConformRun(
                parse.GetValue(files)!, parse.GetValue(history) ?? [], parse.GetValue(format), Surroundings.Of(parse));
            return run.Run(parse.GetValue(json));
        });
        return command;
    }
}
