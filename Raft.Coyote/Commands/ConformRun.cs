using Raft.Coyote.Conformance;
using Raft.Coyote.Conformance.Histories;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>One run of <c>raft conform</c>.</summary>
internal sealed class ConformRun(
    IReadOnlyList<string> traces, IReadOnlyList<string> named, Format? format, Surroundings surroundings)
{
    private readonly IReadOnlyList<string> files = [.. traces, .. named];
    private readonly List<Verdict> verdicts = [];
    private readonly List<HistoryVerdict> histories = [];

    /// <summary>Runs it and reports.</summary>
    /// <param name="json">Whether a program reads what comes out.</param>
    /// <returns>The exit code: the worst of those of the files.</returns>
    public int Run(bool json)
    {
        var worst = ExitCode.Clean;
        foreach (var file in files.TakeWhile(_ => !surroundings.Interrupt.IsCancellationRequested))
        {
            worst = Math.Max(worst, Judge(file));
        }

        foreach (var line in json ? [ReportConformJson.Write(verdicts, histories)] : Report())
        {
            surroundings.Output.WriteLine(line);
        }

        return worst;
    }

    private IEnumerable<string> Report() =>
        verdicts.SelectMany(ReportConform.Lines).Concat(histories.SelectMany(ReportConform.Lines));

    /// <summary>Of several files one that is no trace does not keep the others from being judged.</summary>
    private int Judge(string file)
    {
        try
        {
            using var stream = InputFile.Open(file);
            return IsHistory(file) ? JudgeHistory(stream, file) : JudgeTrace(stream, file);
        }
        catch (TraceFormatException exception) when (files.Count > 1)
        {
            return RaftCommand.TellBadUsage(surroundings, new BadUsageException(exception.Message));
        }
        catch (TraceFormatException exception)
        {
            throw new BadUsageException(exception.Message);
        }
    }

    private bool IsHistory(string file) =>
        named.Contains(file) || file.EndsWith(HistoryReader.FileEnding, StringComparison.Ordinal);

    private int JudgeTrace(Stream stream, string file)
    {
        verdicts.Add(Conformity.Judge(stream, file, format));
        return verdicts[^1].IsAccepted ? ExitCode.Clean : ExitCode.Found;
    }

    private int JudgeHistory(Stream stream, string file)
    {
        histories.Add(HistoryJudge.Judge(stream, file));
        return histories[^1].IsAccepted ? ExitCode.Clean : ExitCode.Found;
    }
}
