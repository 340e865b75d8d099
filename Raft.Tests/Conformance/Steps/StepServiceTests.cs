using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using Raft.Core.Protocol;
using Raft.Coyote.Conformance.Steps;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Json;
using Raft.Tests.Traces;
using JsonValue = Raft.Coyote.Traces.Json.JsonValue;

namespace Raft.Tests.Conformance.Steps;

/// <summary>What <c>raft step</c> answers to lines, good and bad.</summary>
public class StepServiceTests
{
    private const string Seed = "(20140519,7001)";

    private static readonly string Document = File.ReadAllText(Path.Combine(TraceSchema.Root(), "specs", "STEP.md"));

    [Fact]
    public void The_page_shows_what_is_true() =>
        Assert.Equal(Block("answers").Split('\n'), Answers($"{Block("jsonl")}\n"));

    /// <summary>
    /// Whatever happens to a server in any scenario can be written, read, is possible, and is answered by the rules.
    /// </summary>
    [Property(MaxTest = 120, Replay = Seed)]
    public void What_happens_to_servers_is_answered_with_their_steps(uint seed)
    {
        foreach (var situation in Situations.OfWalk(seed))
        {
            var answer = Assert.Single(Answers($"{Situations.Line(situation)}\n"));
            Assert.Equal(StepAnswer.Of(situation.Under(Real)).TrimEnd('\n'), answer);
        }
    }

    [Property(MaxTest = 120, Replay = Seed)]
    public void A_situation_and_a_step_are_read_as_they_were_written(uint seed)
    {
        foreach (var situation in Situations.OfWalk(seed, moves: 60))
        {
            var (line, step) = (Situations.Line(situation), situation.Under(Real));
            Assert.Equal(situation, Read(line, TraceJson.ReadSituation));
            var answer = StepAnswer.Of(step).Replace("\"step\":1,", "", StringComparison.Ordinal);
            Assert.Equal(step, Read(answer, value => TraceJson.ReadStep(value, situation)));
        }
    }

    [Fact]
    public void The_walks_come_to_every_scenario() => Assert.True(AllScenarios.InOrder.Count < 120);

