using Raft.Core.Protocol;
using static Raft.Coyote.Mutants.PropertyName;

namespace Raft.Coyote.Mutants;

/// <summary>Bugs in section 5.3, in what a follower does with AppendEntries.</summary>
internal static class ReplicationReceiverMutants
{
    private const string Group = "Replication";

    public static readonly Sequence<Mutant> All =
    [
        new("accept-stale-append", Group,
            "Receiver's rule 1 is missing: a server takes entries from the leader of an earlier term.",
            "classic", FalseProgress, null, options => new AcceptStaleAppend(options)),
        new("truncate-on-every-append", Group,
            "A follower deletes all that follows prevLogIndex, whether it conflicts or not.",
            "akka-raft 66, raftos 26, CCF 5991", FalseProgress, null,
            options => new TruncateOnEveryAppend(options), Needs: [Need.Reordering]),
        new("truncate-on-new-term", Group,
            "A server that learns of a later term rolls its log back to what it knows to be committed.",
            "CCF 5674", LostEntries, null, options => new TruncateOnNewTerm(options)),
        new("prev-term-unchecked", Group,
            "Rule 2 looks at prevLogIndex only: an entry of any term matches there.",
            "akka-raft 58", [LogMatching, .. FalseProgress], null, options => new PrevTermUnchecked(options)),
        new("prev-zero-ambiguous", Group,
            "A follower takes prevLogIndex 0 to mean that whatever it has matches, and keeps what conflicts.",
            "willemt 118", [LogMatching, .. FalseProgress], null, options => new PrevZeroAmbiguous(options)),
        new("append-blind", Group,
            "A follower appends all new entries, also those that it has already.",
            "willemt 118", [LogMatching, .. FalseProgress], null, options => new AppendBlind(options)),
        new("conflict-keeps-suffix", Group,
            "A follower overwrites the entry that conflicts, and keeps those that follow it.",
            "classic", [LogMatching, .. FalseProgress], null, options => new ConflictKeepsSuffix(options), MinServers: 5),
        new("ack-own-last-index", Group,
            "A follower acknowledges its whole log, of which it knows only a part to match.",
            "CCF 6001", FalseProgress, null, options => new AckOwnLastIndex(options), Needs: [Need.SmallBatches]),
    ];

    private sealed class AcceptStaleAppend(Options options) : Rules(options)
    {
        protected override bool IsOfOlderTerm(ServerState state, Message message) =>
            message is not AppendEntries && base.IsOfOlderTerm(state, message);
    }

    private sealed class TruncateOnEveryAppend(Options options) : Rules(options)
    {
        protected override Log DeleteConflicts(Log log, AppendEntries request) => log.TruncateFrom(request.PrevLogIndex + 1);
    }

    private sealed class TruncateOnNewTerm(Options options) : Rules(options)
    {
        protected override ServerState AdoptTerm(ServerState state, Message message) =>
            base.AdoptTerm(state, message).WithLog(state.Log.TruncateFrom(state.CommitIndex + 1));
    }

    private sealed class PrevTermUnchecked(Options options) : Rules(options)
    {
        protected override bool MatchesPrevious(Log log, AppendEntries request) =>
            request.PrevLogIndex == 0 || log.Contains(request.PrevLogIndex);
    }

    private sealed class PrevZeroAmbiguous(Options options) : Rules(options)
    {
        protected override Log DeleteConflicts(Log log, AppendEntries request) =>
            request.PrevLogIndex == 0 ? log : base.DeleteConflicts(log, request);
    }

    private sealed class AppendBlind(Options options) : Rules(options)
    {
        protected override Log AppendNewEntries(Log log, AppendEntries request) => log.Append(request.Entries);
    }

    private sealed class ConflictKeepsSuffix(Options options) : Rules(options)
    {
        protected override Log DeleteConflicts(Log log, AppendEntries request)
        {
            var entries = log.Entries;
            var known = Math.Min(request.LastNewIndex, log.LastIndex);
            for (var index = FirstToCompare(log, request); index <= known; index++)
            {
                var position = (int)(index - log.PrevIndex) - 1;
                entries = entries.SetItem(position, request.Entries[(int)(index - request.PrevLogIndex) - 1]);
            }

            return new Log(entries) { PrevIndex = log.PrevIndex, PrevTerm = log.PrevTerm };
        }
    }

    private sealed class AckOwnLastIndex(Options options) : Rules(options)
    {
        protected override AppendEntriesReply Success(ServerState state, AppendEntries request) =>
            base.Success(state, request) with { MatchIndex = state.Log.LastIndex };
    }
}
