using System.Text;
using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Conformance.Steps;
using Raft.Coyote.Conformance.Vectors;
using Raft.Tests.Traces;

namespace Raft.Tests.Conformance.Vectors;

/// <summary>
/// The vectors as they are checked in: they are what the rules do, and among them each rule is asked, and each yes-or-no rule
/// says
/// both. To measure lines and branches, run this class alone under coverlet: README.md has the command.
/// </summary>
public class VectorsTests
{
    /// <summary>Rules whose answer no step shows, and why.</summary>
    private static readonly Dictionary<string, string> NotInAStep = new()
    {
        ["StopsAtRefusedWrite"] = "whoever carries effects out asks it, where a write fails",
    };

    /// <summary>Rules that always say the same; they are there for mutants.</summary>
    private static readonly string[] AlwaysTrue = ["KeepsLeaseAfterRestart", "TellsWhyNot"];

    private static readonly string Folder = Path.Combine(TraceSchema.Root(), "specs", "vectors");

    private static readonly Lazy<Dictionary<string, string>> Given =
        new(() => VectorFiles.All.ToDictionary(file => file.Path, file => file.Text));

    private static readonly string[] Names =
    [
        .. Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Where(file => file != "vectors.schema.json").Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Files => [.. Names];

    [Fact]
    public void The_files_are_those_that_the_rules_give() =>
        Assert.Equal(Given.Value.Keys.Order(StringComparer.Ordinal), Names);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_as_the_rules_give_it(string file)
    {
        var given = Given.Value[file];
        Assert.True(
            given == File.ReadAllText(Path.Combine(Folder, file)),
            $"specs/vectors/{file} is not what the rules give: run `raft vectors --out specs/vectors` and look at the diff");
    }

    /// <summary>As somebody else would do it: from the file, with nothing else than a process that answers steps.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_given_leads_to_what_then_is_there(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
        var root = document.RootElement;
        Assert.Equal(VectorFiles.Format, root.GetProperty("format").GetInt32());
        foreach (var (given, then) in root.TryGetProperty("vectors", out var vectors) ? StepsOf(vectors) : ScenesOf(root))
        {
            var answer = Answer(given);
            Assert.Equal(Compact(then), $"{{{answer["{\"step\":1,".Length..]}");
        }
    }

    [Fact]
    public void Every_rule_is_asked_by_a_vector()
    {
        var asked = AskedByAny();
        var missing = Recorder.Rules.Where(rule => !NotInAStep.ContainsKey(Recorder.NameOf(rule)))
            .SelectMany(rule => rule.ReturnType == typeof(bool) ? Answers(Recorder.NameOf(rule)) : [Recorder.NameOf(rule)])
            .Where(expected => !asked.Contains(expected));
        Assert.Equal([], missing);
        Assert.DoesNotContain(NotInAStep.Keys, name => asked.Any(each => each.Split(':')[0] == name));
        Assert.DoesNotContain(AlwaysTrue, name => asked.Contains($"{name}: false"));
    }

    [Fact]
    public void A_vector_asks_the_rules_that_it_is_about() =>
        Assert.Equal([], AllVectors.Named.SelectMany(each => each.Vector.Rules.Except(Asked(each.Vector)), (each, rule) =>
            $"{each.Name}: {rule}"));

    [Fact]
    public void Rules_that_take_notes_are_the_rules() => Assert.All(
        AllVectors.Named, each => Assert.Equal(each.Vector.Given.Under(Real), Recorder.Run(each.Vector.Given.Under).Step));

    [Fact]
    public void Each_name_is_there_once() =>
        Assert.Equal(AllVectors.Named.Count(), AllVectors.Named.Select(each => each.Name).Distinct().Count());

    [Fact]
    public void No_two_vectors_are_the_same() =>
        Assert.Equal([], AllVectors.Named.GroupBy(each => each.Vector.Given).Where(same => same.Count() > 1)
            .Select(same => string.Join(", ", same.Select(each => each.Name))));

    [Fact]
    public void Every_vector_begins_where_a_server_can_be() =>
        Assert.All(AllVectors.Named, each => Assert.Equal((each.Name, null), (each.Name, Possible.Check(each.Vector.Given))));

    [Fact]
    public void All_together_are_small() =>
        Assert.InRange(Given.Value.Values.Sum(Encoding.UTF8.GetByteCount), 1, 1_500_000);

    [Fact]
    public void The_pages_tell_how_many_there_are()
    {
        var (page, readme) = (File.ReadAllText(Path.Combine(Folder, "README.md")),
            File.ReadAllText(Path.Combine(TraceSchema.Root(), "README.md")));
        Assert.All(AllVectors.Chapters, chapter =>
            Assert.Contains($"[{chapter.Name}]({chapter.Name}.json)", page, StringComparison.Ordinal));
        Assert.Contains(
            $"{AllVectors.Named.Count()} steps of Raft in {AllVectors.Chapters.Count} chapters", readme,
            StringComparison.Ordinal);
        var steps = AllStories.InOrder.Sum(story => story.Scenes.Count);
        Assert.Contains($"{AllStories.InOrder.Count} scenarios of {steps} steps", readme, StringComparison.Ordinal);
    }

    private static Rules Real(Options options) => new(options);

    private static IReadOnlySet<string> Asked(Vector vector) => Recorder.Run(vector.Given.Under).Asked;

    private static HashSet<string> AskedByAny() => [.. AllVectors.Named.SelectMany(each => Asked(each.Vector))];

    private static string[] Answers(string rule) =>
        AlwaysTrue.Contains(rule) ? [$"{rule}: true"] : [$"{rule}: true", $"{rule}: false"];

    private static IEnumerable<(string Given, JsonElement Then)> StepsOf(JsonElement vectors) =>
        vectors.EnumerateArray().Select(vector => (Compact(vector.GetProperty("given")), vector.GetProperty("then")));

    /// <summary>A scenario as steps, each from the state that the step of the same server before led to.</summary>
    private static IEnumerable<(string Given, JsonElement Then)> ScenesOf(JsonElement root)
    {
        var states = root.GetProperty("start").EnumerateArray()
            .ToDictionary(start => start.GetProperty("server").GetString()!, start => start.GetProperty("state"));
        foreach (var step in root.GetProperty("steps").EnumerateArray())
        {
            var (server, then) = (step.GetProperty("server").GetString()!, step.GetProperty("then"));
            var state = states.TryGetValue(server, out var known) ? $"\"state\":{Compact(known)}," : "";
            var initial = root.TryGetProperty("initialServers", out var servers) ? $"\"initialServers\":{Compact(servers)}," : "";
            var options = Compact(root.GetProperty("options"));
            var cluster = $"\"options\":{options},\"servers\":{root.GetProperty("servers")},{initial}";
            yield return ($"{{{cluster}\"server\":\"{server}\",{state}\"input\":{Compact(step.GetProperty("input"))}}}", then);
            states[server] = then.GetProperty("state");
        }
    }

    private static string Answer(string line)
    {
        var answers = new List<string>();
        new StepService(Real).Serve(new MemoryStream(Encoding.UTF8.GetBytes($"{line}\n")), answers.Add);
        return Assert.Single(answers).TrimEnd('\n');
    }

    private static string Compact(JsonElement value) => JsonSerializer.Serialize(
        value, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
