using Raft.Core.Protocol;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>Which of its properties the explorer looks at.</summary>
/// <param name="Property">The one that is to fall.</param>
/// <param name="Judged">All that judge: where another of them falls a run is over.</param>
public sealed record Sought(Broken Property, Broken Judged)
{
    private static readonly Dictionary<string, Broken> ByName = Properties.Safety(ServerSet.Empty)
        .Where(property => Enum.IsDefined(typeof(Broken), property.GetType().Name))
        .ToDictionary(property => property.Name, Of);

    /// <summary>What is to be looked for.</summary>
    /// <param name="property">The name of the property that is to fall.</param>
    /// <param name="judged">The names of those that judge; null for all.</param>
    /// <returns>Null when the explorer does not judge that property.</returns>
    public static Sought? For(string property, IReadOnlySet<string>? judged) =>
        ByName.TryGetValue(property, out var sought) ? new Sought(sought, Of(judged ?? ByName.Keys.ToHashSet())) : null;

    /// <summary>A property as the explorer knows it.</summary>
    public static Broken Of(Property property) => Enum.Parse<Broken>(property.GetType().Name);

    /// <summary>Whether a run is over when these have fallen.</summary>
    public bool IsOver(Broken broken) => (broken & Judged) != Broken.None;

    /// <summary>Whether a run in which these fall at once is told as one in which the sought one fell.</summary>
    public bool IsFound(Broken broken) => First(broken & Judged) == Property;

    private static Broken Of(IReadOnlySet<string> names) =>
        names.Aggregate(Broken.None, (all, name) => all | ByName.GetValueOrDefault(name));

    private static Broken First(Broken broken) => broken & (Broken)(-(int)broken);
}