    [Fact]
    public void It_can_answer_as_a_mutant_would()
    {
        var line = $"{Block("jsonl").Split('\n')[0].Replace("null", "\"s3\"", StringComparison.Ordinal)
            .Replace("\"term\":2", "\"term\":1", StringComparison.Ordinal)}\n";
        Assert.Contains("\"voteGranted\":false", Answers(line)[0], StringComparison.Ordinal);
        Assert.Contains("\"voteGranted\":true", Answers(line, Catalogue.Find("ignores-voted-for")!.Rules)[0],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"server\":\"s1\"", "\"server\":\"s4\"", "server", "expected a server of the cluster, s1 to s3, came \"s4\"")]
    [InlineData("\"server\":\"s1\",", "", "", "expected the field \"server\", it is missing")]
    [InlineData("\"server\":\"s1\"", "\"server\":\"s1\",\"server\":\"s1\"", "",
        "expected each field once, \"server\" came again")]
    [InlineData("\"server\":\"s1\"", "\"server\":\"s1\",\"id\":7", "", "expected no other fields than options, servers")]
    [InlineData("\"server\":\"s1\"", "\"server\":\"s2\"", "input.message.to",
        "expected \"s2\", the server that receives it, came \"s1\"")]
    [InlineData("\"servers\":3", "\"servers\":8", "servers", "expected a whole number from 1 to 7, came 8")]
    [InlineData("\"servers\":3", "\"servers\":3,\"initialServers\":[]", "initialServers", "expected at least one server")]
    [InlineData("\"backTracking\":\"oneStep\",", "", "options", "expected the field \"backTracking\"")]
    [InlineData("\"maxEntriesPerAppend\":10", "\"maxEntriesPerAppend\":0", "options.maxEntriesPerAppend",
        "expected a whole number from 1")]
    [InlineData("\"maxEntriesPerAppend\":10", "\"maxEntriesPerAppend\":10,\"preVote\":1", "options.preVote",
        "expected true or false, came 1")]
    [InlineData("\"currentTerm\":1", "\"currentTerm\":9223372036854775808", "state.currentTerm",
        "expected a whole number from 0")]
    [InlineData("\"currentTerm\":1", "\"currentTerm\":9223372036854775807", "state.currentTerm",
        "so that another term can follow")]
    [InlineData("\"term\":2,\"last", "\"term\":9223372036854775807,\"last", "input.message.term",
        "so that another term can follow")]
    [InlineData("\"log\":[]", "\"log\":[{\"term\":2,\"command\":{\"type\":\"noOp\"}}]", "state.log[0].term",
        "expected at most 1, currentTerm, came 2")]
    [InlineData("\"log\":[]", "\"log\":[],\"logPrevIndex\":3", "state.logPrevIndex",
        "expected at most 0, what the snapshot covers, came 3")]
    [InlineData("\"commitIndex\":0", "\"commitIndex\":1", "state.commitIndex",
        "expected at most 0, the last index of the log, came 1")]
    [InlineData("\"lastApplied\":0", "\"lastApplied\":1", "state.lastApplied", "expected at most 0, the commitIndex, came 1")]
    [InlineData("\"type\":\"follower\"", "\"type\":\"boss\"", "state.role.type",
        "expected one of follower, candidate, leader, came \"boss\"")]
    [InlineData("{\"type\":\"receive\"", "{\"type\":\"explode\"", "input.type", "expected one of receive, electionTimeout")]
    public void A_bad_line_is_told_by_its_field(string good, string bad, string field, string problem)
    {
        var line = Block("jsonl").Split('\n')[0];
        Assert.Contains(good, line, StringComparison.Ordinal);
        var error = ErrorOf(line.Replace(good, bad, StringComparison.Ordinal));
        Assert.Equal((1, field), ((int)error["line"]!, (string?)error["field"]));
        Assert.Contains(problem, (string?)error["problem"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"s2\":2", "\"s2\":0", "state.role.nextIndex.s2", "expected at least 1")]
    [InlineData("\"s2\":2", "\"s2\":4", "state.role.nextIndex.s2", "expected at most 3")]
    [InlineData("\"s3\":1", "\"s3\":3", "state.role.matchIndex.s3", "expected at most 2")]
    [InlineData("\"lastApplied\":0",
        "\"lastApplied\":0,\"reads\":[{\"id\":\"c1#1\",\"key\":\"x\",\"for\":\"s1\",\"term\":1,\"round\":2,\"readIndex\":null}]",
        "state.reads[0].round", "expected at most 1")]
    [InlineData("\"type\":\"leader\"", "\"type\":\"leader\",\"durable\":3", "state.role.durable", "expected at most 2")]
    public void What_no_leader_can_be_is_told(string good, string bad, string field, string problem)
    {
        var line = Block("jsonl").Split('\n')[0]
            .Replace("\"log\":[]",
            "\"log\":[{\"term\":1,\"command\":{\"type\":\"noOp\"}},{\"term\":1,\"command\":{\"type\":\"noOp\"}}]",
            StringComparison.Ordinal)
            .Replace(
                "{\"type\":\"follower\",\"leaderId\":null}",
                "{\"type\":\"leader\",\"nextIndex\":{\"s1\":3,\"s2\":2,\"s3\":3},\"matchIndex\":{\"s1\":0,\"s2\":0,\"s3\":1}}",
                StringComparison.Ordinal);
        Assert.Contains("\"effects\"", Assert.Single(Answers($"{line}\n")), StringComparison.Ordinal);
        Assert.Contains(good, line, StringComparison.Ordinal);
        var error = ErrorOf(line.Replace(good, bad, StringComparison.Ordinal));
        Assert.Equal(field, (string?)error["field"]);
        Assert.Contains(problem, (string?)error["problem"], StringComparison.Ordinal);
    }

    /// <summary>With leases no follower asks for a read index, and the rules do not look for a key that is not there.</summary>
    [Fact]
    public void What_nobody_thought_of_is_no_crash()
    {
        var lease = new Situation(
            new Options { Reads = ReadRule.Lease }, 3, LeaderWithLease(),
            new Receive(new ReadIndexRequest(new ServerId(2), new ServerId(1), 1, new RequestId(new ClientId(1), 1))));
        Assert.Contains("the rules have no answer (", (string?)ErrorOf(Situations.Line(lease))["problem"],
            StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_bad_line_it_goes_on()
    {
        var good = Block("jsonl").Split('\n')[0];
        var tooLong = new string(' ', TraceFormat.LongestLine + 1);
        var deep = $"{new string('[', 20)}{new string(']', 20)}";
        var answers = Answers(Encoding.UTF8.GetBytes($"{good}\nx\n\n{tooLong}\n{deep}\n{good}\n[1]\n{good}"));
        Assert.Equal(8, answers.Length);
        Assert.Equal([2, 3, 4, 5, 7, 8], answers.Where(IsError)
            .Select(answer => (int)JsonNode.Parse(answer)!["error"]!["line"]!));
        Assert.Contains("expected a line of at most 16777216 bytes", answers[3], StringComparison.Ordinal);
        Assert.Contains("was it cut off?", answers[7], StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_line_that_never_ends_is_refused_once() =>
        Assert.True(IsError(Assert.Single(Answers(new byte[TraceFormat.LongestLine + 3_000_000]))));

    [Fact]
    public void Nothing_is_answered_with_nothing() => Assert.Empty(Answers(""));

    /// <summary>Lines of walks with a piece broken: each gets one answer, a step or an error, and nothing else happens.</summary>
    [Property(MaxTest = 3_000, Replay = Seed)]
    public void A_broken_line_gets_one_answer(uint seed, byte walk)
    {
        var lines = Walks.Value[walk % Walks.Value.Count];
        var line = BrokenJson.Of(new System.Random((int)(seed & 0x7fffffff)), lines[(int)(seed % (uint)lines.Length)]);
        var answer = JsonNode.Parse(Assert.Single(Answers($"{line}\n")))!.AsObject();
        Assert.Equal(1, (int)answer["step"]!);
        Assert.Equal(answer.ContainsKey("error") ? 2 : 3, answer.Count);
    }

    [Property(MaxTest = 1_000, Replay = Seed)]
    public void Rubbish_gets_an_error_for_each_line(byte[] rubbish)
    {
        var answers = Answers(rubbish);
        Assert.Equal(rubbish.Count(each => each == '\n') + (rubbish.Length > 0 && rubbish[^1] != '\n' ? 1 : 0), answers.Length);
        Assert.All(answers, answer => Assert.True(IsError(answer)));
    }

    private static readonly Lazy<IReadOnlyList<string[]>> Walks = new(() =>
        [.. Enumerable.Range(0, AllScenarios.InOrder.Count)
        .Select(seed => Situations.OfWalk((ulong)seed, 60).Select(Situations.Line).ToArray())]);

    private static Rules Real(Options options) => new(options);

    private static ServerState LeaderWithLease()
    {
        var three = ServerSet.FirstServers(3);
        var log = Log.Empty.Append(new Entry(1, new NoOp()));
        var role = new Leader(IndexPerServer.All(three, 2), IndexPerServer.All(three, 1)) { Round = 1, ConfirmedRound = 1 };
        var started = ServerState.AtStart(new ServerId(1), three, new PersistentState(1, new ServerId(1), log));
        return started with { CommitIndex = 1, LastApplied = 1, Role = role };
    }

    private static T Read<T>(string line, Func<JsonValue, T> read)
    {
        using var lines = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes($"{line.TrimEnd('\n')}\n")), "t");
        Assert.True(lines.Next());
        using var document = JsonLine.Parse(lines);
        return read(new JsonValue(document.RootElement, lines));
    }

    private static bool IsError(string answer) => answer.StartsWith("{\"step\":1,\"error\":", StringComparison.Ordinal);

    private static JsonObject ErrorOf(string line) => JsonNode.Parse(Assert.Single(Answers($"{line}\n")))!["error"]!.AsObject();

    private static string[] Answers(string lines, Func<Options, Rules>? rules = null) =>
        Answers(Encoding.UTF8.GetBytes(lines), rules);

    private static string[] Answers(byte[] lines, Func<Options, Rules>? rules = null)
    {
        var answers = new List<string>();
        new StepService(rules ?? Real).Serve(new MemoryStream(lines), answers.Add);
        Assert.All(answers, answer => Assert.EndsWith("}\n", answer, StringComparison.Ordinal));
        return [.. answers.Select(answer => answer[..^1])];
    }

    private static string Block(string language) =>
        Document.Split("```")
        .Single(text => text.StartsWith($"{language}\n", StringComparison.Ordinal))[(language.Length + 1)..].Trim();
}
