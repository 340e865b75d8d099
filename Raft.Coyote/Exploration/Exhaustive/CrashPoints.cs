using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>Where in a step a server may crash.</summary>
public static class CrashPoints
{
    /// <summary>
    /// Before any of its effects, and between the records of a write. A crash after all effects is a crash of its own after the
    /// step, and a torn record is as good as none.
    /// </summary>
    public static IEnumerable<CrashPoint> Of(Sequence<Effect> effects)
    {
        for (var done = 0; done < effects.Count; done++)
        {
            yield return new CrashPoint(done);
            var records = effects[done] is Persist persist ? persist.Records.Count : 0;
            for (var kept = 1; kept < records; kept++)
            {
                yield return new CrashPoint(done, kept);
            }
        }
    }
}
