using System.Diagnostics;

namespace Raft.Tests.Conformance;

/// <summary>Servers that are shell scripts: they know the first lines of specs/STEP.md, and then go wrong in a way of their own.</summary>
internal static class GuestScript
{
    private const string Hello = """read line; echo '{"protocol":1,"name":"a script","chapters":[]}'""";

    /// <summary>Answers that it follows, and does nothing.</summary>
    public const string Follows = """echo '{"effects":[],"commitIndex":0,"role":{"type":"follower","leaderId":null}}'""";

    /// <summary>A server that does nothing, and does it well.</summary>
    public const string Idle = $"while read line; do {Follows}; done";

    /// <summary>Writes a script that says what it is, and goes on in some way.</summary>
    /// <returns>The command that runs it.</returns>
    public static string Write(string path, string after) => WriteWhole(path, $"{Hello}\n{after}");

    /// <summary>Writes a whole script.</summary>
    /// <returns>The command that runs it.</returns>
    public static string WriteWhole(string path, string script)
    {
        File.WriteAllText(path, script + "\n");
        return $"sh \"{path}\"";
    }

    /// <summary>The command of the Python adapter; null where there is no Python.</summary>
    public static string? Python(string more = "")
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", "--version") { RedirectStandardOutput = true })!;
            python.WaitForExit();
            var adapter = Path.Combine(Architecture.Repository.Root, "specs", "adapters", "python", "serve.py");
            return python.ExitCode == 0 ? $"python3 \"{adapter}\" {more}".TrimEnd() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
