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
using static Raft.Tests.Conformance.Steps.StepLines;
using JsonValue = Raft.Coyote.Traces.Json.JsonValue;

namespace Raft.Tests.Conformance.Steps;

/// <summary>What <c>raft step</c> answers to lines, good and bad.</summary>
public class StepServiceTests
{
    private const string Seed = "(20140519,7001)";

    [Fact]
    public void The_page_shows_what_is_true() =>
        Assert.Equal(Block("answers").Split('\n'), Answers($"{Block("jsonl")}\n"));

    /// <summary>
    /// Whatever happens to a server in any scenario can be written, read, is possible, and is answered by the rules.
    /// </summary>
    [Property(MaxTest = 100, Replay = Seed)]
    public void What_happens_to_servers_is_answered_with_their_steps(uint seed) => AssertAnswered(seed);

    [Fact]
    public void So_it_is_in_each_scenario()
    {
        for (var scenario = 0; scenario < AllScenarios.InOrder.Count; scenario++)
        {
            AssertAnswered((ulong)scenario);
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
    public void It_can_answer_as_a_mutant_would()
    {
        var line = $"{AGoodOne.Replace("null", "\"s3\"", StringComparison.Ordinal)
            .Replace("\"term\":2", "\"term\":1", StringComparison.Ordinal)}\n";
        Assert.Contains("\"voteGranted\":false", Answers(line)[0], StringComparison.Ordinal);
        Assert.Contains("\"voteGranted\":true", Answers(line, Catalogue.Find("ignores-voted-for")!.Rules)[0],
            StringComparison.Ordinal);
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
        var good = AGoodOne;
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

    private static void AssertAnswered(ulong seed)
    {
        foreach (var situation in Situations.OfWalk(seed))
        {
            var answer = Assert.Single(Answers($"{Situations.Line(situation)}\n"));
            Assert.Equal(StepAnswer.Of(situation.Under(Real)).TrimEnd('\n'), answer);
        }
    }

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
}
