using Raft.Core.Protocol;
using Raft.Coyote.Conformance.Checking;
using Raft.Coyote.Environment;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Conformance.Recorded;

/// <summary>
/// Judges a trace of our own (specs/TRACE.md): each event that a server handled must be what the rules of the reference do,
/// from the
/// state before, to the last field; a message must have been sent by the event that is said to have sent it; a restart begins
/// with
/// what the disk kept. Of the past it holds the servers, their disks and a mark for each message. Which rules ran does not
/// matter: a
/// mutant's trace is judged by the reference.
/// </summary>
internal sealed class RecordedTrace : LineJudge
{
    private readonly TraceReader trace;
    private readonly RecordedSteps steps;
    private readonly RecordedViews views = new();
    private readonly PropertyJudge properties = new(server => new ServerId(server).ToString(), showsPersistence: true);
    private readonly SortedDictionary<string, long> judged = new(StringComparer.Ordinal);
    private long events;

    private RecordedTrace(TraceReader trace)
    {
        this.trace = trace;
        steps = new RecordedSteps(trace.Header);
        trace.Expect(steps);
    }

    /// <summary>Judges a trace.</summary>
    public static Verdict Judge(Stream stream, string file)
    {
        using var trace = TraceReader.Begin(stream, file, longest: long.MaxValue);
        var judge = new RecordedTrace(trace);
        while (trace.Next() is { } happening)
        {
            judge.Judge(happening);
        }

        return judge.Verdict(file, Formats.Raft);
    }

    /// <inheritdoc/>
    protected override Facts Conclude()
    {
        var header = trace.Header;
        return new Facts(
            events, [.. ServerSet.FirstServers(header.Servers).Members.Select(server => server.ToString())], views.GreatestTerm,
            views.Leaders, views.GreatestCommit, [$"as the header says: {header.Options}"], judged, [.. NotJudged()]);
    }

    private IEnumerable<string> NotJudged()
    {
        yield return "clients, the network's faults and clocks: what they do is free";
        if (!JudgesSteps)
        {
            yield return "no step past the one that was refused";
        }
    }

    private void Judge(Happening happening)
    {
        events++;
        if (JudgesSteps)
        {
            var kind = happening is Handled handled ? Kind(handled.Input) : happening.GetType().Name;
            judged[kind] = judged.GetValueOrDefault(kind) + 1;
            Take(Level.Steps, trace.LineNumber, trace.Line, steps.Judge(happening));
        }

        foreach (var seen in views.Of(happening))
        {
            Take(Level.Properties, trace.LineNumber, trace.Line, JudgesProperties ? properties.Judge(seen) : null);
        }
    }

    private static string Kind(Input input) => input is Receive receive ? receive.Message.GetType().Name : input.GetType().Name;
}
