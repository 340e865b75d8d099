namespace Raft.Coyote.Conformance.Checking;

/// <summary>Which command was applied at each place. What was applied long ago is forgotten.</summary>
internal sealed class AppliedCommands
{
    private const int MostPlaces = 1 << 18;

    private readonly Dictionary<long, ulong> commands = [];
    private readonly Queue<long> oldest = new();

    /// <summary>A server applies a command at a place.</summary>
    /// <returns>False if another one was applied there.</returns>
    public bool Apply(long place, ulong command)
    {
        if (commands.TryGetValue(place, out var known))
        {
            return known == command;
        }

        commands.Add(place, command);
        oldest.Enqueue(place);
        if (oldest.Count > MostPlaces)
        {
            commands.Remove(oldest.Dequeue());
        }

        return true;
    }
}
