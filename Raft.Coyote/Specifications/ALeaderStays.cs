using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// What pre-vote and check-quorum are for (sections 4.2.3, 6.2 and 9.6 of the dissertation): a server that hears nobody, though
/// all hear it, does not unseat a leader again and again. Once faults are over but for that one cut, there comes to be a leader
/// that leads on while the election timeout of the deaf server elapses three times.
/// </summary>
public sealed class ALeaderStays : LivenessProperty
{
    private const int Enough = 3;

    private (ServerId Server, long Term)? leader;
    private int outlived;

    /// <inheritdoc/>
    public override string Name => "A Leader Stays";

    /// <inheritdoc/>
    protected override void Take(Happening happening, History history)
    {
        if (history.Deaf is not { } deaf)
        {
            return;
        }

        var now = LeaderNow(history, deaf);
        var isTimeout = happening is Handled { Input: ElectionTimeout } handled && handled.Server == deaf;
        outlived = now is null || now != leader ? 0 : outlived + (isTimeout ? 1 : 0);
        leader = now;
    }

    /// <inheritdoc/>
    protected override bool Holds(History history) => history.Deaf is null || outlived >= Enough;

    /// <inheritdoc/>
    protected override string WhatIsMissing(History history) =>
        $"no leader led on while {history.Deaf}, which hears nobody, timed out {Enough} times";

    private static (ServerId Server, long Term)? LeaderNow(History history, ServerId deaf)
    {
        (ServerId Server, long Term)? latest = null;
        foreach (var server in history.Up.Without(deaf))
        {
            var state = history.State(server);
            latest = state?.Role is Leader && state.CurrentTerm > (latest?.Term ?? 0) ? (server, state.CurrentTerm) : latest;
        }

        return latest;
    }
}
