namespace Raft.Coyote.Elections;

/// <summary>What the cluster of a trial is like.</summary>
/// <param name="Servers">How many servers there are, the leader that crashes included.</param>
/// <param name="ElectionTimeout">What election timeouts are drawn from.</param>
/// <param name="MessageDelay">What each message takes from one server to another.</param>
/// <param name="DiskWrite">What each write to stable storage takes.</param>
/// <param name="OwnVote">When a candidate writes its own vote.</param>
public sealed record TrialSetup(int Servers, Spread ElectionTimeout, Spread MessageDelay, Spread DiskWrite, OwnVote OwnVote)
{
    /// <summary>The figure's scale ends at 100 seconds; a trial that has no leader by then is given up.</summary>
    public const long GiveUpAfter = 100_000L * Spread.Millisecond;

    /// <summary>"Its heartbeat interval, which was half of the minimum election timeout for all tests" (section 9.3).</summary>
    public int HeartbeatInterval => ElectionTimeout.Least / 2;
}

/// <summary>When a candidate writes its own vote to disk.</summary>
public enum OwnVote
{
    /// <summary>
    /// While its requests are on their way: "this time can be overlapped with the RequestVote messages (with this optimization,
    /// the candidate may not count its own vote towards leadership until the vote is durably recorded)" (dissertation, 9.3).
    /// </summary>
    Beside,

    /// <summary>Before it sends its requests, as the rules have it: all effects wait for the disk.</summary>
    First,
}
