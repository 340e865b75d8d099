using Raft.Coyote.Environment;
using Raft.Coyote.Exploration;

namespace Raft.Coyote.Elections;

/// <summary>What the cluster of a trial is like.</summary>
/// <param name="Servers">How many servers there are, the leader that crashes included.</param>
/// <param name="MessageDelay">What each message takes from one server to another.</param>
/// <param name="DiskWrite">What each write to stable storage takes.</param>
/// <param name="OwnVote">When a candidate writes its own vote.</param>
/// <param name="WritesOfVote">How often a server writes that votes in a term that it had not heard of.</param>
public sealed record TrialSetup(int Servers, Spread MessageDelay, Spread DiskWrite, OwnVote OwnVote, int WritesOfVote)
{
    /// <summary>The figure's scale ends at 100 seconds; a trial that has no leader by then is given up.</summary>
    public const long GiveUpAfter = 100_000L * Spread.Millisecond;

    /// <summary>
    /// "The average time it takes a server to send RPCs in parallel to every server in the cluster and receive their responses"
    /// (section 5.6), in milliseconds: from a candidate's timeout until it has written its own vote and has heard from all.
    /// </summary>
    public double BroadcastTime(long seed)
    {
        const int samples = 10_000;
        var dice = new WalkDice(Fingerprint.Mix((ulong)seed));
        return Enumerable.Range(0, samples).Average(_ => Broadcast(dice)) / Spread.Millisecond;
    }

    private long Broadcast(IDice dice)
    {
        var own = DiskWrite.Draw(dice);
        var slowest = Enumerable.Range(1, Servers - 1).Max(_ => RoundTrip(dice));
        return OwnVote == OwnVote.First ? own + slowest : Math.Max(own, slowest);
    }

    private long RoundTrip(IDice dice) => MessageDelay.Draw(dice) + Write(WritesOfVote, dice) + MessageDelay.Draw(dice);

    /// <summary>What so many writes one after the other take, in microseconds.</summary>
    internal long Write(int writes, IDice dice) => Enumerable.Range(0, writes).Sum(_ => DiskWrite.Draw(dice));
}

/// <summary>When a candidate writes its own vote to disk.</summary>
public enum OwnVote
{
    /// <summary>Before it sends its requests, as the rules have it (all effects wait for the disk), and LogCabin too.</summary>
    First,

    /// <summary>
    /// While its requests are on their way: "this time can be overlapped with the RequestVote messages (with this optimization,
    /// the candidate may not count its own vote towards leadership until the vote is durably recorded)" (dissertation, 9.3).
    /// </summary>
    Beside,
}
