using Raft.Core.Protocol;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Json;

namespace Raft.Coyote.Conformance.Steps;

/// <summary>
/// The reference as a process (specs/STEP.md): a line with a server and what happens to it comes in, a line with its step goes
/// out. It remembers nothing from one line to the next, and a line that makes no sense is answered like any other.
/// </summary>
internal sealed class StepService(Func<Options, Rules> rules)
{
    private bool isOver;

    /// <summary>How many lines were answered.</summary>
    public long Answered { get; private set; }

    /// <summary>How many of them were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>The first that was; 0 when none was.</summary>
    public int FirstRefused { get; private set; }

    /// <summary>Answers each line, until there is no more.</summary>
    /// <param name="input">The lines.</param>
    /// <param name="answer">Is given each answer, one line with its line feed, before the next line is read.</param>
    public void Serve(Stream input, Action<string> answer)
    {
        using var lines = new LineReader(input, "standard input", longest: long.MaxValue);
        while (TryAnswerNext(lines) is { } line)
        {
            Answered++;
            answer(line);
        }
    }

    /// <summary>
    /// The answer to the next line; null when there is none. Of one that is too long, what is left is not looked at.
    /// </summary>
    private string? TryAnswerNext(LineReader lines)
    {
        if (isOver)
        {
            return null;
        }

        try
        {
            return lines.Next() ? AnswerTo(lines) : null;
        }
        catch (TraceFormatException problem)
        {
            isOver = !lines.SkipLine();
            return Refuse(problem);
        }
    }

    private string AnswerTo(LineReader lines)
    {
        try
        {
            using var document = JsonLine.Parse(lines);
            var situation = TraceJson.ReadSituation(new JsonValue(document.RootElement, lines));
            return Possible.Check(situation) is { } wrong
                ? Refuse(lines.Problem(wrong.Field, wrong.Problem))
                : StepAnswer.Of(Under(situation, lines));
        }
        catch (TraceFormatException problem)
        {
            return Refuse(problem);
        }
    }

    /// <summary>What the rules rely on and nobody thought of comes to light here, and is told as what it is.</summary>
    private Step Under(Situation situation, LineReader lines)
    {
        try
        {
            return situation.Under(rules);
        }
        catch (Exception exception)
        {
            var what = $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}";
            throw lines.Problem($"expected a state and an input that can come together, the rules have no answer ({what})");
        }
    }

    private string Refuse(TraceFormatException problem)
    {
        Refused++;
        FirstRefused = FirstRefused == 0 ? problem.Line : FirstRefused;
        return StepAnswer.Of(problem);
    }
}
