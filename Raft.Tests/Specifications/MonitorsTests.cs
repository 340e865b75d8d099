using System.Reflection;
using Raft.Coyote.Exploration;
using Raft.Coyote.Specifications;
using Raft.Tests.Architecture;

namespace Raft.Tests.Specifications;

/// <summary>Coyote judges liveness by monitors of its own, one for each property: none may be forgotten.</summary>
public class MonitorsTests
{
    private static readonly Type[] Monitors =
        [.. typeof(LivenessMonitor).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LivenessMonitor)))];

    [Fact]
    public void Each_liveness_property_has_its_monitor() => Assert.Equal(
        Properties.Liveness().Select(property => property.Name).Order(),
        Monitors.Select(PropertyOf).Order());

    [Fact]
    public void Coyote_runs_each_monitor()
    {
        var driver = CompiledType.InAssembliesOf(typeof(CoyoteDriver)).Single(type => type.FullName == typeof(CoyoteDriver).FullName);
        var used = driver.Uses.Select(type => type.FullName).ToHashSet();
        Assert.All(Monitors, monitor => Assert.Contains(monitor.FullName!, used));
    }

    private static string PropertyOf(Type monitor) =>
        (string)monitor.GetProperty("Property", BindingFlags.NonPublic | BindingFlags.Instance)!
            .GetValue(Activator.CreateInstance(monitor))!;
}
