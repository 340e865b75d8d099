using Raft.Core.Protocol;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Conformance.Guests;

/// <summary>A role of a guest: what it says that it is, and what it was asked so far.</summary>
internal interface ILivingRole : IGuestRole
{
    /// <summary>All that it was asked since its boot.</summary>
    GuestLife Life { get; }
}

/// <summary>A guest that says that it follows.</summary>
internal sealed record GuestFollower(ServerId? LeaderId, GuestLife Life) : Follower(LeaderId), ILivingRole;

/// <summary>A guest that says that it is a candidate.</summary>
internal sealed record GuestCandidate(ServerSet VotesGranted, GuestLife Life) : Candidate(VotesGranted), ILivingRole;

/// <summary>A guest that says that it leads.</summary>
internal sealed record GuestLeader(IndexPerServer NextIndex, IndexPerServer MatchIndex, GuestLife Life)
    : Leader(NextIndex, MatchIndex), ILivingRole;
