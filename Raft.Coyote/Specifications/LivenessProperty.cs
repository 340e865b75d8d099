using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// A property that says what must happen eventually, once there are no more faults. No single happening violates it: it is hot
/// while it waits, and a fair run must not end hot, nor stay hot for ever. Its condition is met whenever it turns hot.
/// </summary>
public abstract class LivenessProperty : Property
{
    private bool areFaultsOver;
    private History? lastHistory;

    /// <summary>Whether what must happen has happened (cold), or may still wait because there are faults.</summary>
    public bool IsSatisfied { get; private set; } = true;

    /// <summary>The happening since which it waits, when it is not satisfied.</summary>
    public int HotSince { get; private set; }

    /// <inheritdoc/>
    public sealed override Violation? Observe(int number, Happening happening, History history)
    {
        areFaultsOver |= happening is FaultsOver;
        lastHistory = history;
        Take(happening, history);
        var wasSatisfied = IsSatisfied;
        IsSatisfied = !areFaultsOver || Holds(history);
        if (wasSatisfied && !IsSatisfied)
        {
            HotSince = number;
            Exercise();
        }

        return null;
    }

    /// <summary>The violation of a run that ended while the property was hot.</summary>
    public Violation EndedHot() => IsSatisfied || lastHistory is null
        ? throw new InvalidOperationException($"{Name} is satisfied")
        : Fell(WhatIsMissing(lastHistory), [new Fact(HotSince, $"since then {Name} waits"), .. Facts(lastHistory)]);

    /// <summary>Takes in what happens, for what must happen more than once.</summary>
    protected virtual void Take(Happening happening, History history)
    {
    }

    /// <summary>Whether what must happen has happened.</summary>
    protected abstract bool Holds(History history);

    /// <summary>What did not happen, in a sentence.</summary>
    protected abstract string WhatIsMissing(History history);

    /// <summary>The facts that show it.</summary>
    protected virtual IReadOnlyList<Fact> Facts(History history) => [];
}
