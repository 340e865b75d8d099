using static Raft.Tests.Conformance.Steps.StepLines;

namespace Raft.Tests.Conformance.Steps;

/// <summary>A line that makes no sense, or tells of what cannot be, is refused with its field and what was expected.</summary>
public class StepRefusalTests
{
    [Theory]
    [InlineData("\"server\":\"s1\"", "\"server\":\"s4\"", "server", "expected a server of the cluster, s1 to s3, came \"s4\"")]
    [InlineData("\"server\":\"s1\",", "", "", "expected the field \"server\", it is missing")]
    [InlineData("\"server\":\"s1\"", "\"server\":\"s1\",\"server\":\"s1\"", "",
        "expected each field once, \"server\" came again")]
    [InlineData("\"server\":\"s1\"", "\"server\":\"s1\",\"id\":7", "", "expected no other fields than options, servers")]
    [InlineData("\"server\":\"s1\"", "\"server\":\"s2\"", "input.message.to",
        "expected \"s2\", the server that receives it, came \"s1\"")]
    [InlineData("\"servers\":3", "\"servers\":8", "servers", "expected a whole number from 1 to 7, came 8")]
    [InlineData("\"servers\":3", "\"servers\":3,\"initialServers\":[]", "initialServers", "expected at least one server")]
    [InlineData("\"backTracking\":\"oneStep\",", "", "options", "expected the field \"backTracking\"")]
    [InlineData("\"maxEntriesPerAppend\":10", "\"maxEntriesPerAppend\":0", "options.maxEntriesPerAppend",
        "expected a whole number from 1")]
    [InlineData("\"maxEntriesPerAppend\":10", "\"maxEntriesPerAppend\":10,\"preVote\":1", "options.preVote",
        "expected true or false, came 1")]
    [InlineData("\"currentTerm\":1", "\"currentTerm\":9223372036854775808", "state.currentTerm",
        "expected a whole number from 0")]
    [InlineData("\"currentTerm\":1", "\"currentTerm\":9223372036854775807", "state.currentTerm",
        "so that another term can follow")]
    [InlineData("\"term\":2,\"last", "\"term\":9223372036854775807,\"last", "input.message.term",
        "so that another term can follow")]
    [InlineData("\"log\":[]", "\"log\":[{\"term\":2,\"command\":{\"type\":\"noOp\"}}]", "state.log[0].term",
        "expected at most 1, currentTerm, came 2")]
    [InlineData("\"log\":[]", "\"log\":[],\"logPrevIndex\":3", "state.logPrevIndex",
        "expected at most 0, what the snapshot covers, came 3")]
    [InlineData("\"commitIndex\":0", "\"commitIndex\":1", "state.commitIndex",
        "expected at most 0, the last index of the log, came 1")]
    [InlineData("\"lastApplied\":0", "\"lastApplied\":1", "state.lastApplied", "expected at most 0, the commitIndex, came 1")]
    [InlineData("\"type\":\"follower\"", "\"type\":\"boss\"", "state.role.type",
        "expected one of follower, candidate, leader, came \"boss\"")]
    [InlineData("{\"type\":\"receive\"", "{\"type\":\"explode\"", "input.type", "expected one of receive, electionTimeout")]
    public void A_bad_line_is_told_by_its_field(string good, string bad, string field, string problem)
    {
        var line = AGoodOne;
        Assert.Contains(good, line, StringComparison.Ordinal);
        var error = ErrorOf(line.Replace(good, bad, StringComparison.Ordinal));
        Assert.Equal((1, field), ((int)error["line"]!, (string?)error["field"]));
        Assert.Contains(problem, (string?)error["problem"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"s2\":2", "\"s2\":0", "state.role.nextIndex.s2", "expected at least 1")]
    [InlineData("\"s2\":2", "\"s2\":4", "state.role.nextIndex.s2", "expected at most 3")]
    [InlineData("\"s3\":1", "\"s3\":3", "state.role.matchIndex.s3", "expected at most 2")]
    [InlineData("\"lastApplied\":0",
        "\"lastApplied\":0,\"reads\":[{\"id\":\"c1#1\",\"key\":\"x\",\"for\":\"s1\",\"term\":1,\"round\":2,\"readIndex\":null}]",
        "state.reads[0].round", "expected at most 1")]
    [InlineData("\"type\":\"leader\"", "\"type\":\"leader\",\"durable\":3", "state.role.durable", "expected at most 2")]
    public void What_no_leader_can_be_is_told(string good, string bad, string field, string problem)
    {
        var line = AGoodOne
            .Replace("\"log\":[]",
            "\"log\":[{\"term\":1,\"command\":{\"type\":\"noOp\"}},{\"term\":1,\"command\":{\"type\":\"noOp\"}}]",
            StringComparison.Ordinal)
            .Replace(
                "{\"type\":\"follower\",\"leaderId\":null}",
                "{\"type\":\"leader\",\"nextIndex\":{\"s1\":3,\"s2\":2,\"s3\":3},\"matchIndex\":{\"s1\":0,\"s2\":0,\"s3\":1}}",
                StringComparison.Ordinal);
        Assert.Contains("\"effects\"", Assert.Single(Answers($"{line}\n")), StringComparison.Ordinal);
        Assert.Contains(good, line, StringComparison.Ordinal);
        var error = ErrorOf(line.Replace(good, bad, StringComparison.Ordinal));
        Assert.Equal(field, (string?)error["field"]);
        Assert.Contains(problem, (string?)error["problem"], StringComparison.Ordinal);
    }
}
