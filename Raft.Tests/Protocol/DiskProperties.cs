using FsCheck.Xunit;
using Raft.Core.Protocol;

namespace Raft.Tests.Protocol;

/// <summary>"Persistent state ...: updated on stable storage before responding to RPCs" (Figure 2), whatever happens.</summary>
public class DiskProperties
{
    private const int Walks = 60;
    private const int StepsOfWalk = 400;

    private static readonly Options WithSnapshots = new(MaxEntriesPerAppend: 2) { KeptBehindSnapshot = 1, SnapshotChunk = 1 };

    public static TheoryData<Options> Variants =>
    [
        new Options(),
        new Options(BackTracking.ByConflictTerm, NoOpAtElection: false, MaxEntriesPerAppend: 1),
        new Options(EmptyHeartbeats: false, MaxEntriesPerAppend: 2),
        WithSnapshots,
    ];

    [Theory]
    [MemberData(nameof(Variants))]
    public void After_each_step_the_disk_holds_exactly_the_persistent_state(Options options)
    {
        foreach (var (walk, step) in StepsOfAllWalks(options))
        {
            Assert.Equal(step.State.Persistent, walk.Disk(step.State.Id));
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void There_is_at_most_one_write_and_nothing_is_told_before_it(Options options)
    {
        foreach (var (_, step) in StepsOfAllWalks(options))
        {
            var beforeWrite = step.Effects.TakeWhile(effect => effect is not Persist);
            Assert.True(step.All<Persist>() is [] || beforeWrite.All(effect => effect is ResetElectionTimer), step.ToString());
            Assert.InRange(step.All<Persist>().Length, 0, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_walks_get_far_enough_to_mean_something(Options options)
    {
        var steps = StepsOfAllWalks(options).Select(pair => pair.Step).ToList();
        var records = steps.SelectMany(step => step.All<Persist>()).SelectMany(persist => persist.Records).ToList();
        Assert.Contains(steps, step => step.State is { Role: Leader, CurrentTerm: > 3 });
        Assert.Contains(records, record => record is TruncateFrom);
        Assert.Equal(options == WithSnapshots, records.Any(record => record is SaveSnapshot));
        Assert.Equal(options == WithSnapshots, records.Any(record => record is DiscardUpTo));
        Assert.Contains(steps, step => step.All<Reply>().Any(reply => reply.Answer is Applied));
    }

    [Property(MaxTest = 300, EndSize = 30, Replay = "(20140519,7001)")]
    public void The_records_lead_from_any_persistent_state_to_any_other(byte[] choices, byte one, byte another, bool isNewTerm)
    {
        var logs = LegalLogs.From(choices);
        var before = new PersistentState(5, Given.S1, logs[one % logs.Count]);
        var after = new PersistentState(isNewTerm ? 6 : 5, isNewTerm ? null : Given.S1, logs[another % logs.Count]);
        var records = new RecordsOfRules().Between(before, after);
        Assert.Equal(after, records.Aggregate(before, (disk, record) => disk.With(record)));
        Assert.Equal(before == after, records.Count == 0);
        Assert.Equal(isNewTerm, records.Any(record => record is TermAndVote));
    }

    private static IEnumerable<(RandomWalk Walk, Step Step)> StepsOfAllWalks(Options options)
    {
        for (var seed = 1; seed <= Walks; seed++)
        {
            var walk = new RandomWalk(seed, options, takesSnapshots: options == WithSnapshots);
            for (var count = 0; count < StepsOfWalk; count++)
            {
                yield return (walk, walk.Next());
            }
        }
    }

    private sealed class RecordsOfRules() : Rules(new Options())
    {
        public Sequence<DiskRecord> Between(PersistentState before, PersistentState after) => RecordsOf(before, after);
    }
}
