using Raft.Core.Protocol;

namespace Raft.Coyote.Mutants;

/// <summary>
/// A bug put in on purpose: the rules of Raft with one sentence got wrong. Most were shipped by somebody. A checker that does not
/// find them does not check; a checker that reports a control cries wolf.
/// </summary>
/// <param name="Name">How it is called on the command line.</param>
/// <param name="Group">The part of the protocol that it is in.</param>
/// <param name="Defect">What is wrong, in a sentence.</param>
/// <param name="Source">
/// Where it was seen: a project and the number of its issue or change; "classic" when many got it wrong; "ours".
/// </param>
/// <param name="Falls">
/// The names of the properties that may fall for it, the most direct first. That any other falls first is a false alarm.
/// Liveness is named only where it is lost while safety still holds.
/// </param>
/// <param name="Control">Why this change does no harm, beyond what <paramref name="Falls"/> says; null for a bug.</param>
/// <param name="Rules">The rules with the bug in them.</param>
/// <param name="MinServers">The fewest servers, from 3 up, with which it can fall, or falls with any likelihood.</param>
/// <param name="Needs">What has to be around it before it shows.</param>
public sealed record Mutant(
    string Name,
    string Group,
    string Defect,
    string Source,
    Sequence<string> Falls,
    string? Control,
    Func<Options, Rules> Rules,
    int MinServers = 3,
    Sequence<Need> Needs = default)
{
    /// <summary>Whether it is there to be left alone: a changed rule that must not be reported.</summary>
    public bool IsControl => Control is not null;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What a mutant needs around it before it shows.</summary>
public enum Need
{
    /// <summary>A network that delivers a message twice.</summary>
    Duplicates,

    /// <summary>A network in which a message overtakes another on the same link.</summary>
    Reordering,

    /// <summary>Servers that crash between two effects, and come back.</summary>
    Crashes,

    /// <summary>An even number of servers.</summary>
    EvenServers,

    /// <summary>No no-op at an election (<see cref="Options.NoOpAtElection"/>): it would hide the bug.</summary>
    NoNoOp,

    /// <summary>AppendEntries with less than all that a follower lacks (<see cref="Options.MaxEntriesPerAppend"/>).</summary>
    SmallBatches,

    /// <summary>Pre-votes (<see cref="Options.PreVote"/>).</summary>
    PreVote,

    /// <summary>Leaders that check whom they hear (<see cref="Options.CheckQuorum"/>).</summary>
    CheckQuorum,

    /// <summary>Orders to hand over leadership (<see cref="TransferLeadership"/>).</summary>
    Transfers,

    /// <summary>A search that is led there: random walks have not seen it. A test tells its story by hand.</summary>
    Guidance,
}

/// <summary>All mutants.</summary>
public static class Catalogue
{
    /// <summary>The mutants group by group.</summary>
    public static Sequence<Mutant> All { get; } =
    [
        .. ElectionMutants.All,
        .. ReplicationReceiverMutants.All,
        .. ReplicationLeaderMutants.All,
        .. CommitMutants.All,
        .. PersistenceMutants.All,
        .. LeadershipMutants.All,
        .. ReadMutants.All,
        .. SessionMutants.All,
    ];

    /// <summary>The mutant of that name; null when there is none.</summary>
    public static Mutant? Find(string name) => All.Items.FirstOrDefault(mutant => mutant.Name == name);
}
