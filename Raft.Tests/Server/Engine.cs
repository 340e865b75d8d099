using Microsoft.Coyote;
using Microsoft.Coyote.Actors;
using Microsoft.Coyote.SystematicTesting;

namespace Raft.Tests.Server;

/// <summary>Coyote's testing engine: it runs a test again and again, and decides each time anew who moves next.</summary>
internal static class Engine
{
    /// <summary>Runs a test under so many schedules, or until a bug is found: what was found wrong.</summary>
    public static IReadOnlyCollection<string> Explore(uint iterations, Action<IActorRuntime> test)
    {
        var configuration = Configuration.Create().WithTestingIterations(iterations).WithRandomGeneratorSeed(1);
        using var engine = TestingEngine.Create(configuration, test);
        engine.Run();
        return engine.TestReport.BugReports;
    }
}
