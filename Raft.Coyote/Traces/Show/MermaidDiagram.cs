using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Traces.Show;

/// <summary>
/// A run as a Mermaid sequence diagram, which GitHub draws. A message stands where it arrives, or where it is lost. Notes tell of
/// elections, votes, commits, crashes and partitions; that entries were appended and answers were counted is left to the arrows.
/// </summary>
public sealed class MermaidDiagram
{
    /// <summary>Mermaid draws no text that is longer, wherever it is not configured otherwise.</summary>
    public const int LongestText = 50_000;

    private const string Beginning = "sequenceDiagram";

    private static readonly string[] ToldVerbs = ["become", "convert", "adopt", "fall", "vote", "forget", "delete"];

    private readonly Trace trace;
    private readonly Places places;
    private readonly IReadOnlyDictionary<int, Arrow> arrows;

    private MermaidDiagram(Trace trace)
    {
        this.trace = trace;
        places = new Places(trace);
        arrows = Arrows.Of(trace).Where(arrow => arrow.EndsAt is not null).ToDictionary(arrow => arrow.EndsAt!.Value);
    }

    /// <summary>The text of the diagram. Of a run that is too long, the last events.</summary>
    public static string Of(Trace trace) => new MermaidDiagram(trace).Draw();

    private string Draw()
    {
        string[] head = [.. Head()];
        string[] foot = [.. Foot()];
        var blocks = trace.Happenings.Items
            .Select((happening, position) => string.Concat(Statements(position + 1, happening).Select(Line))).ToList();
        var room = LongestText - head.Concat(foot).Sum(line => Line(line).Length) - Line(LeftOut(blocks.Count)).Length;
        var first = FirstThatFits(blocks, room);
        string[] leftOut = first == 0 ? [] : [LeftOut(first)];
        return string.Concat([.. head.Concat(leftOut).Select(Line), .. blocks.Skip(first), .. foot.Select(Line)]);
    }

    private static string Line(string statement) =>
        statement == Beginning || statement.StartsWith('%') ? $"{statement}\n" : $"    {statement}\n";

    private static int FirstThatFits(List<string> blocks, int room)
    {
        var first = blocks.Count;
        while (first > 0 && blocks[first - 1].Length <= room)
        {
            first--;
            room -= blocks[first].Length;
        }

        return first;
    }

    private IEnumerable<string> Head()
    {
        var (header, mutant) = (trace.Header, trace.Header.Mutant is { } name ? $", mutant {name}" : "");
        return
        [
            """%%{init: {"sequence": {"wrap": true}}}%%""",
            Beginning,
            $"title {MermaidText.Of($"{header.Scenario}, seed {header.Seed}, schedule {header.Schedule}{mutant}")}",
            .. places.Servers.Concat(places.Clients).Select(place => $"participant {place}"),
        ];
    }

    private IEnumerable<string> Foot() => [NoteOverAll(string.Join(" ", Narration.Verdict(trace.Header.Violation)))];

    private string LeftOut(int count) =>
        NoteOverAll($"Events 1 to {count} are left out: Mermaid draws no more than {LongestText} characters.");

    private IEnumerable<string> Statements(int number, Happening happening)
    {
        var drawn = arrows.TryGetValue(number, out var arrow) ? Draw(number, arrow) : null;
        return [.. drawn is null ? [] : new[] { drawn }, .. Notes(number, happening)];
    }

    private static string Draw(int number, Arrow arrow)
    {
        var (line, fate) = arrow.Fate switch
        {
            Fate.Lost => ("-x", "lost: "),
            Fate.ArrivedAgain => ("-->>", "again: "),
            _ => ("->>", ""),
        };
        return $"{arrow.From}{line}{arrow.To}: {MermaidText.Of($"{number}. {fate}{arrow.Text}")}";
    }

    private IEnumerable<string> Notes(int number, Happening happening) => happening switch
    {
        Handled handled => NotesOf(number, handled),
        Doubled { Message: var sent } => [Note($"{sent.From},{sent.To}", number, Narration.Tell(happening))],
        Partitioned or Healed or FaultsOver => [NoteOverAll($"{number}. {Narration.Tell(happening)}")],
        Returned when !arrows.ContainsKey(number) => [Note(Places.Of(happening), number, Narration.Tell(happening))],
        Called or Lost or RequestLost or Returned => [],
        _ => [Note(Places.Of(happening), number, Narration.Tell(happening))],
    };

    private static IEnumerable<string> NotesOf(int number, Handled handled)
    {
        if (handled.Crash is not null || handled.Input is ElectionTimeout or Restart)
        {
            return [Note($"{handled.Server}", number, Narration.Tell(handled))];
        }

        var told = Narration.Changes(handled).Where(IsTold).Select(deed => deed.Present).ToList();
        return told.Count == 0 ? [] : [Note($"{handled.Server}", number, string.Join(", ", told))];
    }

    private static bool IsTold(Deed deed) =>
        ToldVerbs.Contains(deed.Verb) || deed.Rest.StartsWith("commitIndex", StringComparison.Ordinal);

    private static string Note(string over, int number, string text) =>
        $"Note over {over}: {MermaidText.Of($"{number}. {text}")}";

    private string NoteOverAll(string text)
    {
        var participants = places.Servers.Concat(places.Clients).ToList();
        var over = participants.Count == 1 ? participants[0] : $"{participants[0]},{participants[^1]}";
        return $"Note over {over}: {MermaidText.Of(text)}";
    }
}
