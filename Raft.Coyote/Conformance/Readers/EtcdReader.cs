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

    private readonly HashSet<int> loading = [];

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
    private ConfigurationSeen ReadConfiguration(ref JsonCursor json)
    {
        var sets = default((ServersSeen First, ServersSeen Second));
        json.BeginArray();
        for (var count = 0; json.NextItem(); count++)
        {
            var set = Names.ReadSet(ref json);
            sets = count == 0 ? (set, sets.Second) : count == 1 ? (sets.First, set) : throw json.Expected("two arrays at most");
        }

        var configuration = new ConfigurationSeen(sets.First, sets.Second);
        var isTooMany = configuration.AllVoters.Count > ConfigurationSeen.MostVoters;
        return isTooMany ? throw json.Expected(ConfigurationSeen.FewVoters) : configuration;
    }

    /// <summary>A start may come in two parts: first the log that was found, then, with BecomeFollower, the real state.</summary>
    protected override void Place(Observation into)
    {
        if (into.Deed == Deed.Started)
        {
            var isFirstPart = into.View is { Term: 0, Vote: 0 } && into.Configuration == default(ConfigurationSeen);
            _ = isFirstPart ? loading.Add(into.Server) : loading.Remove(into.Server);
            into.Deed = isFirstPart ? Deed.Loading : Deed.Started;
        }
        else if (loading.Contains(into.Server))
        {
            PlaceSecondPart(into);
        }
    }

    /// <summary>
    /// Anything else after an empty InitState tells that this was the whole: the server has nothing on its disk.
    /// </summary>
    private void PlaceSecondPart(Observation into)
    {
        if (into.Deed == Deed.Configured)
        {
            (into.Deed, into.Configuration) = (Deed.Loading, new ConfigurationSeen(into.Members));
            return;
        }

        loading.Remove(into.Server);
        into.Deed = into.Deed == Deed.BecameFollower ? Deed.Started : into.Deed;
    }
}
