using Raft.Coyote.Exploration;

namespace Raft.Coyote.Commands;

/// <summary>One run of <c>raft replay</c>.</summary>
internal sealed class ReplayRun(
    IReadOnlyList<string> files, int times, bool json, Surroundings surroundings, Guests? guests)
{
    private readonly List<Replayed> replays = [];
    private int worst = ExitCode.Clean;

    /// <summary>Runs it and reports.</summary>
    /// <returns>The exit code: the worst of those of the traces.</returns>
    public int Run()
    {
        foreach (var file in files.TakeWhile(_ => !surroundings.Interrupt.IsCancellationRequested))
        {
            worst = Math.Max(worst, Replay(file));
        }

        foreach (var line in replays.Count == 0 ? [] : Report())
        {
            surroundings.Output.WriteLine(line);
        }

        return worst;
    }

    private IEnumerable<string> Report() =>
        json ? [ReportReplayJson.Write(replays)]
        : files.Count == 1 ? ReportReplay.Lines(replays[0])
        : replays.Select(ReportReplay.Summary);

    /// <summary>Of several traces one that is none does not keep the others from being replayed.</summary>
    private int Replay(string file)
    {
        try
        {
            var replay = Replay(TraceInput.Read(file, guests));
            replays.Add(replay);
            return replay.IsAlike
                ? replay.ExitCode
                : RaftCommand.TellFault(surroundings, $"{file}: {times} replays did not all end alike");
        }
        catch (BadUsageException exception) when (files.Count > 1)
        {
            return RaftCommand.TellBadUsage(surroundings, exception);
        }
    }

    private Replayed Replay(TraceInput input)
    {
        var (schedule, isScheduleAlike) = HasSchedule(input) ? Repeat(() => ReplaySchedule(input)) : (null, true);
        var (events, areEventsAlike) = Repeat(() => input.With(() => Replayer.ReplayEvents(input.Trace, input.Rules)));
        var replay = new Replayed(input, schedule, events, times, isScheduleAlike && areEventsAlike);
        return replay.FitsNothing ? throw new BadUsageException(ReportReplay.Misfit(replay)) : replay;
    }

    private static bool HasSchedule(TraceInput input) => input.Trace.Schedule.Length > 0;

    private static ReplayReport ReplaySchedule(TraceInput input) =>
        input.With(() => Replayer.Replay(input.Trace, Names.Scenario(input.Trace.Header.Scenario), input.Rules));

    private (ReplayReport Report, bool IsAlike) Repeat(Func<ReplayReport> replay)
    {
        var first = replay();
        var isAlike = true;
        for (var time = 2; time <= times && !surroundings.Interrupt.IsCancellationRequested; time++)
        {
            isAlike &= replay().IsAlike(first);
        }

        return (first, isAlike);
    }
}

/// <summary>What came of a trace.</summary>
/// <param name="Input">The trace.</param>
/// <param name="Schedule">What came of Coyote's schedule; null when it has none.</param>
/// <param name="Events">What came of its events on the rules alone.</param>
/// <param name="Times">How often each was replayed.</param>
/// <param name="IsAlike">Whether all of these ended alike.</param>
internal sealed record Replayed(TraceInput Input, ReplayReport? Schedule, ReplayReport Events, int Times, bool IsAlike)
{
    /// <summary>Neither its schedule nor its events fit the code.</summary>
    public bool FitsNothing =>
        Events.Outcome == ReplayOutcome.NoLongerFits && Schedule?.Outcome is null or ReplayOutcome.NoLongerFits;

    /// <summary>
    /// The replay that counts: the one that held, the schedule's first; else the one in which the most is to be seen.
    /// </summary>
    public ReplayReport Best => Schedule is null || Rank(Events) < Rank(Schedule) ? Events : Schedule;

    /// <summary>The exit code.</summary>
    public int ExitCode => Best.Violation is null ? Commands.ExitCode.Clean : Commands.ExitCode.Found;

    private static int Rank(ReplayReport report) => (int)report.Outcome;
}
