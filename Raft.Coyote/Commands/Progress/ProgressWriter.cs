using Raft.Coyote.Exploration;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands.Progress;

/// <summary>
/// Writes the progress record of a check as it goes: what it holds when the process is killed is what was done until then.
/// </summary>
internal sealed class ProgressWriter : IDisposable
{
    private readonly FileStream file;
    private readonly ProgressFile? before;

    private ProgressWriter(FileStream file, ProgressFile? before = null) => (this.file, this.before) = (file, before);

    /// <summary>Begins a record. One that is there already makes way.</summary>
    public static ProgressWriter Begin(string folder, IReadOnlyList<string> words)
    {
        var request = new RequestLine(RequestLine.CurrentFormat, TraceFormat.Product, words).ToBytes();
        Directory.CreateDirectory(folder);
        WholeFile.Write(ProgressFile.In(folder), stream => stream.Write(request));
        return new ProgressWriter(Open(folder, request.Length));
    }

    /// <summary>Goes on with a record, after its last whole line.</summary>
    public static ProgressWriter GoOn(ProgressFile record) => new(Open(record.Folder, record.Length), record);

    /// <summary>Adds what came of a block, if it is new. It is out of our hands when this returns.</summary>
    public void Add(BlockResult result, Finding? finding)
    {
        if (before?.Has(result.Block) != true)
        {
            Add(BlockLine.Of(result, finding));
        }
    }

    /// <summary>Adds that a leg is over, if that is new.</summary>
    public void End(Leg leg)
    {
        if (before?.Of(leg).IsOver != true)
        {
            Add(new EndLine(leg.Scenario.Name, Text.NameOf(leg.Driver)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Add(ProgressLine line)
    {
        file.Write(line.ToBytes());
        file.Flush();
    }

    private static FileStream Open(string folder, long length)
    {
        try
        {
            var file = new FileStream(ProgressFile.In(folder), FileMode.Open, FileAccess.Write, FileShare.Read);
            file.SetLength(length);
            file.Seek(0, SeekOrigin.End);
            return file;
        }
        catch (IOException exception)
        {
            throw new BadUsageException($"{ProgressFile.In(folder)} cannot be written to: {exception.Message}");
        }
    }
}
