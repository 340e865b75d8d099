namespace Raft.Coyote.Conformance;

/// <summary>What came of judging a trace.</summary>
/// <param name="File">Its file.</param>
/// <param name="Format">Its format.</param>
/// <param name="Facts">What was seen in it.</param>
/// <param name="Steps">The first event that is no step of the reference; null when all are.</param>
/// <param name="Properties">The first event at which a property fell; null when none did.</param>
internal sealed record Verdict(string File, string Format, Facts Facts, Refused? Steps, Refused? Properties)
{
    /// <summary>Whether there is an execution of Raft that the trace shows, as far as it can be judged.</summary>
    public bool IsAccepted => First is null;

    /// <summary>The first event that no execution explains.</summary>
    public Refused? First =>
        Steps is null || (Properties is not null && Properties.Line < Steps.Line) ? Properties : Steps;
}

/// <summary>What was seen in a trace.</summary>
/// <param name="Events">How many events.</param>
/// <param name="Servers">The servers, by their names.</param>
/// <param name="GreatestTerm">The greatest term.</param>
/// <param name="Leaders">How many terms had a leader.</param>
/// <param name="Commit">The greatest commitIndex.</param>
/// <param name="Options">What the implementation was seen to do that Figure 2 leaves open.</param>
/// <param name="Judged">How many events of each kind were judged by the steps.</param>
/// <param name="NotJudged">What the trace does not show, and so was not judged.</param>
internal sealed record Facts(
    long Events, IReadOnlyList<string> Servers, long GreatestTerm, long Leaders, long Commit, IReadOnlyList<string> Options,
    IReadOnlyDictionary<string, long> Judged, IReadOnlyList<string> NotJudged);
