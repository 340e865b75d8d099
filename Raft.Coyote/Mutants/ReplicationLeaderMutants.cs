using Raft.Core.Protocol;
using static Raft.Coyote.Mutants.PropertyName;

namespace Raft.Coyote.Mutants;

/// <summary>Bugs in section 5.3, in what a leader sends and what it makes of the answers.</summary>
internal static class ReplicationLeaderMutants
{
    private const string Group = "Replication";

    public static readonly Sequence<Mutant> All =
    [
        new("match-on-send", Group,
            "A leader sets matchIndex when it sends entries, not when they are acknowledged.",
            "classic", FalseProgress, null, options => new MatchOnSend(options)),
        new("match-from-leader-tail", Group,
            "A leader credits any acknowledgement with all that its log holds by now.",
            "Coyote's CloudMessaging sample", FalseProgress, null, options => new MatchFromLeaderTail(options)),
        new("batch-shares-prev", Group,
            "A leader that sends several batches at once gives all of them the prevLogIndex of the first.",
            "akka-entity-replication 123", [LogMatching, .. FalseProgress, BatchWithinLimit], null,
            options => new BatchSharesPrev(options), Needs: [Need.SmallBatches]),
        new("old-term-ack-accepted", Group,
            "A leader counts acknowledgements of an earlier leadership.",
            "canonical/raft 351, 362", [.. FalseProgress, QuorumCheck], null,
            options => new OldTermAckAccepted(options), MinServers: 5, Needs: [Need.NoNoOp]),
        new("match-not-reset", Group,
            "A leader begins with the matchIndex of its earlier leadership.",
            "classic", FalseProgress, null, options => new MatchNotReset(options), MinServers: 5),
        new("match-regresses", Group,
            "A leader takes matchIndex from each acknowledgement, also from one that comes late.",
            "PySyncObj 167, raft-rs 556", [MonotonicMatch], null,
            options => new MatchRegresses(options), Needs: [Need.Reordering]),
        new("heartbeat-nack-overwrites-probe", Group,
            "A refused heartbeat, sent while nextIndex was stepping back, sends it back to the end.",
            "CCF 3723", [PendingWritesCommit, LogsConverge], null, options => new HeartbeatNackOverwritesProbe(options)),
        new("broadcast-stops-on-error", Group,
            "A leader's heartbeat goes to one server after the other, and no further than the first that fails.",
            "willemt 79, 118", NoProgress, null, options => new BroadcastStopsOnError(options), Needs: [Need.Crashes]),
        new("leader-overwrites-uncommitted", Group,
            "A leader puts a new command over entries of its log that are not committed yet.",
            "ours", [LeaderAppendOnly, LogMatching, .. FalseProgress], null, options => new LeaderOverwritesUncommitted(options)),
        new("never-steps-back", Group,
            "A leader that is refused tries the same again, and does not decrement nextIndex.",
            "ours", [LogsConverge, PendingWritesCommit], null, options => new NeverStepsBack(options)),
    ];

    private sealed class MatchOnSend(Options options) : Rules(options)
    {
        protected override Step SendAppendEntries(ServerState state, ServerId to, int most)
        {
            var leader = (Leader)state.Role;
            var next = leader.NextIndex[to];
            var sent = next - 1 + state.Log.From(next, most).Count;
            var match = leader.MatchIndex.With(to, Math.Max(leader.MatchIndex[to], sent));
            return base.SendAppendEntries(state with { Role = leader with { MatchIndex = match } }, to, most);
        }
    }

    private sealed class MatchFromLeaderTail(Options options) : Rules(options)
    {
        protected override long NewMatchIndex(ServerState state, Leader leader, AppendEntriesReply reply) => state.Log.LastIndex;
    }

    private sealed class BatchSharesPrev(Options options) : Rules(options)
    {
        protected override Step SendAppendEntriesToAll(ServerState state, int most)
        {
            var step = base.SendAppendEntriesToAll(state, Options.MaxEntriesPerAppend);
            return state.Others.Members.Aggregate(step, SendFurtherBatches);
        }

