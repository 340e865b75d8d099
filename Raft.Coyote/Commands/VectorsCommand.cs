using System.CommandLine;
using System.Text;
using Raft.Coyote.Conformance.Vectors;
using Raft.Coyote.Traces;
using Command = System.CommandLine.Command;

namespace Raft.Coyote.Commands;

/// <summary><c>raft vectors</c>: writes the vectors for other implementations, and says which mutants they tell apart.</summary>
internal sealed class VectorsCommand
{
    private readonly Option<string?> folder = new("--out")
    {
        HelpName = "DIR",
        Description = "write the vectors and the scenarios into this folder: specs/vectors has them as they are now",
    };

    private readonly Option<bool> mutants = new("--mutants")
    {
        Description = "how many vectors and scenarios tell each mutant from Raft; exit code 1 if there is one that none does",
    };

    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create() => new VectorsCommand().Build();

    private Command Build()
    {
        const string What = "Test vectors and scenarios for other implementations: specs/vectors/README.md";
        var command = new Command("vectors", What) { folder, mutants, json };
        command.SetAction(parse => Run(parse, Surroundings.Of(parse)));
        return command;
    }

    private int Run(ParseResult parse, Surroundings surroundings)
    {
        var rows = parse.GetValue(mutants) ? VectorsOfMutants.All() : [];
        var files = parse.GetValue(folder) is { } into ? WriteInto(into) : [];
        var report = new ReportVectors(rows, files);
        foreach (var line in parse.GetValue(json) ? [report.Document()] : report.Lines())
        {
            surroundings.Output.WriteLine(line);
        }

        return rows.All(row => row.IsRight) ? ExitCode.Clean : ExitCode.Found;
    }

    private string[] WriteInto(string into)
    {
        try
        {
            return [.. VectorFiles.All.Select(file => WriteOne(Path.Combine(into, file.Path), file.Text))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadUsageException($"{folder.Name} expects a folder to write to, came \"{into}\": {exception.Message}");
        }
    }

    private static string WriteOne(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WholeFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(text)));
        return path;
    }
}
