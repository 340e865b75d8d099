using Raft.Core.Protocol;
using static Raft.Coyote.Mutants.PropertyName;

namespace Raft.Coyote.Mutants;

/// <summary>Bugs in pipelines, batches and back-pressure (section 10.2.2 of the dissertation, and etcd's raft).</summary>
internal static class FlowMutants
{
    private const string Group = "Flow";

    /// <summary>
    /// Something is never sent, or never sent again: requests wait, also those that keep others from being taken.
    /// </summary>
    private static readonly Sequence<string> NeverSent = [PendingWritesCommit, LogsConverge, BusyClientsAreServed];

    private static readonly Sequence<string> NeverServed = [BusyClientsAreServed, PendingWritesCommit, LogsConverge];

    public static readonly Sequence<Mutant> All =
    [
        new("in-flight-limit-ignored", Group,
            "A leader sends ahead without end, whatever is not acknowledged yet.",
            "ours", [LimitInFlight], null, options => new InFlightLimitIgnored(options)),
        new("in-flight-never-freed", Group,
            "An acknowledgement frees nothing in the pipeline; once it is full nothing more is sent.",
            "ours", NeverSent, null, options => new InFlightNeverFreed(options)),
        new("pipeline-never-probes", Group,
            "A leader that sends ahead takes no notice of a refusal, and goes on where it is.",
            "ours", NeverSent, null, options => new PipelineNeverProbes(options)),
        new("pipeline-loss-unnoticed", Group,
            "A leader's heartbeat goes at matchIndex, not behind what was sent ahead: it never shows that some of that was lost.",
            "etcd 14633", NeverSent, null, options => new PipelineLossUnnoticed(options)),
        new("pipeline-ack-credits-all", Group,
            "A leader credits an acknowledgement with all that it has sent ahead.",
            "ours", FalseProgress, null, options => new PipelineAckCreditsAll(options)),
        new("bytes-limit-starves", Group,
            "An entry larger than the limit in bytes is never sent, and none behind it.",
            "ours", NeverSent, null, options => new BytesLimitStarves(options)),
        new("bytes-limit-ignored", Group,
            "A batch is as large as it comes, whatever the limit in bytes.",
            "ours", [BatchWithinLimit], null, options => new BytesLimitIgnored(options)),
        new("busy-yet-appended", Group,
            "A leader answers \"busy\", and takes the command all the same.",
            "ours", [BackPressure, Linearizability], null, options => new BusyYetAppended(options)),
        new("busy-counts-older-terms", Group,
            "A new leader counts uncommitted entries of older terms too; then it never takes the one that would commit them.",
            "proposed in etcd-io/raft 11", NeverServed, null, options => new BusyCountsOlderTerms(options), Needs: [Need.NoNoOp]),
        new("busy-for-ever", Group,
            "What is committed still counts as uncommitted, until nothing is taken any more.",
            "etcd 10199, cockroach 31184", NeverServed, null, options => new BusyForEver(options)),
        new("uncommitted-limit-ignored", Group,
            "A leader takes on commands without end, whatever is not committed yet.",
            "etcd 10167, raft-rs 131", [BackPressure], null, options => new UncommittedLimitIgnored(options)),
    ];

    private sealed class InFlightLimitIgnored(Options options) : Rules(options)
    {
        protected override bool HasRoom(Leader leader, ServerId follower) => true;
    }

    private sealed class InFlightNeverFreed(Options options) : Rules(options)
    {
        protected override Sequence<long> StillInFlight(Sequence<long> inFlight, long match) => inFlight;
    }

    private sealed class PipelineNeverProbes(Options options) : Rules(options)
    {
        protected override Step OnRefusalInPipeline(ServerState state, Leader leader, AppendEntriesReply reply) =>
            Step.From(state);
    }

    private sealed class PipelineLossUnnoticed(Options options) : Rules(options)
    {
        protected override AppendEntries AppendRequest(ServerState state, ServerId to, long prevLogIndex, Sequence<Entry> entries)
        {
            var leader = (Leader)state.Role;
            var isAhead = leader.SendsAhead(to) && entries.Count == 0;
            return base.AppendRequest(state, to, isAhead ? leader.MatchIndex[to] : prevLogIndex, entries);
        }
    }

    private sealed class PipelineAckCreditsAll(Options options) : Rules(options)
    {
        protected override long NewMatchIndex(ServerState state, Leader leader, AppendEntriesReply reply) =>
            leader.SendsAhead(reply.From) ? leader.NextIndex[reply.From] - 1 : base.NewMatchIndex(state, leader, reply);
    }

    private sealed class BytesLimitStarves(Options options) : Rules(options)
    {
        protected override bool FitsBehind(int count, long bytes, Entry entry) =>
            bytes + SizeOf(entry.Command) <= Options.MaxBytesPerAppend;
    }

    private sealed class BytesLimitIgnored(Options options) : Rules(options)
    {
        protected override bool FitsBehind(int count, long bytes, Entry entry) => true;
    }

    private sealed class BusyYetAppended(Options options) : Rules(options)
    {
        protected override Step OnClientRequest(ServerState state, ClientRequest request)
        {
            var step = base.OnClientRequest(state, request);
            var isBusy = step.Effects.Items.Any(effect => effect is Reply { Answer: Busy });
            var entry = new Entry(state.CurrentTerm, request.Command, request.Id);
            return isBusy ? step.Then(leader => leader.WithLog(leader.Log.Append(entry))) : step;
        }
    }

    private sealed class BusyCountsOlderTerms(Options options) : Rules(options)
    {
        protected override long Uncommitted(ServerState state) => state.Log.LastIndex - state.CommitIndex;
    }

    private sealed class BusyForEver(Options options) : Rules(options)
    {
        protected override long Uncommitted(ServerState state) => base.Uncommitted(state with { CommitIndex = 0 });
    }

    private sealed class UncommittedLimitIgnored(Options options) : Rules(options)
    {
        protected override bool IsBusy(ServerState state) => false;
    }
}
