using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// One property of specs/PROPERTIES.md, as a pure observer of what servers and clients did. An instance judges one run. It
/// learns nothing of the rules that run, and nothing that it does reaches them.
/// </summary>
public abstract class Property
{
    /// <summary>The property's name in the paper, or ours where the paper has none.</summary>
    public abstract string Name { get; }

    /// <summary>How often its condition was really met in this run: how often it could have fallen.</summary>
    public long Exercised { get; private set; }

    /// <summary>Judges one happening.</summary>
    /// <param name="number">The happening's number in the run, from 1.</param>
    /// <param name="happening">What happened.</param>
    /// <param name="history">All that happened until then, this happening included.</param>
    /// <returns>Null, or how the property was violated.</returns>
    public abstract Violation? Observe(int number, Happening happening, History history);

    /// <summary>Counts one more time at which the property could have fallen.</summary>
    protected void Exercise() => Exercised++;

    /// <summary>The violation of this property.</summary>
    protected Violation Fell(string explanation, params ReadOnlySpan<Fact> facts) => new(Name, explanation, [.. facts]);
}

/// <summary>A property that fell.</summary>
/// <param name="Property">Its name.</param>
/// <param name="Explanation">What happened, in a sentence that names servers, terms and indices.</param>
/// <param name="Facts">The facts that contradict each other, each with the happening that shows it.</param>
public sealed record Violation(string Property, string Explanation, Sequence<Fact> Facts);

/// <summary>A fact, and the number of the happening that shows it.</summary>
public sealed record Fact(int Happening, string Text);
