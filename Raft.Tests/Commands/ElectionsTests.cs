using System.Text.Json;
using System.Xml.Linq;
using Raft.Tests.Traces;

namespace Raft.Tests.Commands;

public sealed class ElectionsTests : IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly TraceFile.Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_options_it_makes_all_of_figure_16()
    {
        var told = Run("--trials", "2");
        Assert.Equal(0, told.ExitCode);
        string[] timeouts = ["150-150", "150-151", "150-155", "150-175", "150-200", "150-300", "12-24", "25-50", "50-100", "100-200"];
        Assert.Equal(timeouts, RowsOf(told).Select(row => row[0]));
        Assert.Equal(["287", "513", "35", "152"], told.OutputLines.Where(line => line.Contains(" at ")).Select(line => Words(line)[^4]));
        Assert.Equal(timeouts.Select(each => $"measured {each} ms: 2 trials"), told.Error.TrimEnd().Split(System.Environment.NewLine));
    }

    [Fact]
    public void The_user_may_bring_figures_of_another_cluster()
    {
        var told = Run("--servers", "3", "--timeouts", "200-400", "--timeouts", "10-20", "--delay", "0.5-1", "--disk", "2-2", "--trials", "5");
        Assert.StartsWith("3 servers in virtual time, seed 1", told.Output, StringComparison.Ordinal);
        Assert.Contains("A message takes 0.5-1 ms, a write to disk 2-2 ms", told.Output, StringComparison.Ordinal);
        Assert.Equal(["200-400", "10-20"], RowsOf(told).Select(row => row[0]));
        Assert.DoesNotContain("paper", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_is_elected_it_says_never() =>
        Assert.Equal(
            ["150-150", "ms", "3", "never", "never", "never", "never", "666.00", "100.0", "%", "3"],
            RowsOf(Run("--timeouts", "150-150", "--trials", "3")).Single());

    [Fact]
    public void The_same_seed_leaves_the_same_bytes()
    {
        var (once, again) = (Run("--trials", "9", "--svg", folder["a.svg"]), Run("--trials", "9", "--svg", folder["b.svg"]));
        Assert.Equal(once.Output.Replace("a.svg", "b.svg", StringComparison.Ordinal), again.Output);
        Assert.Equal(File.ReadAllBytes(folder["a.svg"]), File.ReadAllBytes(folder["b.svg"]));
        Assert.NotEqual(once.Output, Run("--trials", "9", "--svg", folder["a.svg"], "--seed", "2").Output);
    }

    [Fact]
    public void A_program_gets_one_document_and_nothing_else()
    {
        var told = Run("--timeouts", "150-155", "--timeouts", "150-150", "--trials", "20", "--json", "--svg", folder["a.svg"]);
        using var document = JsonDocument.Parse(told.Output);
        var root = document.RootElement;
        Assert.Equal((5, 7.5), (root.GetProperty("servers").GetInt32(), root.GetProperty("disk").GetProperty("most").GetDouble()));
        var (open, herd) = (root.GetProperty("curves")[0], root.GetProperty("curves")[1]);
        Assert.Equal(20, open.GetProperty("splitVotes").EnumerateArray().Sum(count => count.GetProperty("trials").GetInt32()));
        Assert.Equal(20, open.GetProperty("elections").EnumerateArray().Sum(count => count.GetProperty("trials").GetInt32()));
        Assert.Equal((20, JsonValueKind.Null), (herd.GetProperty("withoutLeader").GetInt32(), herd.GetProperty("mean").ValueKind));
        Assert.Equal(287, root.GetProperty("besidePaper")[0].GetProperty("paper").GetDouble());
        Assert.Equal(folder["a.svg"], root.GetProperty("drawing").GetString());
    }

    [Fact]
    public void The_drawing_shows_each_curve_and_the_split_votes()
    {
        var told = Run("--trials", "20", "--svg", folder["a.svg"]);
        Assert.EndsWith($"The drawing is in {folder["a.svg"]}{System.Environment.NewLine}", told.Output, StringComparison.Ordinal);
        var drawing = XDocument.Load(folder["a.svg"]);
        var texts = drawing.Descendants(Svg + "text").Select(text => text.Value).ToList();
        Assert.Contains("How much randomness is enough", texts);
        Assert.Contains("150-150 ms: never", texts);
        Assert.Equal(3, texts.Count(text => text == "150-300 ms"));
        Assert.Contains("Split votes in a trial", texts);
    }

    /// <summary>One chart's parts must not be cut where another's end.</summary>
    [Fact]
    public void The_parts_of_the_drawing_have_names_of_their_own()
    {
        Run("--trials", "3", "--svg", folder["a.svg"]);
        var elements = XDocument.Load(folder["a.svg"]).Descendants().ToList();
        var names = elements.Attributes("id").Select(name => name.Value).ToList();
        var used = elements.Attributes("clip-path").Select(use => use.Value).Distinct().ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.NotEmpty(used);
        Assert.Subset(names.Select(name => $"url(#{name})").ToHashSet(), used.ToHashSet());
    }

    [Fact]
    public void A_drawing_that_cannot_be_written_is_refused_before_anything_is_measured()
    {
        Run("--svg", folder.Path).AssertBadUsage("--svg", folder.Path);
        Run("--svg", Path.Combine(folder["none"], "a.svg")).AssertBadUsage("--svg", folder["none"]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_drawing_takes_the_place_of_an_older_one()
    {
        File.WriteAllText(folder["a.svg"], "older");
        Run("--trials", "1", "--svg", folder["a.svg"]);
        Assert.StartsWith("<svg", File.ReadAllText(folder["a.svg"]), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Interrupted_it_tells_nothing_and_draws_nothing()
    {
        var told = Invocation.Of(new CancellationToken(canceled: true), "elections", "--svg", folder["a.svg"]);
        Assert.Equal((1, ""), (told.ExitCode, told.Output));
        Assert.Contains("ended before all was measured", told.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static Invocation Run(params string[] options) => Invocation.Of(["elections", .. options]);

    private static IEnumerable<string[]> RowsOf(Invocation told) =>
        told.OutputLines.Select(Words).Where(words => words.Length > 5 && words[1] == "ms" && char.IsAsciiDigit(words[0][0]));

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
