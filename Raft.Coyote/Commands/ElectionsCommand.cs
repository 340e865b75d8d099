using System.CommandLine;
using System.Text;
using Raft.Coyote.Elections;
using Raft.Coyote.Elections.Drawing;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary><c>raft elections</c>: how long there is no leader after a crash, in virtual time.</summary>
internal sealed class ElectionsCommand
{
    private readonly ElectionsOptions options = new();
    private readonly Option<string?> svg = new("--svg") { HelpName = "FILE", Description = "draw what was measured into FILE" };
    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create() => new ElectionsCommand().Build();

    private Command Build()
    {
        const string What = "Measure, in virtual time, how long there is no leader after one crashes: Figure 16 of the paper.";
        var command = new Command("elections", What);
        foreach (var option in options.All.Append(svg).Append(json))
        {
            command.Add(option);
        }

        command.SetAction(parse => Run(parse, Surroundings.Of(parse)));
        return command;
    }

    private int Run(ParseResult parse, Surroundings surroundings)
    {
        var (plan, file) = (options.PlanOf(parse), parse.GetValue(svg));
        RefuseUnwritable(file);
        try
        {
            var measured = plan.Measure(curve => Tell(curve, surroundings), surroundings.Interrupt);
            Put(measured, file, parse.GetValue(json), surroundings.Output);
            return ExitCode.Clean;
        }
        catch (OperationCanceledException)
        {
            surroundings.Error.WriteLine("ended before all was measured: nothing is told and nothing drawn");
            return ExitCode.Found;
        }
    }

    private static void Tell(Curve curve, Surroundings surroundings) =>
        surroundings.Error.WriteLine($"measured {curve.Plan.ElectionTimeout}: {Text.Count(curve.Plan.Trials, "trial")}");

    private static void Put(Measurement measured, string? file, bool isJson, TextWriter output)
    {
        if (file is not null)
        {
            WriteDrawing(file, ElectionsDrawing.Of(measured));
        }

        var lines = isJson ? [ReportElectionsJson.Document(measured, file)] : ReportElections.Lines(measured, file);
        foreach (var line in lines)
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Better now than after all was measured.</summary>
    private static void RefuseUnwritable(string? file)
    {
        if (file is not null)
        {
            WriteOrRefuse(file, () =>
            {
                var probe = $"{Path.GetFullPath(file)}.{Path.GetRandomFileName()}";
                using var _ = new FileStream(
                    probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            });
        }
    }

    private static void WriteDrawing(string file, string drawing) =>
        WriteOrRefuse(file, () => WholeFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(drawing))));

    private static void WriteOrRefuse(string file, Action write)
    {
        var refusal = new BadUsageException($"--svg expects a file that can be written, came \"{file}\"");
        if (file is "" or "-" || Directory.Exists(file))
        {
            throw refusal;
        }

        try
        {
            write();
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw refusal;
        }
    }
}
