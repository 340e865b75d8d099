using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>Which of several: counts what one step sent to one server, and the answers to one request.</summary>
internal static class Sent
{
    /// <summary>What the rules asked to send to a server in a step, in order.</summary>
    public static IEnumerable<Message> By(Handled handled, ServerId to)
    {
        foreach (var effect in handled.Effects)
        {
            if (effect is Send { Message: var message } && message.To == to)
            {
                yield return message;
            }
        }
    }

    /// <summary>
    /// Where among the answers on their way to a client the nth to the request is for which it waits; -1 when it is not there.
    /// </summary>
    public static int AnswerTo(Client client, int nth)
    {
        for (var position = 0; position < client.Answers.Count; position++)
        {
            if (client.Answers[position].Request == client.Waiting && nth-- == 0)
            {
                return position;
            }
        }

        return -1;
    }
}
