using Raft.Core.Protocol;
using Raft.Coyote.Mutants;

namespace Raft.Tests.Mutants;

/// <summary>Each mutant does something else than Raft, and it is what its row says.</summary>
public class MutantStepTests
{
    private static readonly MutantStep[] Steps =
    [
        .. ElectionSteps.All, .. ReplicationSteps.All, .. CommitSteps.All, .. PersistenceSteps.All, .. LeadershipSteps.All,
        .. ReadSteps.All, .. SessionSteps.All,
    ];

    public static TheoryData<string> Names => CatalogueTests.Names;

    [Fact]
    public void Each_mutant_has_one_step() =>
        Assert.Equal(Catalogue.All.Items.Select(mutant => mutant.Name).Order(), Steps.Select(step => step.Mutant).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mutant_shows_its_defect(string name)
    {
        var step = Steps.Single(step => step.Mutant == name);
        var mutant = Catalogue.Find(name)!.Rules(step.Options);
        var before = step.Before(mutant);
        var realStep = new Rules(step.Options).Receive(before, step.Input);
        var mutantStep = mutant.Receive(before, step.Input);
        Assert.NotEqual(realStep, mutantStep);
        step.Difference(realStep, mutantStep);
    }
}
