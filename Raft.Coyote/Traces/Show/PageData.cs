using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces.Show;

/// <summary>All that the page shows, as the JSON in it says it. What is null is left out.</summary>
/// <param name="Header">How the run came about, as pairs of a name and a value.</param>
/// <param name="Verdict">The property that fell; null when none did.</param>
/// <param name="Servers">The names of the servers.</param>
/// <param name="Clients">The names of the clients that take part.</param>
/// <param name="Entries">All log entries that there ever were; elsewhere they are told by their position here.</param>
/// <param name="Committed">What was ever taken for committed, from index 1 on.</param>
/// <param name="Events">All that happened.</param>
/// <param name="Arrows">All that was sent.</param>
internal sealed record PageData(
    IReadOnlyList<string[]> Header,
    PageVerdict? Verdict,
    IReadOnlyList<string> Servers,
    IReadOnlyList<string> Clients,
    IReadOnlyList<PageEntry> Entries,
    IReadOnlyList<PageCommit> Committed,
    IReadOnlyList<PageEvent> Events,
    IReadOnlyList<PageArrow> Arrows);

/// <summary>A property that fell: what it says, how it fell, and the facts that contradict each other.</summary>
internal sealed record PageVerdict(
    string Property, string? Statement, string? Source, bool IsLiveness, string Explanation, IReadOnlyList<PageFact> Facts);

/// <summary>A fact, and the event that shows it.</summary>
internal sealed record PageFact(int Event, string Text);

/// <summary>A log entry.</summary>
internal sealed record PageEntry(long Term, string Command, string? Origin);

/// <summary>An entry, and the event at which it was first taken for committed.</summary>
internal sealed record PageCommit(int Entry, int Event);

/// <summary>
/// One event: its narration, where it took place, what kind it is, what is notable of it, what it changed; and what a server did
/// one after the other, when the order says more than the narration.
/// </summary>
internal sealed record PageEvent(
    string Text, int? Place, string Kind, IReadOnlyList<string>? Marks, PageCut? Cut, PageChange? Change,
    IReadOnlyList<string>? Order);

/// <summary>A partition: the positions of the servers on both sides.</summary>
internal sealed record PageCut(IReadOnlyList<int> From, IReadOnlyList<int> To, bool BothWays);

/// <summary>
/// What an event changed in the server where it took place. Of a log it says how many entries were kept and which ones follow;
/// null where the log is as it was. What it has discarded, up to an index, stands there as long as a snapshot holds it.
/// </summary>
internal sealed record PageChange(
    Condition Condition, string Role, long Term, string? VotedFor, long Commit, PageLog? Log, PageLog? Disk,
    long? Discarded);

/// <summary>A change of a log.</summary>
internal sealed record PageLog(long Kept, IReadOnlyList<int> Added);

/// <summary>The way of a message between two places.</summary>
internal sealed record PageArrow(int From, int To, int? SentAt, int? EndsAt, Fate Fate, long? Term, string Text);
