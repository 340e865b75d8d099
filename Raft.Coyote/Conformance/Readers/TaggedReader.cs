using System.Numerics;

namespace Raft.Coyote.Conformance.Readers;

/// <summary>
/// Lines as etcd-io/raft and those who follow it write them: <c>{"tag":"trace","event":{"name":...,"nid":...,"state":...}}</c>.
/// A line with another tag is not about Raft.
/// </summary>
/// <param name="fields">The fields of an event that the format has; those that are no always there come last.</param>
/// <param name="required">How many of them each event has.</param>
/// <param name="events">The names of the events, and what a server does in them.</param>
/// <param name="mostServers">How many servers there may be.</param>
internal abstract class TaggedReader(
    string[] fields, int required, (string Name, Deed Deed)[] events, int mostServers = int.MaxValue) : IReader
{
    private static readonly string[] Outer = ["tag", "event"];
    private static readonly string[] StateFields = ["term", "vote", "commit"];

    private readonly string[] eventNames = [.. events.Select(known => known.Name)];
    private readonly HashSet<int> started = [];

    /// <inheritdoc/>
    public abstract bool ShowsPersistence { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> NotShown { get; }

    /// <summary>The servers.</summary>
    protected ServerNames Names { get; } = new(mostServers);

    /// <inheritdoc/>
    public string NameOf(int server) => Names[server];

    /// <inheritdoc/>
    public bool Read(LogLines lines, Observation into)
    {
        var json = new JsonCursor(lines);
        json.BeginLine();
        var (isTrace, hasEvent) = (true, false);
        for (int field; (field = json.NextField("", Outer)) >= 0;)
        {
            isTrace = field == 0 ? json.Text() == "trace" : isTrace;
            if (field == 1)
            {
                ReadEvent(ref json, into);
                hasEvent = true;
            }
        }

        json.EndLine();
        if (isTrace && !hasEvent)
        {
            throw json.Missing("event");
        }

        return isTrace && Place(lines, into);
    }

    /// <summary>Reads a field that only this format has.</summary>
    /// <param name="json">Stands at its value.</param>
    /// <param name="field">Which of the fields it is.</param>
    /// <param name="into">Where it goes.</param>
    protected abstract void ReadField(ref JsonCursor json, int field, Observation into);

    /// <summary>Reads what the place of an event among the others tells.</summary>
    protected abstract void Place(Observation into);

    /// <summary>Whether an event must have a field that not all have.</summary>
    protected virtual bool Needs(Observation seen, int field) => false;

    private void ReadEvent(ref JsonCursor json, Observation into)
    {
        json.BeginObject();
        var seen = 0;
        for (int field; (field = json.NextField("event", fields)) >= 0; seen |= 1 << field)
        {
            ReadKnown(ref json, field, into);
        }

        for (var field = 0; field < fields.Length; field++)
        {
            var isMissing = (seen & (1 << field)) == 0;
            if (isMissing && (field < required || Needs(into, field)))
            {
                throw json.Missing($"event.{fields[field]}");
            }
        }
    }

    /// <summary>The first fields are the same in all formats: name, nid, state.</summary>
    private void ReadKnown(ref JsonCursor json, int field, Observation into)
    {
        switch (field)
        {
            case 0:
                (into.Name, into.Deed) = events[json.Choice(eventNames)];
                break;
            case 1:
                into.Server = Names.Read(json);
                break;
            case 2:
                ReadState(ref json, into);
                break;
            default:
                ReadField(ref json, field, into);
                break;
        }
    }

    private void ReadState(ref JsonCursor json, Observation into)
    {
        json.BeginObject();
        var seen = 0;
        for (int field; (field = json.NextField("event.state", StateFields)) >= 0; seen |= 1 << field)
        {
            into.View = field switch
            {
                0 => into.View with { Term = json.Number() },
                1 => into.View with { Vote = Names.ReadOrNone(json, "0"u8) },
                _ => into.View with { Commit = json.Number() },
            };
        }

        if (seen != 0b111)
        {
            throw json.Missing($"event.state.{StateFields[BitOperations.TrailingZeroCount(~seen)]}");
        }
    }

    private bool Place(LogLines lines, Observation into)
    {
        if (into.Deed == Deed.Started)
        {
            started.Add(into.Server);
        }

        if (!started.Contains(into.Server))
        {
            throw lines.Problem($"event.nid: expected the InitState of {NameOf(into.Server)} first, came {into.Name}");
        }

        Place(into);
        return true;
    }
}
