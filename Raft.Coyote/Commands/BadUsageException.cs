namespace Raft.Coyote.Commands;

/// <summary>What the user gave makes no sense. Its message is the one line that says what, and what was expected.</summary>
internal sealed class BadUsageException(string message) : Exception(message)
{
    /// <summary>A name that nothing has.</summary>
    /// <param name="kind">What it should have been the name of.</param>
    /// <param name="name">The name.</param>
    /// <param name="known">The names that there are.</param>
    public static BadUsageException Unknown(string kind, string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        return new($"unknown {kind} \"{name}\"; there {(names.Count == 1 ? "is only" : "are")} {string.Join(", ", names)}");
    }
}
