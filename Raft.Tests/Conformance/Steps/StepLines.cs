using System.Text;
using System.Text.Json.Nodes;
using Raft.Core.Protocol;
using Raft.Coyote.Conformance.Steps;
using Raft.Tests.Traces;

namespace Raft.Tests.Conformance.Steps;

/// <summary>Lines that <c>raft step</c> is asked, and its answers without their line feeds.</summary>
internal static class StepLines
{
    private static readonly string Document = File.ReadAllText(Path.Combine(TraceSchema.Root(), "specs", "STEP.md"));

    /// <summary>A candidate asks a follower for its vote: the first line that the page shows.</summary>
    public static string AGoodOne => Block("jsonl").Split('\n')[0];

    public static Rules Real(Options options) => new(options);

    public static bool IsError(string answer) => answer.StartsWith("{\"step\":1,\"error\":", StringComparison.Ordinal);

    public static JsonObject ErrorOf(string line) => JsonNode.Parse(Assert.Single(Answers($"{line}\n")))!["error"]!.AsObject();

    public static string[] Answers(string lines, Func<Options, Rules>? rules = null) =>
        Answers(Encoding.UTF8.GetBytes(lines), rules);

    public static string[] Answers(byte[] lines, Func<Options, Rules>? rules = null)
    {
        var answers = new List<string>();
        new StepService(rules ?? Real).Serve(new MemoryStream(lines), answers.Add);
        Assert.All(answers, answer => Assert.EndsWith("}\n", answer, StringComparison.Ordinal));
        return [.. answers.Select(answer => answer[..^1])];
    }

    /// <summary>The first block of that kind on the page.</summary>
    public static string Block(string language) =>
        Document.Split("```")
            .First(text => text.StartsWith($"{language}\n", StringComparison.Ordinal))[(language.Length + 1)..].Trim();
}
