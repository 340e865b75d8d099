using Raft.Coyote.Conformance;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>One run of <c>raft conform</c>.</summary>
internal sealed class ConformRun(IReadOnlyList<string> files, Format? format, Surroundings surroundings)
{
    private readonly List<Verdict> verdicts = [];
    private int worst = ExitCode.Clean;

    /// <summary>Runs it and reports.</summary>
    /// <returns>The exit code: the worst of those of the files.</returns>
    public int Run(bool json)
    {
        foreach (var file in files.TakeWhile(_ => !surroundings.Interrupt.IsCancellationRequested))
        {
            worst = Math.Max(worst, Judge(file));
        }

        foreach (var line in json ? [ReportConformJson.Write(verdicts)] : verdicts.SelectMany(ReportConform.Lines))
        {
            surroundings.Output.WriteLine(line);
        }

        return worst;
    }

    /// <summary>Of several files one that is no trace does not keep the others from being judged.</summary>
    private int Judge(string file)
    {
        try
        {
            using var stream = InputFile.Open(file);
            var verdict = Conformity.Judge(stream, file, format);
            verdicts.Add(verdict);
            return verdict.IsAccepted ? ExitCode.Clean : ExitCode.Found;
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
}
