using System.Runtime.CompilerServices;
using Microsoft.Coyote.Actors;
using Microsoft.Coyote.Logging;
using Microsoft.Coyote.Specifications;
using Microsoft.Coyote.SystematicTesting;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Environment.Actors;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Specifications;
using Raft.Coyote.Traces;
using CoyoteConfiguration = Microsoft.Coyote.Configuration;

namespace Raft.Coyote.Exploration;

/// <summary>Runs schedules of one scenario under one Coyote engine, one after another, and tells what they did.</summary>
public sealed class CoyoteDriver
{
    private static readonly (Action<IActorRuntime> Register, Action<IActorRuntime, Happened> Tell)[] LivenessMonitors =
    [
        Monitor<LeaderMonitor>(), Monitor<PendingWritesMonitor>(), Monitor<ConvergenceMonitor>(), Monitor<ChangeMonitor>(),
        Monitor<SteadyLeaderMonitor>(), Monitor<TransferMonitor>(), Monitor<ReadsMonitor>(), Monitor<BusyClientsMonitor>(),
    ];

    private readonly Scenario scenario;
    private readonly Subject subject;
    private readonly Action<Stage>? onSchedule;
    private readonly Tally tally = new();
    private readonly Sightings sightings;
    private Stage? stage;
    private Judge? judge;
    private Setup? setup;
    private string? mismatch;

    private CoyoteDriver(Scenario scenario, Subject subject, Action<Stage>? onSchedule = null)
    {
        (this.scenario, this.subject, this.onSchedule) = (scenario, subject, onSchedule);
        sightings = new Sightings(tally);
    }

    /// <summary>Runs a block of schedules, to its end or to the first violation.</summary>
    /// <param name="block">The block.</param>
    /// <param name="subject">What is the same for all blocks.</param>
    /// <param name="onSchedule">Is shown the stage of each schedule once it ended.</param>
    public static BlockResult Run(Block block, Subject subject, Action<Stage>? onSchedule = null)
    {
        var driver = new CoyoteDriver(block.Scenario, subject, onSchedule);
        var configuration = block.Strategy.Choose!(Configure(block.Strategy.IsFair))
            .WithTestingIterations((uint)block.Schedules)
            .WithRandomGeneratorSeed(block.EngineSeed(subject.Seed));
        HashImplicitly(configuration) = false;
        var (engine, fault) = driver.Run(configuration);
        fault ??= driver.mismatch;
        var violation = fault is null ? driver.FindViolation(engine) : null;
        fault ??= violation is null ? WhatWentWrong(engine) : null;
        var found = violation is null ? null : driver.Record(block, violation, engine.ReproducibleTrace);
        return new BlockResult(block, driver.tally, found, fault);
    }

    /// <summary>Runs Coyote's schedule of a trace once more.</summary>
    /// <returns>The violation that came of it, if one did, the run, and what Coyote said if the schedule did not fit.</returns>
    public static (Violation? Violation, IReadOnlyList<Happening> Story, string? Misfit) Replay(
        Trace trace, Scenario scenario, Subject subject)
    {
        var driver = new CoyoteDriver(scenario, subject);
        var configuration = Configure(isFair: true).WithTestingIterations(1).WithReproducibleTrace(trace.Schedule);
        HashImplicitly(configuration) = false;
        try
        {
            var (engine, fault) = driver.Run(configuration);
            var violation = fault is null ? driver.FindViolation(engine) : null;
            fault ??= violation is null ? WhatWentWrong(engine) : null;
            return (violation, driver.stage?.Story ?? [], fault);
        }
        catch (Exception exception) when (driver.stage is null)
        {
            return (null, [], $"Coyote cannot read the schedule: {exception.Message}");
        }
    }

    /// <summary>
    /// Coyote ends an unfair schedule after the first number of steps, a fair one after the second; every scenario ends long
    /// before. A strategy that turns fair (fair-pct) does so after the first: early enough for what must happen once faults
    /// are over. What Coyote calls a potential deadlock is that a step took long: a server that is a process may.
    /// </summary>
    private static CoyoteConfiguration Configure(bool isFair) => CoyoteConfiguration.Create()
        .WithTelemetryEnabled(false)
        .WithPartiallyControlledConcurrencyAllowed(false)
        .WithSystematicFuzzingFallbackEnabled(false)
        .WithPotentialDeadlocksReportedAsBugs(false)
        .WithMaxSchedulingSteps(isFair ? 1_000u : 5_000u, 200_000);

