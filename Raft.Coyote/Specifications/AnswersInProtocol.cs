using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// A server that is a process of somebody else's answers each line with one line of specs/STEP.md. Ours are no processes, so it
/// judges only where there are guests; its condition is met by each answer.
/// </summary>
public sealed class AnswersInProtocol : Property
{
    /// <inheritdoc/>
    public override string Name => "Answers In Protocol";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (happening is not Handled { After.Role: IGuestRole role } handled)
        {
            return null;
        }

        Exercise();
        return role is OutOfProtocol { Why: var why }
            ? Fell($"{handled.Server} does not answer as specs/STEP.md says", new Fact(number, why))
            : null;
    }
}

/// <summary>The role of a server that is a process of somebody else's.</summary>
public interface IGuestRole;

/// <summary>A guest that did not answer, or not as it should. What it is now, nobody knows.</summary>
/// <param name="Why">What was expected, and what came.</param>
public sealed record OutOfProtocol(string Why) : Follower, IGuestRole;