        private Step SendFurtherBatches(Step step, ServerId to)
        {
            var most = Options.MaxEntriesPerAppend;
            var first = ((Leader)step.State.Role).NextIndex[to];
            for (var next = first + most; next <= step.State.Log.LastIndex; next += most)
            {
                step = step.Send(AppendRequest(step.State, to, first - 1, step.State.Log.From(next, most)));
            }

            return step;
        }
    }

    private sealed class NeverStepsBack(Options options) : Rules(options)
    {
        protected override long SteppedBack(ServerState state, AppendEntriesReply reply) => reply.PrevLogIndex + 1;
    }

    private sealed class OldTermAckAccepted(Options options) : Rules(options)
    {
        protected override bool IsOfOlderTerm(ServerState state, Message message) =>
            message is not AppendEntriesReply { Success: true } && base.IsOfOlderTerm(state, message);
    }

    private sealed class MatchNotReset(Options options) : Rules(options)
    {
        protected override ServerState ConvertToFollower(ServerState state, ServerId? leader) =>
            KeptBy(state.Role) is { } kept
                ? state with { Role = new KeepingFollower(leader, kept) }
                : base.ConvertToFollower(state, leader);

        protected override ServerState ConvertToCandidate(ServerState state)
        {
            var candidate = base.ConvertToCandidate(state);
            return KeptBy(state.Role) is { } kept
                ? candidate with { Role = new KeepingCandidate(ServerSet.Of(state.Id), kept) }
                : candidate;
        }

        protected override Leader InitialProgress(ServerState state)
        {
            var initial = base.InitialProgress(state);
            return KeptBy(state.Role) is { } kept
                ? initial with { MatchIndex = OfAsMany(kept, initial.MatchIndex.Indexes.Count) }
                : initial;
        }

        /// <summary>Servers may have come and gone since.</summary>
        private static IndexPerServer OfAsMany(IndexPerServer kept, int servers) =>
            new(kept.UpTo(ServerSet.FirstServers(servers), 0).Indexes.Take(servers));

        private static IndexPerServer? KeptBy(Role role) => role switch
        {
            Leader leader => leader.MatchIndex,
            KeepingFollower follower => follower.MatchIndex,
            KeepingCandidate candidate => candidate.MatchIndex,
            _ => null,
        };

        private sealed record KeepingFollower(ServerId? LeaderId, IndexPerServer MatchIndex) : Follower(LeaderId);

        private sealed record KeepingCandidate(ServerSet VotesGranted, IndexPerServer MatchIndex) : Candidate(VotesGranted);
    }

    private sealed class MatchRegresses(Options options) : Rules(options)
    {
        protected override long NewMatchIndex(ServerState state, Leader leader, AppendEntriesReply reply) => reply.MatchIndex;
    }

    /// <summary>A refusal that does not answer the present probe is taken to answer a heartbeat sent before it.</summary>
    private sealed class HeartbeatNackOverwritesProbe(Options options) : Rules(options)
    {
        protected override bool RefusesNextIndex(Leader leader, AppendEntriesReply reply) => true;

        protected override long SteppedBack(ServerState state, AppendEntriesReply reply)
        {
            var answersProbe = base.RefusesNextIndex((Leader)state.Role, reply);
            return answersProbe ? base.SteppedBack(state, reply) : state.Log.LastIndex + 1;
        }
    }

    /// <summary>
    /// Our network does not tell of a failed send: a server that has not acknowledged the whole log stands for one out of reach.
    /// </summary>
    private sealed class BroadcastStopsOnError(Options options) : Rules(options)
    {
        protected override Step SendAppendEntriesToAll(ServerState state, int most)
        {
            var step = Step.From(state);
            foreach (var other in state.Others)
            {
                step = step.Then(leader => SendAppendEntries(leader, other, most));
                if (((Leader)state.Role).MatchIndex[other] < state.Log.LastIndex)
                {
                    return step;
                }
            }

            return step;
        }
    }

    private sealed class LeaderOverwritesUncommitted(Options options) : Rules(options)
    {
        protected override Step OnClientRequest(ServerState state, ClientRequest request)
        {
            var cut = state.Role is Leader ? state.WithLog(state.Log.TruncateFrom(state.CommitIndex + 1)) : state;
            return base.OnClientRequest(cut, request);
        }
    }
}
