namespace Raft.Tests.Conformance;

/// <summary>Legal traces of other implementations are accepted, those of broken ones refused where the rule broke.</summary>
public class ForeignTraceTests
{
    public static TheoryData<string> Legal() => [.. ForeignTraces.Legal];

    public static TheoryData<string> Histories() => [.. ForeignTraces.Histories];

    [Theory]
    [MemberData(nameof(Legal))]
    public void A_legal_trace_is_accepted(string name)
    {
        var verdict = ForeignTraces.Judge(name);
        Assert.Null(verdict.First);
        Assert.Equal(verdict.Facts.Events, verdict.Facts.Judged.Values.Sum());
    }

    [Theory]
    [InlineData("etcd/mut-doublevote-s3908.ndjson", 319, "wrong message", 319, "Vote Once")]
    [InlineData("etcd/mut-stalelog-s977.ndjson", 143, "wrong message", 921, "Leader Completeness")]
    [InlineData("etcd/bug-amnesia-s1-2000.ndjson", 98, "vote forgotten", 98, "Vote Once")]
    public void A_broken_one_is_refused_where_the_rule_broke(string name, int step, string wrong, int fall, string property)
    {
        var verdict = ForeignTraces.Judge(name);
        Assert.Equal((step, wrong), (verdict.Steps!.Line, verdict.Steps.Refusal.Name));
        Assert.Equal((fall, property), (verdict.Properties!.Line, verdict.Properties.Refusal.Name));
        Assert.Equal(step, verdict.First!.Line);
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void Only_the_history_with_stale_reads_is_not_linearizable(string name)
    {
        var verdict = ForeignTraces.JudgeHistory(name);
        Assert.Equal(!name.Contains("staleread", StringComparison.Ordinal), verdict.IsAccepted);
    }

    [Fact]
    public void The_contradiction_of_a_history_is_as_short_as_can_be()
    {
        var verdict = ForeignTraces.JudgeHistory("etcd/bug-staleread-s1-1000.hist.jsonl");
        Assert.Equal([65, 72, 78], verdict.Contradiction.Select(operation => operation.Line));
    }

    [Fact]
    public void Canonical_raft_commits_entries_of_older_terms_by_counting_and_it_is_told()
    {
        var options = ForeignTraces.Judge("canonical/five-s1-2000.ndjson").Facts.Options;
        Assert.Contains(options, option => option.Contains("5.4.2", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_commands_applied_at_one_place_are_seen()
    {
        var trace = System.Text.Encoding.UTF8.GetString(ForeignTraces.Bytes("canonical/basic-s1.ndjson"));
        var place = trace.LastIndexOf("\"cmd\":\"c7\"", StringComparison.Ordinal);
        var altered = $"{trace[..place]}\"cmd\":\"c8\"{trace[(place + 10)..]}";
        var verdict = ForeignTraces.Judge(System.Text.Encoding.UTF8.GetBytes(altered), "canonical/basic-s1.ndjson");
        Assert.Equal("State Machine Safety", verdict.Properties!.Refusal.Name);
    }
}
