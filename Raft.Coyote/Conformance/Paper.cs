namespace Raft.Coyote.Conformance;

/// <summary>A rule, in the words of the paper, and where it stands there.</summary>
/// <param name="Sentence">The sentence.</param>
/// <param name="Source">Where it stands: a section or a figure of the extended paper, or a section of the dissertation.</param>
internal sealed record PaperRule(string Sentence, string Source)
{
    /// <inheritdoc/>
    public override string ToString() => $"\"{Sentence}\" ({Source})";
}

/// <summary>
/// The rules that a trace may break, by what each is about: Figure 3's properties, Figure 2's sentences in its order, then
/// what the
/// later sections add. Where the paper's sentence needs its surroundings it is told in its words, shortened.
/// </summary>
internal static class Paper
{
    private const string Figure2 = "Figure 2";

    public static readonly PaperRule ElectionSafety = new("at most one leader can be elected in a given term", "Figure 3");
    public static readonly PaperRule LeaderAppendOnly = new(
        "a leader never overwrites or deletes entries in its log; it only appends new entries", "Figure 3");
    public static readonly PaperRule LogMatching = new(
        "if two logs contain an entry with the same index and term, then the logs are identical in all entries up through the "
        + "given index", "Figure 3");
    public static readonly PaperRule LeaderCompleteness = new(
        "if a log entry is committed in a given term, then that entry will be present in the logs of the leaders for all "
        + "higher-numbered terms", "Figure 3");
    public static readonly PaperRule StateMachineSafety = new(
        "if a server has applied a log entry at a given index to its state machine, no other server will ever apply a different "
        + "log entry for the same index", "Figure 3");
    public static readonly PaperRule TermIncreases = new(
        "latest term server has seen (initialized to 0 on first boot, increases monotonically)", $"{Figure2}, State");
    public static readonly PaperRule CommitIncreases = new(
        "index of highest log entry known to be committed (initialized to 0, increases monotonically)", $"{Figure2}, State");
    public static readonly PaperRule Persistent = new(
        "persistent state on all servers: updated on stable storage before responding to RPCs", $"{Figure2}, State");
    public static readonly PaperRule OneVote = new(
        "each server will vote for at most one candidate in a given term, on a first-come-first-served basis", "section 5.2");
    public static readonly PaperRule GrantVote = new(
        "if votedFor is null or candidateId, and candidate's log is at least as up-to-date as receiver's log, grant vote",
        $"{Figure2}, RequestVote receiver 2");
    public static readonly PaperRule AdoptTerm = new(
        "if RPC request or response contains term T > currentTerm: set currentTerm = T, convert to follower",
        $"{Figure2}, All Servers");
    public static readonly PaperRule OlderTerm = new("reply false if term < currentTerm", $"{Figure2}, receivers 1");
    public static readonly PaperRule ToCandidate = new(
        "on conversion to candidate, start election: increment currentTerm, vote for self, reset election timer, send RequestVote "
        + "RPCs to all other servers", $"{Figure2}, Candidates");
    public static readonly PaperRule Elected = new(
        "if votes received from majority of servers: become leader", $"{Figure2}, Candidates");
    public static readonly PaperRule NewLeader = new(
        "if AppendEntries RPC received from new leader: convert to follower", $"{Figure2}, Candidates");
    public static readonly PaperRule AskForVotes = new(
        "lastLogIndex: index of candidate's last log entry; lastLogTerm: term of candidate's last log entry",
        $"{Figure2}, RequestVote arguments");
    public static readonly PaperRule ClientAppend = new(
        "if command received from client: append entry to local log", $"{Figure2}, Leaders");
    public static readonly PaperRule SendEntries = new(
        "prevLogIndex: index of log entry immediately preceding new ones; prevLogTerm: term of prevLogIndex entry; leaderCommit: "
        + "leader's commitIndex", $"{Figure2}, AppendEntries arguments");
    public static readonly PaperRule ConsistencyCheck = new(
        "reply false if log doesn't contain an entry at prevLogIndex whose term matches prevLogTerm",
        $"{Figure2}, AppendEntries receiver 2");
    public static readonly PaperRule AppendNew = new(
        "if an existing entry conflicts with a new one (same index but different terms), delete the existing entry and all that "
        + "follow it; append any new entries not already in the log", $"{Figure2}, AppendEntries receiver 3 and 4");
    public static readonly PaperRule FollowerCommit = new(
        "if leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new entry)",
        $"{Figure2}, AppendEntries receiver 5");
    public static readonly PaperRule LeaderCommit = new(
        "if there exists an N such that N > commitIndex, a majority of matchIndex[i] >= N, and log[N].term == currentTerm: set "
        + "commitIndex = N", $"{Figure2}, Leaders");
    public static readonly PaperRule MatchIndex = new(
        "for each server, index of highest log entry known to be replicated on server", $"{Figure2}, State on leaders");
    public static readonly PaperRule InstallSnapshot = new(
        "discard any existing or partial snapshot with a smaller index; if existing log entry has same index and term as "
        + "snapshot's last included entry, retain log entries following it", "Figure 13");
    public static readonly PaperRule Network = new(
        "the network may lose, delay, double and reorder messages; it does not make them up", "section 2");
    public static readonly PaperRule SingleChange = new(
        "the leader may not begin a change while the one before is uncommitted, nor before it has committed an entry of its term",
        "dissertation, section 4.1, and the bug found in 2015");
    public static readonly PaperRule ConfigurationFromLog = new(
        "cluster configurations are stored and communicated using special entries in the replicated log", "section 6");
    public static readonly PaperRule Passive = new(
        "followers are passive: they issue no requests on their own but simply respond to requests from leaders and candidates",
        "section 5.1");
    public static readonly PaperRule LaterChapter = new(
        "what a later chapter adds, as the options in the header turn it on", "dissertation, chapters 4 to 6 and 9");
    public static readonly PaperRule Apply = new(
        "if commitIndex > lastApplied: increment lastApplied, apply log[lastApplied] to state machine", $"{Figure2}, All Servers");
}
