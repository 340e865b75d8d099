using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>Judges one run: shows each happening first to the history, then to the properties in their order.</summary>
public sealed class Judge
{
    private readonly AnswersInProtocol answers = new();
    private readonly Property[] safety;
    private readonly LivenessProperty[] liveness;

    /// <summary>A judge of a new run.</summary>
    /// <param name="servers">All servers of the cluster.</param>
    /// <param name="names">The names of the properties to judge by; all of them when null.</param>
    /// <param name="options">The options of the rules; those of Figure 2 when null.</param>
    /// <exception cref="ArgumentException">There is no property of one of these names.</exception>
    public Judge(ServerSet servers, IReadOnlySet<string>? names = null, Options? options = null)
    {
        if (names?.Order(StringComparer.Ordinal).FirstOrDefault(name => !Properties.Known.Contains(name)) is { } unknown)
        {
            var known = string.Join(", ", Properties.Known);
            throw new ArgumentException($"no property is called \"{unknown}\"; there are {known}", nameof(names));
        }

        History = new History(servers, options);
        safety =
        [
            .. Properties.Safety(servers).Where(property => names?.Contains(property.Name) ?? true),
            .. names is null ? [] : Properties.Claims(servers).Where(claim => names.Contains(claim.Name)),
        ];
        liveness = [.. Properties.Liveness().Where(property => names?.Contains(property.Name) ?? true)];
    }

    /// <summary>What is known of the run so far.</summary>
    public History History { get; }

    /// <summary>The liveness properties that it judges by; whoever ends the run asks them whether they are satisfied.</summary>
    public IReadOnlyList<LivenessProperty> Liveness => liveness;

    /// <summary>How often the condition of each property was met; where no server is a guest, of those that are for ours.</summary>
    public IEnumerable<(string Name, long Exercised)> Exercised =>
        safety.Concat(liveness).Concat(answers.Exercised > 0 ? [answers] : (Property[])[])
            .Select(property => (property.Name, property.Exercised));

    /// <summary>The first violation of the run; null while there is none.</summary>
    public Violation? Violation { get; private set; }

    /// <summary>
    /// The violation of a run that ended while something that must happen had not; null when all had. Of several that wait it is
    /// the one that waited longest: where nothing is ever answered, an election at the very end is not what went wrong.
    /// </summary>
    public Violation? EndedHot() =>
        liveness.Where(property => !property.IsSatisfied).MinBy(property => property.HotSince)?.EndedHot();

    /// <summary>Judges one happening.</summary>
    /// <param name="number">Its number in the run, from 1.</param>
    /// <param name="happening">What happened.</param>
    /// <returns>Null, or the violation of the first property that fell. All properties see the happening even so.</returns>
    public Violation? Observe(int number, Happening happening)
    {
        History.Observe(number, happening);
        var violation = answers.Observe(number, happening, History);
        foreach (var property in safety)
        {
            var fell = property.Observe(number, happening, History);
            violation ??= fell;
        }

        foreach (var property in liveness)
        {
            property.Observe(number, happening, History);
        }

        Violation ??= violation;
        return violation;
    }
}
