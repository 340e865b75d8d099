namespace Raft.Coyote.Commands;

/// <summary>How the user starts us, so that a command that we print can be pasted as it is.</summary>
internal static class Ourselves
{
    /// <summary>The tool's name when it is installed; in a checkout of the repository, how the README runs it there.</summary>
    public static string Command { get; } = IsInCheckout() ? "dotnet run --project Raft.Coyote -c Release --" : "raft";

    private static bool IsInCheckout()
    {
        var here = Directory.GetCurrentDirectory();
        var isRoot = File.Exists(Path.Combine(here, "Raft.sln"));
        return isRoot && AppContext.BaseDirectory.StartsWith(Path.Combine(here, "Raft.Coyote"), StringComparison.Ordinal);
    }
}
