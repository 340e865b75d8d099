using System.Text;
using Raft.Coyote.Commands;

namespace Raft.Tests.Commands;

/// <summary>The process around the answers: its exit code, what it says on standard error, and how it is interrupted.</summary>
public class StepCommandTests
{
    private const string Options =
        """{"backTracking":"oneStep","commitRule":"quorum","noOpAtElection":true,"emptyHeartbeats":true,"maxEntriesPerAppend":1"""
        + "}";

    private const string Good = $$$"""{"options":{{{Options}}},"servers":1,"server":"s1","input":{"type":"electionTimeout"}}""";

    [Fact]
    public void Good_lines_are_answered()
    {
        var served = Step($"{Good}\n{Good}\n");
        Assert.Equal((0, ""), (served.ExitCode, served.Error));
        Assert.Equal(2, served.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_bad_one_is_told_at_the_end_on_one_line()
    {
        var served = Step($"{Good}\nrubbish\n{Good}\n{{}}\n");
        Assert.Equal(2, served.ExitCode);
        Assert.Equal(4, served.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("standard input: 2 of 4 lines were refused, the first is line 2", served.Error.TrimEnd());
    }

    [Fact]
    public void A_mutant_can_answer()
    {
        var line = Good.Replace("\"servers\":1", "\"servers\":2", StringComparison.Ordinal);
        Assert.NotEqual(Step($"{line}\n").Output, Step($"{line}\n", "--mutant", "half-quorum-even").Output);
        Invocation.Of("step", "--mutant", "nobody").AssertBadUsage("unknown mutant \"nobody\"");
        Invocation.Of("step", "file").AssertBadUsage("\"file\"", "raft step --help");
    }

    [Fact]
    public void Who_waits_for_a_line_can_be_interrupted()
    {
        using var interrupt = new CancellationTokenSource();
        using var input = new NeverAnyLine(interrupt);
        var (output, error) = (new StringWriter(), new StringWriter());
        var surroundings = new Surroundings { Output = output, Error = error, Input = input, Interrupt = interrupt.Token };
        Assert.Equal(0, RaftCommand.Run(["step"], surroundings));
        Assert.Equal("", output.ToString() + error);
    }

    [Fact]
    public void When_nobody_reads_the_answers_it_is_over()
    {
        var surroundings = new Surroundings
        {
            Output = new BrokenPipe(),
            Error = new StringWriter(),
            Input = new MemoryStream(Encoding.UTF8.GetBytes($"{Good}\n{Good}\n")),
        };
        Assert.Equal(0, RaftCommand.Run(["step"], surroundings));
    }

    private static Invocation Step(string lines, params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(lines));
        var exitCode = RaftCommand.Run(["step", .. words], new Surroundings { Output = output, Error = error, Input = input });
        return new Invocation(exitCode, output.ToString(), error.ToString());
    }

    private sealed class BrokenPipe : StringWriter
    {
        public override void Write(string? value) => throw new IOException("broken pipe");
    }

    /// <summary>Whoever reads it waits; then the interrupt comes.</summary>
    private sealed class NeverAnyLine(CancellationTokenSource interrupt) : MemoryStream
    {
        private readonly ManualResetEventSlim over = new();

        public override int Read(Span<byte> buffer)
        {
            interrupt.Cancel();
            over.Wait();
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            over.Set();
            base.Dispose(disposing);
        }
    }
}
