using Raft.Coyote.Conformance.Vectors;
using Raft.Coyote.Mutants;

namespace Raft.Coyote.Commands;

/// <summary>How many vectors and scenarios tell a mutant from Raft.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Told">How many do.</param>
/// <param name="WhyNot">Why no step of it is another; null where one is.</param>
internal sealed record VectorsOfMutants(Mutant Mutant, ToldApart Told, string? WhyNot)
{
    /// <summary>Mutants that take the very steps of Raft, and what else is wrong with them.</summary>
    private static readonly IReadOnlyDictionary<string, string> InNoStep = new Dictionary<string, string>
    {
        ["failed-write-ignored"] = "its steps are those of Raft; it goes on where its disk refuses a write",
    };

    /// <summary>Whether it is told apart, if it can be.</summary>
    public bool IsRight => Told.IsToldApart == WhyNot is null;

    /// <summary>All mutants of the catalogue.</summary>
    public static IReadOnlyList<VectorsOfMutants> All() =>
    [
        .. Catalogue.All.Items.Select(mutant =>
            new VectorsOfMutants(mutant, ToldApart.Of(mutant.Rules), InNoStep.GetValueOrDefault(mutant.Name))),
    ];
}
