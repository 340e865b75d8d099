using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Vectors;

/// <summary>
/// How many vectors and scenarios tell rules from those of Raft: somewhere they do something else that others can see.
/// </summary>
/// <param name="Vectors">How many vectors do.</param>
/// <param name="Scenarios">How many scenarios do.</param>
/// <param name="First">The first vector that does, or the first scenario; null when none does.</param>
internal sealed record ToldApart(int Vectors, int Scenarios, string? First)
{
    /// <summary>Whether any does.</summary>
    public bool IsToldApart => Vectors + Scenarios > 0;

    /// <summary>Runs all vectors and scenarios with some rules.</summary>
    public static ToldApart Of(Func<Options, Rules> rules)
    {
        string[] vectors = [.. AllVectors.Named.Where(each => Differs(each.Vector, rules)).Select(each => each.Name)];
        string[] scenarios = [.. AllStories.InOrder.Where(story => Differs(story, rules)).Select(story => story.Name)];
        return new ToldApart(vectors.Length, scenarios.Length, vectors.Concat(scenarios).FirstOrDefault());
    }

    private static bool Differs(Vector vector, Func<Options, Rules> rules) =>
        OrBreaks(() => LookDifferent(vector.Given.Under(rules), vector.Given.Under(options => new Rules(options))));

    private static bool Differs(Story story, Func<Options, Rules> rules) =>
        OrBreaks(() => story.Under(rules).Zip(story.Scenes, (step, scene) => LookDifferent(step, scene.Then))
        .Any(differs => differs));

    /// <summary>
    /// Rules that have no answer where Raft has one are told apart too: they take what they should have refused.
    /// </summary>
    private static bool OrBreaks(Func<bool> differs)
    {
        try
        {
            return differs();
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException or InvalidCastException)
        {
            return true;
        }
    }

    /// <summary>What is not written in a trace nobody sees: a mutant may remember more than Figure 2 does.</summary>
    private static bool LookDifferent(Step one, Step other) =>
        one != other && VectorFiles.TextOf(one) != VectorFiles.TextOf(other);
}
