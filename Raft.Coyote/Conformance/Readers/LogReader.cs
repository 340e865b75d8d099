using System.Text;

namespace Raft.Coyote.Conformance.Readers;

/// <summary>
/// The log that we ask implementers to write (specs/CONFORM.md): one line for each step, with the state after it, once that is
/// on disk
/// and before a message leaves; with the message that it handled and those that it sends, if they like.
/// </summary>
internal sealed partial class LogReader : IReader
{
    private const int MostNames = 100;
    private const int Required = 7;

    private static readonly string[] HeaderFields = ["kind", "format", "voters", "messages"];
    private static readonly string[] Fields =
    [
        "server", "event", "term", "votedFor", "role", "lastIndex", "commitIndex", "lastTerm", "lastApplied", "voters",
        "votersBefore", "received", "sent",
    ];

    private static readonly string[] Roles = ["follower", "preCandidate", "candidate", "leader"];

    private readonly ServerNames names = new();
    private readonly Dictionary<int, ServersSeen> started = [];
    private readonly List<(byte[] Bytes, string Text)> events = [];
    private bool hasHeader;

    /// <inheritdoc/>
    public bool ShowsPersistence => false;

    /// <inheritdoc/>
    public IReadOnlyList<string> NotShown => TellsMessages
        ? ["what is in the entries", "timers and clients"]
        : ["the messages", "what is in the entries", "timers and clients"];

    /// <summary>Whether each message that is handled or sent is told of.</summary>
    public bool TellsMessages { get; private set; }

    /// <summary>The voters that the cluster begins with.</summary>
    public ServersSeen Voters { get; private set; }

    /// <inheritdoc/>
    public string NameOf(int server) => names[server];

    /// <inheritdoc/>
    public bool Read(LogLines lines, Observation into)
    {
        var json = new JsonCursor(lines);
        json.BeginLine();
        if (hasHeader)
        {
            ReadEvent(ref json, lines, into);
        }
        else
        {
            ReadHeader(ref json);
        }

        json.EndLine();
        return into.Server != Observation.None;
    }

    private void ReadHeader(ref JsonCursor json)
    {
        var seen = 0;
        for (int field; (field = json.NextField("", HeaderFields)) >= 0; seen |= 1 << field)
        {
            switch (field)
            {
                case 0:
                    json.Choice(["log"]);
                    break;
                case 1:
                    _ = json.Number() == 1 ? 1 : throw json.Expected("format 1");
                    break;
                case 2:
                    Voters = names.ReadSet(ref json);
                    break;
                default:
                    TellsMessages = json.Flag();
                    break;
            }
        }

        RefuseMissing(json, HeaderFields, seen, 3);
        hasHeader = true;
    }

    private void ReadEvent(ref JsonCursor json, LogLines lines, Observation into)
    {
        var (seen, view) = (0, default(View));
        for (int field; (field = json.NextField("", Fields)) >= 0; seen |= 1 << field)
        {
            ReadField(ref json, field, into, ref view);
        }

        RefuseMissing(json, Fields, seen, Required);
        into.View = view;
        into.Deed = into.Name == "start" ? Deed.Started : Deed.Changed;
        Place(lines, into);
    }

    private void ReadField(ref JsonCursor json, int field, Observation into, ref View view)
    {
        switch (field)
        {
            case 0:
                into.Server = names.Read(json);
                break;
            case 1:
                into.Name = ReadName(json);
                break;
            case 2:
                view = view with { Term = json.Number() };
                break;
            case 3:
                view = view with { Vote = names.ReadOrNone(json, ""u8) };
                break;
            case 4:
                view = view with { Role = (RoleSeen)json.Choice(Roles) };
                break;
            case 5:
                view = view with { LastIndex = json.Number() };
                break;
            case 6:
                view = view with { Commit = json.Number() };
                break;
            case 7:
                into.LastTerm = json.Number();
                break;
            case 8:
                into.Applied = json.Number();
                break;
            default:
                ReadMore(ref json, field, into);
                break;
        }
    }

    private void ReadMore(ref JsonCursor json, int field, Observation into)
    {
        switch (field)
        {
            case 9:
                into.Configuration = (into.Configuration ?? default) with { Voters = names.ReadSet(ref json) };
                break;
            case 10:
                into.Configuration = (into.Configuration ?? default) with { VotersAfter = names.ReadSet(ref json) };
                break;
            case 11:
                into.Handled = ReadMessage(ref json, "received");
                break;
            default:
                json.BeginArray();
                while (json.NextItem())
                {
                    into.AllSent.Add(ReadMessage(ref json, "sent"));
                }

                break;
        }
    }

    /// <summary>What an event is called is free, so long as there are not too many names.</summary>
    private string ReadName(in JsonCursor json)
    {
        var bytes = json.Bytes();
        foreach (var known in events)
        {
            if (bytes.SequenceEqual(known.Bytes))
            {
                return known.Text;
            }
        }

        if (events.Count == MostNames)
        {
            return "other";
        }

        events.Add((bytes.ToArray(), Encoding.UTF8.GetString(bytes)));
        return events[^1].Text;
    }

    /// <summary>A message may leave out the end that is the server itself. A server begins with its start.</summary>
    private void Place(LogLines lines, Observation into)
    {
        if (into.Deed != Deed.Started && !started.ContainsKey(into.Server))
        {
            throw lines.Problem($"event: expected \"start\", the first of {NameOf(into.Server)}, came \"{into.Name}\"");
        }

        var voters = started.GetValueOrDefault(into.Server, Voters);
        into.Configuration ??= new ConfigurationSeen(voters);
        started[into.Server] = into.Configuration.Value.Voters;
        RefuseTooManyVoters(lines, into);
        into.Handled = into.Handled is { } handled ? handled with { To = OrSelf(handled.To, into) } : null;
        for (var place = 0; place < into.AllSent.Count; place++)
        {
            into.AllSent[place] = into.AllSent[place] with { From = OrSelf(into.AllSent[place].From, into) };
        }
    }

    /// <summary>A leader that tells of no voters is judged by all servers.</summary>
    private void RefuseTooManyVoters(LogLines lines, Observation seen)
    {
        var told = seen.Configuration!.Value.AllVoters.Count;
        var count = told == 0 && seen.View.Role == RoleSeen.Leader ? names.Count : told;
        if (count > ConfigurationSeen.MostVoters)
        {
            throw lines.Problem($"voters: expected {ConfigurationSeen.FewVoters}, came {count}");
        }
    }

    private static int OrSelf(int server, Observation seen) => server == Observation.None ? seen.Server : server;

    private static void RefuseMissing(in JsonCursor json, string[] names, int seen, int required)
    {
        for (var field = 0; field < required; field++)
        {
            if ((seen & (1 << field)) == 0)
            {
                throw json.Missing(names[field]);
            }
        }
    }
}