    /// <summary>
    /// Q-learning hashes the program's state from strings, whose hash codes differ from process to process: the same seed would
    /// not give the same schedules. We give it the fingerprint of the servers' states instead.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "IsImplicitProgramStateHashingEnabled")]
    private static extern ref bool HashImplicitly(CoyoteConfiguration configuration);

    private (TestingEngine Engine, string? Fault) Run(CoyoteConfiguration configuration)
    {
        using var engine = TestingEngine.Create(configuration, RunSchedule);
        engine.SetLogger(new TextWriterLogger(TextWriter.Null, VerbosityLevel.None));
        engine.RegisterEndIterationCallBack(_ => CountSchedule());
        engine.Run();
        tally.Steps = engine.TestReport.TotalExploredFairSteps + engine.TestReport.TotalExploredUnfairSteps;
        return (engine, engine.TestReport.InternalErrors.FirstOrDefault());
    }

    private static (Action<IActorRuntime> Register, Action<IActorRuntime, Happened> Tell) Monitor<T>()
        where T : LivenessMonitor =>
        (runtime => runtime.RegisterMonitor<T>(), (runtime, happened) => runtime.Monitor<T>(happened));

    private void RunSchedule(IActorRuntime runtime)
    {
        runtime.RegisterLog(new SilentLog());
        runtime.RegisterMonitor<SafetyMonitor>();
        if (scenario.Heals)
        {
            Array.ForEach(LivenessMonitors, monitor => monitor.Register(runtime));
        }

        sightings.BeginRun();
        Specification.RegisterStateHashingFunction(() => (int)sightings.State);
        setup = scenario.DrawSetup(new CoyoteDice(runtime), subject.Wishes);
        judge = new Judge(ServerSet.FirstServers(setup.Servers), subject.Judged, setup.Options);
        stage = Stage.Raise(
            runtime,
            setup,
            subject.Rules(setup.Options),
            (number, happening) => Tell(runtime, number, happening),
            () => judge.Liveness.All(property => property.IsSatisfied));
    }

    private void Tell(IActorRuntime runtime, int number, Happening happening)
    {
        sightings.See(happening as Handled);
        var happened = new Happened(judge!, number, happening);
        runtime.Monitor<SafetyMonitor>(happened);
        if (scenario.Heals)
        {
            Array.ForEach(LivenessMonitors, monitor => monitor.Tell(runtime, happened));
        }
    }

    private void CountSchedule()
    {
        tally.EndSchedule(stage?.Events ?? 0, judge?.Exercised ?? []);
        if (stage is not null)
        {
            Tie(stage);
            onSchedule?.Invoke(stage);
        }
    }

    /// <summary>
    /// What the actors did must be a run of the world, with the same states at its end: that ties the two drivers. It costs
    /// about a fiftieth of the run.
    /// </summary>
    private void Tie(Stage ended)
    {
        if (judge!.Violation is not null || !ended.IsOver || mismatch is not null)
        {
            return;
        }

        var replay = EventReplay.Run(setup!.Start(), ended.Story, subject.Rules(setup.Options));
        tally.Replayed++;
        mismatch = replay.WhyNotAs(ended.World) is { } why
            ? $"schedule {tally.Schedules} of a block of {scenario.Name} is no run of the world: {why}"
            : null;
    }

    private Violation? FindViolation(TestingEngine engine)
    {
        var hot = engine.TestReport.BugReports.Any(report => report.Contains("liveness", StringComparison.Ordinal));
        return judge?.Violation ?? (hot ? judge?.EndedHot() : null);
    }

    private static string? WhatWentWrong(TestingEngine engine) => engine.TestReport.BugReports.FirstOrDefault();

    private Trace Record(Block block, Violation violation, string schedule)
    {
        var number = block.FirstSchedule + tally.Schedules - 1;
        var header = DrawnSetup.Header(block, subject, setup!, number, violation) with { Steps = DecisionsIn(schedule) };
        return new Trace(header, schedule, [.. stage!.Story]);
    }

    /// <summary>
    /// Coyote writes each scheduling decision and each choice of a schedule on a line that names the operation.
    /// </summary>
    private static long DecisionsIn(string schedule) =>
        schedule.Split('\n').LongCount(line => line.TrimStart().StartsWith("\"op(", StringComparison.Ordinal));
}
