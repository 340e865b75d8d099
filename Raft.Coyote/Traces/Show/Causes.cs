using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces.Show;

/// <summary>
/// Which happening each one comes from: the one that sent the message, the request or the answer. A trace says so itself, but for
/// answers to clients: of several equal ones the first that was sent, and was not taken yet, counts as the one that came.
/// </summary>
internal static class Causes
{
    /// <summary>For each happening the number of the one that it comes from; null where it comes from none.</summary>
    public static IReadOnlyList<int?> Of(Trace trace)
    {
        var calls = new Dictionary<RequestId, int>();
        var answers = new List<(Reply Reply, int Number)>();
        var causes = new List<int?>();
        foreach (var happening in trace.Happenings)
        {
            var number = causes.Count + 1;
            causes.Add(CauseOf(happening, calls, answers));
            if (happening is Called called)
            {
                calls[called.Request] = number;
            }
            else if (happening is Handled handled)
            {
                answers.AddRange(handled.Done.Items.OfType<Reply>().Select(reply => (reply, number)));
            }
        }

        return causes;
    }

    private static int? CauseOf(
        Happening happening, Dictionary<RequestId, int> calls, List<(Reply Reply, int Number)> answers) => happening switch
        {
            Handled handled => handled.SentAt,
            Lost lost => lost.SentAt,
            Doubled doubled => doubled.SentAt,
            RequestLost lost => calls.TryGetValue(lost.Request, out var call) ? call : null,
            Returned returned => Take(new Reply(returned.Request, returned.Answer), answers),
            _ => null,
        };

    private static int? Take(Reply reply, List<(Reply Reply, int Number)> answers)
    {
        var position = answers.FindIndex(answer => answer.Reply == reply);
        if (position < 0)
        {
            return null;
        }

        var number = answers[position].Number;
        answers.RemoveAt(position);
        return number;
    }
}
