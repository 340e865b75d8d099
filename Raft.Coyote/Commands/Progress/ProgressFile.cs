using Raft.Coyote.Exploration;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands.Progress;

/// <summary>
/// A progress record that was read. Of each block it keeps where its line is, and reads it again when it is asked for: a long
/// run has more states than one would like to hold twice.
/// </summary>
internal sealed class ProgressFile
{
    private readonly Dictionary<(string Scenario, string Driver), RecordedLeg> legs = [];

    private ProgressFile(string folder) => Folder = folder;

    /// <summary>The folder that it is in.</summary>
    public string Folder { get; }

    /// <summary>The file.</summary>
    public string File => In(Folder);

    /// <summary>The words of the request.</summary>
    public IReadOnlyList<string> Words { get; private set; } = [];

    /// <summary>How many bytes its whole lines have. What comes after them is the beginning of one.</summary>
    public long Length { get; private set; }

    /// <summary>Where the record is in a folder.</summary>
    public static string In(string folder) => Path.Combine(folder, "progress.jsonl");

    /// <summary>Reads a record.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="understand">Says what the words of its request ask for.</param>
    /// <exception cref="BadUsageException">There is none, or it is bad; the message says in which line.</exception>
    public static ProgressFile Read(string folder, Func<IReadOnlyList<string>, CheckRequest> understand)
    {
        var record = new ProgressFile(folder);
        try
        {
            using var file = record.Open();
            record.ReadAll(file, understand);
            return record;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadUsageException($"{In(folder)}:1: expected what raft check --out leaves there, {exception.Message}");
        }
    }

    /// <summary>What is in it of a leg that was asked for.</summary>
    public RecordedLeg Of(Leg leg) => legs[(leg.Scenario.Name, Text.NameOf(leg.Driver))];

    /// <summary>Whether a block is in it.</summary>
    public bool Has(Block block) => Of(block.Leg).PlaceOf(block.Number) is not null;

    /// <summary>What came of a block; null when it is not in the record.</summary>
    public BlockResult? Find(Block block) =>
        Of(block.Leg).PlaceOf(block.Number) is { } place ? Read(place).ToResult(block, ReadTrace) : null;

    private FileStream Open() => new(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    private BlockLine Read(Place place)
    {
        using var file = Open();
        file.Seek(place.Offset, SeekOrigin.Begin);
        var bytes = new byte[place.Length];
        file.ReadExactly(bytes);
        return (BlockLine)ProgressLine.Read(bytes);
    }

    private Trace ReadTrace(string name)
    {
        try
        {
            return TraceReader.Read(Path.Combine(Folder, name));
        }
        catch (TraceFormatException exception)
        {
            throw new BadUsageException(exception.Message);
        }
    }

    private void ReadAll(Stream file, Func<IReadOnlyList<string>, CheckRequest> understand)
    {
        var number = 0;
        foreach (var line in WholeLines.In(file))
        {
            number++;
            try
            {
                Take(number, ProgressLine.Read(line), new Place(Length, line.Length), understand);
            }
            catch (Exception exception) when (exception is FormatException or BadUsageException)
            {
                throw new BadUsageException($"{File}:{number}: {exception.Message}");
            }

            Length += line.Length + 1;
        }

        _ = number == 0 ? throw new BadUsageException($"{File}:1: expected a request on a whole line, the file ends before") : 0;
    }

    private void Take(int number, ProgressLine line, Place place, Func<IReadOnlyList<string>, CheckRequest> understand)
    {
        switch (line)
        {
            case RequestLine request when number == 1:
                Begin(request, understand);
                break;
            case BlockLine block when number > 1:
                Named(block.Scenario, block.Driver).Add(block, place);
                RefuseOtherTrace(block);
                break;
            case EndLine end when number > 1:
                Named(end.Scenario, end.Driver).End();
                break;
            default:
                throw new FormatException("expected a request on the first line, and on no other");
        }
    }

    private void RefuseOtherTrace(BlockLine block)
    {
        if (block.Trace is { } name && ReadTrace(name).Header is { Violation: null })
        {
            throw new FormatException($"expected the trace of a violation, {name} has none");
        }
    }

    private RecordedLeg Named(string scenario, string driver) => legs.GetValueOrDefault((scenario, driver))
        ?? throw new FormatException($"expected a scenario and a driver that were asked for, came \"{scenario}\", \"{driver}\"");

    private void Begin(RequestLine line, Func<IReadOnlyList<string>, CheckRequest> understand)
    {
        if (line.Format != RequestLine.CurrentFormat || line.Product != TraceFormat.Product)
        {
            throw new FormatException(
                $"expected a record of {TraceFormat.Product} in format {RequestLine.CurrentFormat}, for another version runs "
                + $"other schedules; came one of {line.Product} in format {line.Format}");
        }

        Words = line.Words;
        var request = understand(line.Words);
        foreach (var leg in request.Legs)
        {
            var name = Text.NameOf(leg);
            legs[(leg.Scenario.Name, Text.NameOf(leg.Driver))] = new RecordedLeg(name, Checker.Blocks(request, leg));
        }
    }
}

/// <summary>Where a line is in its file, without its line feed.</summary>
internal readonly record struct Place(long Offset, int Length);
