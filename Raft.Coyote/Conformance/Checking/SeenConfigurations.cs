namespace Raft.Coyote.Conformance.Checking;

/// <summary>
/// The configurations that servers used, and the changes that leaders began. A server comes to another configuration by an
/// entry of
/// the log, so either another server used it before, or a change that was begun leads to it.
/// </summary>
internal sealed class SeenConfigurations
{
    private const int MostChanges = 1_024;

    private readonly HashSet<ServersSeen> used = [];
    private readonly Queue<ChangeSeen> begun = new();
    private bool hasForgotten;

    /// <summary>A leader began a change.</summary>
    public void Begin(ChangeSeen change)
    {
        begun.Enqueue(change);
        if (begun.Count > MostChanges)
        {
            begun.Dequeue();
            hasForgotten = true;
        }
    }

    /// <summary>A server uses these voters.</summary>
    public void Use(ServersSeen voters) => used.Add(voters);

    /// <summary>Whether these voters may follow those.</summary>
    public bool MayFollow(ConfigurationSeen now, ServersSeen voters) =>
        hasForgotten || now.IsJoint || voters == now.Voters || used.Contains(voters)
        || begun.Any(change => change.VotersAfter(now) == voters);
}
