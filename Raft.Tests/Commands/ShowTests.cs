using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Show;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands;

public sealed class ShowTests : IDisposable
{
    private readonly TraceFile.Folder folder = new();
    private readonly Trace trace = Samples.Everything;

    public ShowTests() => TraceWriter.Write(trace, folder["t.trace.jsonl"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_a_file_it_tells_the_whole_story()
    {
        var shown = Show();
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Assert.Equal(string.Join(System.Environment.NewLine, Narration.Story(trace)) + System.Environment.NewLine, shown.Output);
    }

    [Fact]
    public void A_program_gets_one_document()
    {
        using var document = JsonDocument.Parse(Show("--json").Output);
        var root = document.RootElement;
        Assert.Equal(trace.Happenings.Count, root.GetProperty("events").GetArrayLength());
        Assert.Equal(Narration.Tell(trace.Happenings[0]), root.GetProperty("events")[0].GetProperty("text").GetString());
        Assert.Equal("Election Safety", root.GetProperty("verdict").GetProperty("property").GetString());
        Assert.Equal(2, root.GetProperty("verdict").GetProperty("facts")[0].GetProperty("event").GetInt32());
        Assert.Equal(0, root.GetProperty("files").GetArrayLength());
    }

    [Fact]
    public void Each_drawing_goes_to_its_file()
    {
        var shown = Show("--html", folder["p.html"], "--mermaid", folder["d.mmd"], "--shiviz", folder["l.log"]);
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Assert.Equal(
            [
                $"The page is in {folder["p.html"]}", $"The Mermaid diagram is in {folder["d.mmd"]}",
                $"The ShiViz log is in {folder["l.log"]}",
            ],
            shown.OutputLines);
        Assert.Equal(HtmlPage.Of(trace), File.ReadAllText(folder["p.html"]));
        Assert.Equal(MermaidDiagram.Of(trace), File.ReadAllText(folder["d.mmd"]));
        Assert.Equal(ShiVizLog.Of(trace), File.ReadAllText(folder["l.log"]));
        Assert.Equal(4, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void A_program_is_told_the_files_too()
    {
        using var document = JsonDocument.Parse(Show("--html", folder["p.html"], "--json").Output);
        Assert.Equal(folder["p.html"], document.RootElement.GetProperty("files")[0].GetProperty("file").GetString());
    }

    [Fact]
    public void A_TLA_module_has_the_name_of_its_file()
    {
        WriteFigure2();
        Assert.Equal([$"The TLA+ module is in {folder["My_Trace1.tla"]}"], Show("--tla", folder["My_Trace1.tla"]).OutputLines);
        Assert.StartsWith("---- MODULE My_Trace1 ----\n", File.ReadAllText(folder["My_Trace1.tla"]), StringComparison.Ordinal);
        Assert.StartsWith("---- MODULE ATrace ----\n", Show("--tla", "-").Output, StringComparison.Ordinal);
        Show("--tla", folder["my-trace.tla"]).AssertBadUsage("--tla", "NAME.tla", "my-trace.tla");
        Show("--tla", folder["trace.txt"]).AssertBadUsage("--tla", "NAME.tla", "trace.txt");
        Show("--tla", folder["1.tla"]).AssertBadUsage("--tla", "NAME.tla");
        Show("--tla", "").AssertBadUsage("--tla", "\"\"");
    }

    [Fact]
    public void A_trace_of_more_than_the_specification_has_becomes_no_module()
    {
        Show("--tla", folder["T.tla"], "--html", folder["p.html"]).AssertBadUsage("t.trace.jsonl", "Figure 2 alone");
        Assert.Equal([folder["t.trace.jsonl"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_dash_is_standard_output()
    {
        var shown = Show("--mermaid", "-", "--html", folder["p.html"]);
        Assert.Equal(MermaidDiagram.Of(trace), shown.Output);
        Assert.True(File.Exists(folder["p.html"]));
    }

    [Fact]
    public void Standard_output_takes_one_thing_only()
    {
        Show("--mermaid", "-", "--shiviz", "-").AssertBadUsage("--mermaid", "--shiviz", "\"-\"");
        Show("--mermaid", "-", "--json").AssertBadUsage("--mermaid", "--json");
    }

    [Fact]
    public void Two_drawings_do_not_share_a_file_nor_overwrite_the_trace()
    {
        Show("--mermaid", folder["a"], "--html", Path.Combine(folder.Path, ".", "a")).AssertBadUsage("--html", "--mermaid");
        Show("--html", folder["t.trace.jsonl"]).AssertBadUsage("--html", "overwrite the trace");
        Assert.Equal([folder["t.trace.jsonl"]], Directory.GetFiles(folder.Path));
        Assert.Equal(0, Show().ExitCode);
    }

    [Fact]
    public void When_one_file_cannot_be_written_none_is()
    {
        Directory.CreateDirectory(folder["is-a-folder"]);
        var inNoFolder = Path.Combine(folder.Path, "none", "d.mmd");
        Show("--html", folder["p.html"], "--mermaid", inNoFolder).AssertBadUsage("--mermaid", inNoFolder);
        Show("--html", folder["p.html"], "--shiviz", folder["is-a-folder"]).AssertBadUsage("--shiviz", "is-a-folder");
        Show("--html", "").AssertBadUsage("--html", "\"\"");
        Assert.Equal([folder["t.trace.jsonl"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void What_is_no_trace_is_refused_with_its_place_and_nothing_is_drawn()
    {
        var lines = TraceFile.LinesOf(trace);
        File.WriteAllLines(folder["t.trace.jsonl"], lines[..^1]);
        var place = $"{folder["t.trace.jsonl"]}:{lines.Length}: ";
        Show("--html", folder["p.html"], "--mermaid", folder["d.mmd"]).AssertBadUsage(place);
        Show("--mermaid", "-").AssertBadUsage($":{lines.Length}: ");
        Invocation.Of("show", folder["nothing"], "--html", folder["p.html"]).AssertBadUsage($"{folder["nothing"]}:1: ");
        Assert.Equal([folder["t.trace.jsonl"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_trace_without_events_and_one_of_the_rules_alone_are_shown_too()
    {
        var header = TraceBuilder.Header with { Driver = Driver.Rules };
        TraceWriter.Write(new Trace(header, "", []), folder["t.trace.jsonl"]);
        Assert.Equal(["No property fell."], Show().OutputLines);
        Assert.Equal(0, Show("--html", folder["p.html"], "--mermaid", folder["d.mmd"], "--shiviz", folder["l.log"]).ExitCode);
        Assert.Contains("the rules alone", File.ReadAllText(folder["p.html"]), StringComparison.Ordinal);
    }

    private void WriteFigure2()
    {
        var header = TraceBuilder.Header with { Options = new Options() };
        TraceWriter.Write(new Trace(header, "", []), folder["t.trace.jsonl"]);
    }

    private Invocation Show(params string[] more) => Invocation.Of(["show", folder["t.trace.jsonl"], .. more]);
}
