namespace Raft.Tests.Architecture;

/// <summary>A source file of the repository.</summary>
/// <param name="File">Its path from the root, with slashes.</param>
/// <param name="Text">What it says.</param>
public sealed record Source(string File, string Text)
{
    /// <summary>Its lines, without comments.</summary>
    public IEnumerable<string> CodeLines => Text.Split('\n').Select(line => line.Split("//")[0]);
}

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The directory that holds Raft.sln, above the test assembly.</summary>
    public static string Root { get; } = FindRoot(Path.GetDirectoryName(typeof(Repository).Assembly.Location)!);

    /// <summary>The sources under a folder of the repository, in the order of their paths.</summary>
    public static Source[] Sources(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(file => new Source(file, File.ReadAllText(Path.Combine(Root, file)))),
    ];

    private static string FindRoot(string directory) =>
        File.Exists(Path.Combine(directory, "Raft.sln"))
            ? directory
            : FindRoot(Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("no Raft.sln above the tests"));
}
