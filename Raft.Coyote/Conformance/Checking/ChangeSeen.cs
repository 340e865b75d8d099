namespace Raft.Coyote.Conformance.Checking;

/// <summary>A change of the configuration that a leader began.</summary>
/// <param name="Joining">Who is to vote.</param>
/// <param name="Leaving">Who is to vote no more.</param>
internal sealed record ChangeSeen(ServersSeen Joining, ServersSeen Leaving)
{
    /// <summary>The voters that the change leads to from a configuration.</summary>
    public ServersSeen VotersAfter(ConfigurationSeen now) => now.Voters.Or(Joining).Except(Leaving);
}
