using System.Collections.Concurrent;
using System.Diagnostics;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Conformance.Guests;

/// <summary>A process that answers each line with a line. Whatever it does, whoever asks gets an answer or an exception, in time.</summary>
internal sealed class GuestProcess : IDisposable
{
    /// <summary>A pipe takes so much at once without anybody reading: such a line can be written without waiting.</summary>
    private const int TakenAtOnce = 4096;

    private const int ComplaintsKept = 5;

    /// <summary>A process that a signal ended has this and the signal's number for its exit code.</summary>
    private const int EndedBySignal = 128;

    /// <summary>Whoever interrupts us and our servers at once may reach them first: so long we wait to learn of it too.</summary>
    private static readonly TimeSpan UntilWeKnow = TimeSpan.FromMilliseconds(500);

    private readonly GuestCommand command;
    private readonly Process process;
    private readonly BlockingCollection<byte[]> answers = [];
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ManualResetEventSlim saidAll = new();
    private string? ended;

    /// <summary>Starts one.</summary>
    /// <exception cref="GuestException">It cannot be started.</exception>
    public GuestProcess(GuestCommand command)
    {
        this.command = command;
        process = command.Start();
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        new Thread(ReadAnswers) { IsBackground = true, Name = "answers of a guest" }.Start();
    }

    /// <summary>What it was asked since it was last booted; null when it knows nothing.</summary>
    public GuestLife? At { get; set; }

    /// <summary>How often it was booted.</summary>
    public int Boots { get; set; }

    /// <summary>Whether it said what it is.</summary>
    public bool IsIntroduced { get; set; }

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="line">A line, with its line feed.</param>
    /// <returns>The answer, without it.</returns>
    /// <exception cref="GuestException">No answer came, or one that nobody asked for.</exception>
    public byte[] Ask(byte[] line)
    {
        if (answers.TryTake(out var unasked))
        {
            throw Complain($"expected an answer for each line, came another one: {Shown(unasked)}");
        }

        Write(line);
        return answers.TryTake(out var answer, command.Patience) ? answer : throw Complain(
            answers.IsCompleted ? ended! : $"expected an answer within {command.Patience.TotalSeconds} s, came none");
    }

    /// <summary>What was wrong with an answer, and the last that the process wrote on its standard error.</summary>
    public GuestException Complain(string problem)
    {
        var last = complaints.ToArray();
        return new GuestException(last.Length == 0 ? problem : $"{problem}; its standard error ends: {string.Join(" | ", last)}");
    }

    /// <summary>The beginning of an answer, for a message.</summary>
    public static string Shown(byte[] answer)
    {
        var text = System.Text.Encoding.UTF8.GetString(answer);
        return text.Length <= 100 ? text : $"{text[..100]}...";
    }

    /// <summary>Ends the process, and all that it started.</summary>
    public void Dispose()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        process.Dispose();
    }

    private void Write(byte[] line)
    {
        try
        {
            if (line.Length <= TakenAtOnce)
            {
                WriteNow(line);
            }
            else if (!Task.Run(() => WriteNow(line)).Wait(command.Patience))
            {
                throw Complain($"expected that a line is read within {command.Patience.TotalSeconds} s, it was not");
            }
        }
        catch (Exception exception) when (exception is IOException or AggregateException { InnerException: IOException })
        {
            // It reads no more: the reader of its answers will tell how it ended.
        }
    }

    private void WriteNow(byte[] line)
    {
        process.StandardInput.BaseStream.Write(line);
        process.StandardInput.BaseStream.Flush();
    }

    private void ReadAnswers()
    {
        try
        {
            using var lines = new LineReader(process.StandardOutput.BaseStream, "", long.MaxValue);
            while (lines.Next())
            {
                answers.Add(lines.Line.ToArray());
            }

            ended = $"expected an answer, the process {HowItEnded()}";
        }
        catch (Exception exception) when (exception is TraceFormatException or IOException or InvalidOperationException)
        {
            ended = exception is TraceFormatException bad ? bad.Problem : "expected an answer, its standard output was closed";
        }

        answers.CompleteAdding();
    }

    private string HowItEnded()
    {
        if (!process.WaitForExit(command.Patience))
        {
            return "closed its standard output";
        }

        saidAll.Wait(UntilWeKnow);
        if (process.ExitCode > EndedBySignal)
        {
            Thread.Sleep(UntilWeKnow);
        }

        return $"ended with exit code {process.ExitCode}";
    }

    private void Keep(string? complaint)
    {
        if (complaint is null)
        {
            saidAll.Set();
        }

        if (!string.IsNullOrWhiteSpace(complaint))
        {
            complaints.Enqueue(complaint.Length <= 200 ? complaint : $"{complaint[..200]}...");
            while (complaints.Count > ComplaintsKept)
            {
                complaints.TryDequeue(out _);
            }
        }
    }
}
