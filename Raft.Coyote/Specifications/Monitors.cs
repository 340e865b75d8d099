using Raft.Coyote.Environment;
using CoyoteMonitor = Microsoft.Coyote.Specifications.Monitor;

namespace Raft.Coyote.Specifications;

/// <summary>Tells Coyote's monitors of one happening.</summary>
/// <param name="judge">Who judges the run.</param>
/// <param name="number">The happening's number.</param>
/// <param name="happening">The happening.</param>
public sealed class Happened(Judge judge, int number, Happening happening) : CoyoteMonitor.Event
{
    internal Judge Judge => judge;

    internal int Number => number;

    internal Happening Happening => happening;
}

/// <summary>All safety properties, as one Coyote monitor: thin, for the properties themselves know nothing of Coyote.</summary>
public sealed class SafetyMonitor : CoyoteMonitor
{
    private void Observe(Event happened)
    {
        var told = (Happened)happened;
        var violation = told.Judge.Observe(told.Number, told.Happening);
        Assert(violation is null, $"{violation?.Property}: {violation?.Explanation}");
    }

    [Start]
    [OnEventDoAction(typeof(Happened), nameof(Observe))]
    private sealed class Judging : State;
}

/// <summary>
/// A liveness property as a Coyote monitor. It is hot while something that must happen has not; Coyote reports a fair schedule
/// that ends while a monitor is hot, or stays hot too long.
/// </summary>
public abstract class LivenessMonitor : CoyoteMonitor
{
    private bool isHot;

    /// <summary>The name of the property.</summary>
    protected abstract string Property { get; }

    /// <summary>Goes to the hot or the cold state when the property says so.</summary>
    protected void Observe(Event happened)
    {
        var property = ((Happened)happened).Judge.Liveness.FirstOrDefault(each => each.Name == Property);
        var isSatisfied = property?.IsSatisfied ?? true;
        if (isHot == isSatisfied)
        {
            isHot = !isSatisfied;
            RaiseEvent(isHot ? new Waits() : new Ends());
        }
    }

    /// <summary>Something must happen now.</summary>
    protected sealed class Waits : Event;

    /// <summary>It happened.</summary>
    protected sealed class Ends : Event;

    /// <summary>Nothing is waited for.</summary>
    [Start]
    [Cold]
    [OnEventDoAction(typeof(Happened), nameof(Observe))]
    [OnEventGotoState(typeof(Waits), typeof(Waiting))]
    protected sealed class Content : State;

    /// <summary>Something must happen.</summary>
    [Hot]
    [OnEventDoAction(typeof(Happened), nameof(Observe))]
    [OnEventGotoState(typeof(Ends), typeof(Content))]
    protected sealed class Waiting : State;
}

/// <summary>"A Leader Is Elected" for Coyote.</summary>
public sealed class LeaderMonitor : LivenessMonitor
{
    /// <inheritdoc/>
    protected override string Property => "A Leader Is Elected";
}

/// <summary>"Pending Writes Commit" for Coyote.</summary>
public sealed class PendingWritesMonitor : LivenessMonitor
{
    /// <inheritdoc/>
    protected override string Property => "Pending Writes Commit";
}

/// <summary>"No Read Waits For Ever" for Coyote.</summary>
public sealed class ReadsMonitor : LivenessMonitor
{
    /// <inheritdoc/>
    protected override string Property => "No Read Waits For Ever";
}

/// <summary>"Logs Converge" for Coyote.</summary>
public sealed class ConvergenceMonitor : LivenessMonitor
{
    /// <inheritdoc/>
    protected override string Property => "Logs Converge";
}

/// <summary>"A Leader Stays" for Coyote.</summary>
public sealed class SteadyLeaderMonitor : LivenessMonitor
{
    /// <inheritdoc/>
    protected override string Property => "A Leader Stays";
}

/// <summary>"Transfers End" for Coyote.</summary>
public sealed class TransferMonitor : LivenessMonitor
{
    /// <inheritdoc/>
    protected override string Property => "Transfers End";
}
