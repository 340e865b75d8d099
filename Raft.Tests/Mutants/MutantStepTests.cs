using Raft.Core.Protocol;
using Raft.Coyote.Mutants;

namespace Raft.Tests.Mutants;

/// <summary>Each mutant does something else than Raft, and it is what its row says.</summary>
public class MutantStepTests
{
    private static readonly MutantStep[] Steps =
    [
        .. ElectionSteps.All, .. ReplicationSteps.All, .. CommitSteps.All, .. PersistenceSteps.All, .. MembershipSteps.All,
        .. LeadershipSteps.All, .. SnapshotSteps.All, .. FlowSteps.All, .. DiskSteps.All,
        .. ReadSteps.All, .. SessionSteps.All,
    ];

    /// <summary>Its steps are those of Raft; it differs in what comes of a write that the disk refuses.</summary>
    private const string NotInItsSteps = "failed-write-ignored";

    public static TheoryData<string> Names => [.. Steps.Select(step => step.Mutant)];

    [Fact]
    public void Each_mutant_has_one_step() =>
        Assert.Equal(Catalogue.All.Items.Select(mutant => mutant.Name).Order(), Steps.Select(step => step.Mutant).Append(NotInItsSteps).Order());

    [Fact]
    public void One_mutant_goes_on_where_its_disk_refuses_a_write() =>
        Assert.False(Catalogue.Find(NotInItsSteps)!.Rules(Given.Options).StopsAtRefusedWrite);

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
