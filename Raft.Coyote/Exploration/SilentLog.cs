using Microsoft.Coyote.Runtime;
using Monitor = Microsoft.Coyote.Specifications.Monitor;

namespace Raft.Coyote.Exploration;

/// <summary>
/// Writes nothing of what happens all the time. Coyote keeps a text log of each schedule in memory, even when nobody asked for
/// any; this one, once registered, takes its place. What we want to know of a schedule is in its trace.
/// </summary>
internal sealed class SilentLog : RuntimeLogTextFormatter
{
    /// <inheritdoc/>
    public override void OnMonitorProcessEvent(
        string monitorType, string stateName, string senderName, string senderType, string senderStateName, Monitor.Event e)
    {
    }

    /// <inheritdoc/>
    public override void OnMonitorExecuteAction(string monitorType, string stateName, string actionName)
    {
    }

    /// <inheritdoc/>
    public override void OnRandom(bool result, string callerName, string callerType)
    {
    }

    /// <inheritdoc/>
    public override void OnRandom(int result, string callerName, string callerType)
    {
    }
}
