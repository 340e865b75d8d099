namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>What one worker knows of the book of steps, to find it without waiting for others.</summary>
public sealed class KnownSteps(StepBook book)
{
    private readonly PairTable messages = new();
    private readonly int stimuli = book.Stimuli.Count;
    private int[] known = new int[64 * book.Stimuli.Count];

    /// <summary>The transition of a server that receives a message.</summary>
    public int Message(int local, int message)
    {
        var transition = messages.Find(local, message);
        return transition != PairTable.Unknown ? transition : messages.Add(local, message, book.AskMessage(local, message));
    }

    /// <summary>The transition of a server to which something else happens.</summary>
    public int Stimulus(int local, int stimulus)
    {
        var place = (local * stimuli) + stimulus;
        var next = place < known.Length ? known[place] : 0;
        return next > 0 ? next - 1 : Ask(local, stimulus, place);
    }

    private int Ask(int local, int stimulus, int place)
    {
        if (place >= known.Length)
        {
            Array.Resize(ref known, Math.Max(place + 1, 2 * known.Length));
        }

        var transition = book.AskStimulus(local, stimulus);
        known[place] = transition + 1;
        return transition;
    }
}
