using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Readers;

/// <summary>
/// The NDJSON that etcd-io/raft writes when it is built with <c>with_tla</c>. Facts, from its state_trace.go and raft.go: a
/// message
/// received is logged before it is handled, a change of role after it; Replicate and ChangeConf before the append;
/// ApplyConfChange with the old configuration, the voters of the new one in its properties; Commit by leaders, after each look.
/// Ready means that all before it is on disk, and its messages may leave. PreVote, ReadIndex, TimeoutNow and proposals are not
/// logged. A library that starts shows an empty state with the log that it found, then its configuration, then the real state.
/// </summary>
internal sealed partial class EtcdReader() : TaggedReader(Fields, Required, Events)
{
    private const int Required = 6;
    private const int Message = 6;

    private static readonly string[] Fields = ["name", "nid", "state", "role", "log", "conf", "msg", "prop"];
    private static readonly string[] Roles = ["StateFollower", "StatePreCandidate", "StateCandidate", "StateLeader"];

    private static readonly (string Name, Deed Deed)[] Events =
    [
        ("InitState", Deed.Started), ("Ready", Deed.Persisted), ("BecomeFollower", Deed.BecameFollower),
        ("BecomeCandidate", Deed.BecameCandidate), ("BecomeLeader", Deed.BecameLeader), ("Replicate", Deed.Appending),
        ("ChangeConf", Deed.ChangingConfiguration), ("Commit", Deed.Committed), ("ApplyConfChange", Deed.Configured),
        ("SendAppendEntriesRequest", Deed.Sent), ("ReceiveAppendEntriesRequest", Deed.Received),
        ("SendAppendEntriesResponse", Deed.Sent), ("ReceiveAppendEntriesResponse", Deed.Received),
        ("SendRequestVoteRequest", Deed.Sent), ("ReceiveRequestVoteRequest", Deed.Received),
        ("SendRequestVoteResponse", Deed.Sent), ("ReceiveRequestVoteResponse", Deed.Received),
        ("SendSnapshot", Deed.Sent), ("ReceiveSnapshot", Deed.Received),
    ];

    private ServerSet loading;

    /// <inheritdoc/>
    public override bool ShowsPersistence => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> NotShown =>
    [
        "what is in the entries, and when they are applied", "PreVote, ReadIndex, TimeoutNow, proposals and timers", "who learns",
    ];

    /// <inheritdoc/>
    protected override bool Needs(Observation seen, int field) =>
        field == Message && seen.Deed is Deed.Sent or Deed.Received;

    /// <inheritdoc/>
    protected override void ReadField(ref JsonCursor json, int field, Observation into)
    {
        switch (field)
        {
            case 3:
                into.View = into.View with { Role = (RoleSeen)json.Choice(Roles) };
                break;
            case 4:
                into.View = into.View with { LastIndex = json.Number() };
                break;
            case 5:
                into.Configuration = ReadConfiguration(ref json);
                break;
            case Message:
                into.Message = ReadMessage(ref json);
                break;
            default:
                ReadProperties(ref json, into);
                break;
        }
    }

    /// <summary>The voters, and those of the old configuration while two are joint.</summary>
    private Configuration ReadConfiguration(ref JsonCursor json)
    {
        var sets = (First: ServerSet.Empty, Second: ServerSet.Empty);
        json.BeginArray();
        for (var count = 0; json.NextItem(); count++)
        {
            var set = ReadServers(ref json);
            sets = count == 0 ? (set, sets.Second) : count == 1 ? (sets.First, set) : throw json.Expected("two arrays at most");
        }

        return new Configuration(sets.First, sets.Second);
    }

    private ServerSet ReadServers(ref JsonCursor json)
    {
        var set = ServerSet.Empty;
        json.BeginArray();
        while (json.NextItem())
        {
            set = set.Add(new ServerId(Names.Read(json)));
        }

        return set;
    }

    /// <summary>A start may come in two parts: first the log that was found, then, with BecomeFollower, the real state.</summary>
    protected override void Place(Observation into)
    {
        var server = new ServerId(into.Server);
        if (into.Deed == Deed.Started)
        {
            var isFirstPart = into.View is { Term: 0, Vote: 0 } && into.Configuration == default(Configuration);
            loading = isFirstPart ? loading.Add(server) : loading.Without(server);
            into.Deed = isFirstPart ? Deed.Loading : Deed.Started;
        }
        else if (loading.Contains(server))
        {
            PlaceSecondPart(into, server);
        }
    }

    /// <summary>
    /// Anything else after an empty InitState tells that this was the whole: the server has nothing on its disk.
    /// </summary>
    private void PlaceSecondPart(Observation into, ServerId server)
    {
        if (into.Deed == Deed.Configured)
        {
            (into.Deed, into.Configuration) = (Deed.Loading, new Configuration(into.Members));
            return;
        }

        loading = loading.Without(server);
        into.Deed = into.Deed == Deed.BecameFollower ? Deed.Started : into.Deed;
    }
}
