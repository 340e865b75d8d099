using System.CommandLine;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Show;

namespace Raft.Coyote.Commands;

/// <summary><c>raft show</c>: tells a trace in words, and draws it.</summary>
internal sealed class ShowCommand
{
    private readonly Argument<string> file = new("TRACE") { Description = "a trace, of this product or written by hand" };

    private readonly Option<string?> html = Output("--html", "a page with the run as a picture, which needs only a browser");
    private readonly Option<string?> mermaid = Output("--mermaid", "a sequence diagram for Mermaid, which GitHub draws");
    private readonly Option<string?> shiviz = Output("--shiviz", "a log with vector clocks that ShiViz opens");
    private readonly Option<string?> tla = Output("--tla", "a TLA+ module that TLC accepts or refuses with specs/RaftTrace.tla");
    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create() => new ShowCommand().Build();

    private static Option<string?> Output(string name, string what) =>
        new(name) { HelpName = "FILE", Description = $"write {what}; - is standard output" };

    private Command Build()
    {
        const string What = "Tell a trace in words, one line for each event, or draw it: as a page, for Mermaid, ShiViz, TLC";
        var command = new Command("show", What) { file, html, mermaid, shiviz, tla, json };
        command.SetAction(parse => Run(parse, Surroundings.Of(parse)));
        return command;
    }

    private int Run(ParseResult parse, Surroundings surroundings)
    {
        var (source, isJson) = (parse.GetValue(file)!, parse.GetValue(json));
        var drawings = new Drawings(source, isJson);
        drawings.Add("page", html.Name, parse.GetValue(html), HtmlPage.Of);
        drawings.Add("Mermaid diagram", mermaid.Name, parse.GetValue(mermaid), MermaidDiagram.Of);
        drawings.Add("ShiViz log", shiviz.Name, parse.GetValue(shiviz), ShiVizLog.Of);
        var module = ModuleIn(parse.GetValue(tla));
        drawings.Add("TLA+ module", tla.Name, parse.GetValue(tla), trace => ModuleOf(source, trace, module));
        var trace = TraceInput.ReadTrace(source);
        drawings.Write(trace, surroundings.Output);
        if (isJson)
        {
            surroundings.Output.WriteLine(Document(source, trace, drawings));
        }
        else if (drawings.IsNone)
        {
            WriteLines(Narration.Story(trace), surroundings.Output);
        }
        else if (!drawings.UseOutput)
        {
            WriteLines(drawings.Files.Select(drawn => $"The {drawn.What} is in {drawn.File}"), surroundings.Output);
        }

        return ExitCode.Clean;
    }

    /// <summary>A TLA+ module has the name of its file.</summary>
    private string ModuleIn(string? path)
    {
        var name = path is null or "-" ? "ATrace" : Path.GetFileNameWithoutExtension(path);
        var isModule = path is null or "-" || (Path.GetExtension(path) == ".tla" && TlaModule.IsName(name));
        return isModule || path!.Length == 0
            ? name
            : throw new BadUsageException(
                $"{tla.Name} expects a file NAME.tla, its name of letters, digits and underscores, came \"{path}\"");
    }

    private static string ModuleOf(string source, Trace trace, string module)
    {
        try
        {
            return TlaModule.Of(trace, module);
        }
        catch (BeyondSpecificationException exception)
        {
            throw new BadUsageException($"{source}: {exception.Message}");
        }
    }

    private static void WriteLines(IEnumerable<string> lines, TextWriter output)
    {
        foreach (var line in lines)
        {
            output.WriteLine(line);
        }
    }

    private static string Document(string source, Trace trace, Drawings drawings)
    {
        var header = trace.Header;
        var events = trace.Happenings.Items.Select((each, position) => new EventJson(position + 1, Narration.Tell(each)));
        var files = drawings.Files.Select(drawn => new DrawnJson(drawn.What, drawn.File));
        return ReportJson.Write(new ShowJson(
            source, header.Scenario, header.Mutant, header.Strategy, header.Seed, header.Schedule, FallOf(header.Violation),
            [.. events], [.. files]));
    }

    private static FallJson? FallOf(Violation? violation) => violation is null
        ? null
        : new FallJson(
            violation.Property, violation.Explanation,
            [.. violation.Facts.Items.Select(fact => new FactJson(fact.Happening, fact.Text))]);

    /// <summary>A trace in words: its verdict, null when no property fell; its events; and what was drawn where.</summary>
    private sealed record ShowJson(
        string Trace, string Scenario, string? Mutant, string Strategy, long Seed, long Schedule, FallJson? Verdict,
        IReadOnlyList<EventJson> Events, IReadOnlyList<DrawnJson> Files) : DocumentJson;

    private sealed record FallJson(string Property, string Explanation, IReadOnlyList<FactJson> Facts);

    private sealed record EventJson(int Event, string Text);

    private sealed record DrawnJson(string What, string File);
}
