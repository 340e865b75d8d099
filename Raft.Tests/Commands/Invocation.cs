using Raft.Coyote.Commands;

namespace Raft.Tests.Commands;

/// <summary>What came of a command: its exit code and what it wrote.</summary>
internal sealed record Invocation(int ExitCode, string Output, string Error)
{
    public string[] OutputLines => Output.TrimEnd().Split(System.Environment.NewLine);

    public static Invocation Of(params string[] args) => Of(CancellationToken.None, args);

    public static Invocation Of(CancellationToken interrupt, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = RaftCommand.Run(args, new Surroundings { Output = output, Error = error, Interrupt = interrupt });
        return new Invocation(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Refused: one line that names these things, and nothing else anywhere.</summary>
    public void AssertBadUsage(params string[] named)
    {
        Assert.Equal(2, ExitCode);
        Assert.Equal("", Output);
        Assert.EndsWith(System.Environment.NewLine, Error, StringComparison.Ordinal);
        Assert.Single(Error.TrimEnd().Split('\n'));
        Assert.All(named, name => Assert.Contains(name, Error, StringComparison.Ordinal));
    }
}
