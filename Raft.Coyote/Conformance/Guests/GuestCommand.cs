using System.CommandLine.Parsing;
using System.Diagnostics;

namespace Raft.Coyote.Conformance.Guests;

/// <summary>How a guest's process is started, and how long it may take for an answer.</summary>
/// <param name="Text">The command as the user wrote it, for no shell: a program and its arguments, with quotes where they have spaces.</param>
/// <param name="Patience">The longest that it may take for one answer.</param>
internal sealed record GuestCommand(string Text, TimeSpan Patience)
{
    /// <summary>How long it may take when nobody says.</summary>
    public const int UsualSeconds = 10;

    /// <summary>Starts a process.</summary>
    /// <exception cref="GuestException">It cannot be started.</exception>
    public Process Start()
    {
        string[] words = [.. CommandLineParser.SplitCommandLine(Text)];
        var start = new ProcessStartInfo(words.FirstOrDefault(""), words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new GuestException($"expected a program that can be started, came \"{Text}\": {exception.Message}");
        }
    }
}
