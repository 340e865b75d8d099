namespace Raft.Tests.Exploration;

/// <summary>
/// Tests in which Coyote runs many schedules have the machine for themselves. It wakes a thread for each step, and one that has to
/// wait for its turn on a busy core is many times slower: beside other tests these would take an hour and not a few minutes.
/// </summary>
[CollectionDefinition(nameof(CoyoteAlone), DisableParallelization = true)]
public class CoyoteAlone;
