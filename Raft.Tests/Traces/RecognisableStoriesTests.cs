using Raft.Coyote.Commands;
using Raft.Coyote.Exploration;
using Raft.Coyote.Exploration.Shrinking;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Show;
using Raft.Tests.Architecture;

namespace Raft.Tests.Traces;

/// <summary>
/// Stories that a person would recognise. Random walks found them; they lie in <c>Found</c> as they were written then, so they
/// also show that a trace outlives changes of all that is around the rules.
/// </summary>
public class RecognisableStoriesTests
{
    /// <summary>
    /// Figure 7: a follower has an entry that its leader lacks, and nobody looks at prevLogTerm. Figure 8: an entry of an older
    /// term that a majority holds is lost. A double vote: two leaders in a term. A lost vote: sent before it was on the disk, and
    /// after a crash the server votes again. Asynchronous replication: a client was told "ok", and its write is gone.
    /// </summary>
    [Theory]
    [InlineData("figure-7", "Log Matching")]
    [InlineData("figure-8", "Leader Completeness")]
    [InlineData("double-vote", "Election Safety")]
    [InlineData("lost-vote", "Vote Once")]
    [InlineData("acknowledged-write-lost", "Linearizability")]
    public void It_still_happens_and_is_told_in_few_words(string name, string property)
    {
        var input = TraceInput.Read(Path.Combine(Repository.Root, "Raft.Tests", "Traces", "Found", $"{name}.trace.jsonl"));
        Assert.Equal(ReplayOutcome.Reproduced, Replayer.ReplayEvents(input.Trace, input.Rules).Outcome);
        var report = Shrinker.Shrink(input.Trace, input.Rules);
        Assert.Equal((ShrinkOutcome.Minimal, property), (report.Outcome, report.Shrunk!.Header.Violation!.Property));
        Snapshots.Match(Narration.Story(report.Shrunk), $"{name}.story");
        Snapshots.Match([MermaidDiagram.Of(report.Shrunk)], $"{name}.mermaid");
    }
}
