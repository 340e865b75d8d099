namespace Raft.Coyote.Conformance.Readers;

/// <summary>
/// The NDJSON of canonical raft under its fixture: a server's state is compared before and after each of the fixture's steps,
/// and what
/// changed is told, one event for each part, each with the state after. Messages are not logged. Between Crash and Restart a
/// server keeps its memory and is not compared; it may stand still or run, and what it applies is told either way. Apply is
/// logged
/// before lastApplied moves.
/// </summary>
internal sealed class CanonicalReader() : TaggedReader(Fields, Required, Events, ConfigurationSeen.MostVoters)
{
    private const int Required = 5;
    private const int From = 7;

    private static readonly string[] Fields =
        ["name", "nid", "state", "role", "log", "lastTerm", "applied", "from", "cmd", "nth"];

    private static readonly string[] Roles = ["StateFollower", "StatePreCandidate", "StateCandidate", "StateLeader"];

    private static readonly (string Name, Deed Deed)[] Events =
    [
        ("InitState", Deed.Started), ("TermChange", Deed.Changed), ("Vote", Deed.Changed), ("Append", Deed.Changed),
        ("Truncate", Deed.Changed), ("Commit", Deed.Changed), ("Apply", Deed.Applied), ("BecomeFollower", Deed.BecameFollower),
        ("BecomeCandidate", Deed.BecameCandidate), ("BecomeLeader", Deed.BecameLeader), ("Crash", Deed.Unwatched),
        ("Restart", Deed.Watched), ("TakeSnapshot", Deed.Noted), ("RestoreSnapshot", Deed.Changed),
    ];

    /// <inheritdoc/>
    public override bool ShowsPersistence => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> NotShown =>
    [
        "the messages", "what a server does between Crash and Restart", "the configuration: all servers count as voters",
    ];

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
                into.LastTerm = json.Number();
                break;
            case 6:
                into.Applied = json.Number();
                break;
            case From:
                into.Before = json.Number();
                break;
            case 8:
                into.Command = (Fingerprint(json), into.Command?.Number ?? 0);
                break;
            default:
                into.Command = (into.Command?.Command ?? 0, json.Number());
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Place(Observation into)
    {
    }

    private static ulong Fingerprint(in JsonCursor json)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var next in json.Bytes())
        {
            hash = (hash ^ next) * 1_099_511_628_211UL;
        }

        return hash;
    }
}
