using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces.Show;

/// <summary>What became of a message, a request or an answer.</summary>
public enum Fate
{
    /// <summary>It arrived.</summary>
    Arrived,

    /// <summary>It had arrived before: the network doubled it.</summary>
    ArrivedAgain,

    /// <summary>It was lost.</summary>
    Lost,

    /// <summary>When the run ended it had neither arrived nor been lost.</summary>
    OnItsWay,
}

/// <summary>The way of a message, a request or an answer from one place to another.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="To">Whom to.</param>
/// <param name="SentAt">The number of the happening that sent it; null when the trace does not tell.</param>
/// <param name="EndsAt">The number of the happening at which it arrived or was lost; null while it is on its way.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Term">The term that it carries; null for requests and answers.</param>
/// <param name="Text">What it is.</param>
public sealed record Arrow(string From, string To, int? SentAt, int? EndsAt, Fate Fate, long? Term, string Text);

/// <summary>All that servers and clients sent to each other in a run.</summary>
internal sealed class Arrows
{
    private readonly Trace trace;
    private readonly IReadOnlyList<int?> causes;
    private readonly Dictionary<(int SentAt, Message Message), int> sent = [];
    private readonly Dictionary<(int SentAt, Message Message), int> arrived = [];
    private readonly Dictionary<RequestId, Called> calls = [];
    private readonly List<Arrow> arrows = [];

    private Arrows(Trace trace)
    {
        this.trace = trace;
        causes = Causes.Of(trace);
    }

    /// <summary>The arrows by where they end; then, by where they begin, those that are still on their way.</summary>
    public static IReadOnlyList<Arrow> Of(Trace trace)
    {
        var all = new Arrows(trace);
        for (var number = 1; number <= trace.Happenings.Count; number++)
        {
            all.Observe(number, trace.Happenings[number - 1]);
        }

        all.AddThoseOnTheirWay();
        return all.arrows;
    }

    private void Observe(int number, Happening happening)
    {
        switch (happening)
        {
            case Handled handled:
                ObserveStep(number, handled);
                break;
            case Lost lost:
                Arrive(lost.Message, lost.SentAt);
                arrows.Add(Of(lost.Message, lost.SentAt, number, Fate.Lost));
                break;
            case Doubled doubled:
                Count(sent, (doubled.SentAt, doubled.Message));
                break;
            case Called called:
                calls[called.Request] = called;
                break;
            case RequestLost lost:
                arrows.Add(OfRequest(lost.Request, lost.Server, number, Fate.Lost));
                break;
            case Returned returned when causes[number - 1] is { } cause:
                arrows.Add(OfAnswer(returned, cause, number));
                break;
        }
    }

    private void ObserveStep(int number, Handled handled)
    {
        if (handled.Input is Receive { Message: var message })
        {
            var isFirst = Arrive(message, handled.SentAt ?? 0) == 1;
            arrows.Add(Of(message, handled.SentAt, number, isFirst ? Fate.Arrived : Fate.ArrivedAgain));
        }
        else if (handled.Input is ClientRequest request)
        {
            var arrow = OfRequest(request.Id, handled.Server, number, Fate.Arrived);
            arrows.Add(arrow with { Text = Describe(request.Id, request.Command) });
        }

        foreach (var send in handled.Done.Items.OfType<Send>())
        {
            Count(sent, (number, send.Message));
        }
    }

    private void AddThoseOnTheirWay()
    {
        foreach (var ((sentAt, message), copies) in sent)
        {
            var left = copies - arrived.GetValueOrDefault((sentAt, message));
            arrows.AddRange(Enumerable.Repeat(Of(message, sentAt, null, Fate.OnItsWay), Math.Max(0, left)));
        }
    }

    private int Arrive(Message message, int sentAt) => Count(arrived, (sentAt, message));

    private static int Count<T>(Dictionary<T, int> counts, T what)
        where T : notnull => counts[what] = counts.GetValueOrDefault(what) + 1;

    private static Arrow Of(Message message, int? sentAt, int? endsAt, Fate fate) => new(
        $"{message.From}", $"{message.To}", sentAt, endsAt, fate, message.Term, Narration.Describe(message));

    private Arrow OfRequest(RequestId request, ServerId server, int number, Fate fate)
    {
        var text = calls.TryGetValue(request, out var call) ? Describe(request, call.Command) : $"request {request}";
        return new Arrow($"{request.Client}", $"{server}", CauseOf(number), number, fate, null, text);
    }

    private Arrow OfAnswer(Returned returned, int cause, int number) => new(
        Places.Of(trace.Happenings[cause - 1]), $"{returned.Request.Client}", cause, number, Fate.Arrived, null,
        $"answer to {returned.Request} ({Narration.Describe(returned.Answer)})");

    private int? CauseOf(int number) => causes[number - 1];

    private static string Describe(RequestId request, Command command) => $"request {request} ({command})";
}
