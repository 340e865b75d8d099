namespace Raft.Core.Protocol;

/// <summary>
/// The table of contents of all that the later chapters add to Figure 2: which input and which message is handled in which
/// file. Each file has all of its chapter: options, state, inputs, messages and rules.
/// </summary>
public partial class Rules
{
    private Step OnFurtherInput(ServerState state, Input input) => input switch
    {
        // Membership.cs
        ChangeMembers order => OnChangeMembers(state, order),

        // LeadershipTransfer.cs
        TransferLeadership order => OnTransferLeadership(state, order),

        // Snapshots.Rules.cs
        TakeSnapshot => OnTakeSnapshot(state),

        // Reads.Leases.cs
        LeaseExpired => OnLeaseExpired(state),

        // Disks.cs
        Written written => OnWritten(state, written),
        _ => throw new ArgumentException($"unknown input {input}", nameof(input)),
    };

    /// <summary>
    /// Messages that are answered before terms are compared; null for all others, and so for all of Figure 2. An answer to a
    /// pre-vote that tells of a newer term is one of the others.
    /// </summary>
    private Step? OnMessageOutsideTerms(ServerState state, Message message) => message switch
    {
        // CheckQuorum.cs
        RequestVote request when IsDisruption(state, request) => Disregard(state, request),

        // PreVote.cs
        PreVote request => OnPreVote(state, request),
        PreVoteReply reply when !IsOfNewerTerm(state, reply) => OnPreVoteReply(state, reply),
        _ => null,
    };

    /// <summary>Messages of the current term; the terms were compared before.</summary>
    private Step OnFurtherMessage(ServerState state, Message message) => message switch
    {
        // PreVote.cs
        PreVoteReply => Step.From(state),

        // LeadershipTransfer.cs
        TimeoutNow order => OnTimeoutNow(state, order),

        // Snapshots.Rules.cs
        InstallSnapshot request => OnInstallSnapshot(state, request),
        InstallSnapshotReply reply => OnInstallSnapshotReply(state, reply),

        // Reads.Rules.cs
        ReadIndexRequest request => OnReadIndexRequest(state, request),
        ReadIndexReply reply => OnReadIndexReply(state, reply),
        _ => throw new ArgumentException($"unknown message {message}", nameof(message)),
    };
}
