using System.Text;

namespace Raft.Coyote.Traces.Show;

/// <summary>
/// A run as a log for ShiViz, which draws it by its vector clocks (https://bestchai.bitbucket.io/shiviz/). A file that is given
/// to it begins with the expression that reads it and with the delimiter of several executions, here none.
/// </summary>
public static class ShiVizLog
{
    /// <summary>The first line: how ShiViz tells an event's text, its host and its clock. It is ShiViz's own default.</summary>
    public const string Parser = @"(?<event>.*)\n(?<host>\S*) (?<clock>{.*})";

    /// <summary>The log of a run.</summary>
    public static string Of(Trace trace)
    {
        var places = new Places(trace);
        var clocks = VectorClocks.Of(trace, places);
        var log = new StringBuilder($"{Parser}\n\n");
        for (var position = 0; position < clocks.Count; position++)
        {
            var happening = trace.Happenings[position];
            log.Append($"#{position + 1} {OnOneLine(Narration.Tell(happening))}\n");
            log.Append($"{Places.Of(happening)} {Write(clocks[position], places)}\n");
        }

        return log.ToString();
    }

    /// <summary>A place that a clock does not know of yet is left out: ShiViz refuses hosts without events.</summary>
    private static string Write(int[] clock, Places places)
    {
        var known = clock.Select((count, place) => (count, place)).Where(each => each.count > 0);
        return $"{{{string.Join(", ", known.Select(each => $"\"{places.All[each.place]}\":{each.count}"))}}}";
    }

    /// <summary>An event ends where its line ends, and keys and values may hold anything.</summary>
    private static string OnOneLine(string text) =>
        string.Concat(text.Select(character => IsInLine(character) ? character : ' '));

    private static bool IsInLine(char character) => !char.IsControl(character) && character is not ('\u2028' or '\u2029');
}
