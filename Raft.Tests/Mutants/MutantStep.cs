using Raft.Core.Protocol;

namespace Raft.Tests.Mutants;

/// <summary>A step at which a mutant shows what is wrong with it.</summary>
/// <param name="Mutant">Its name.</param>
/// <param name="State">The server before the step.</param>
/// <param name="Input">What it is given.</param>
/// <param name="Difference">Asserts what the real rules do and what the mutant does: the real step first.</param>
/// <param name="Earlier">What the server was given before, under the mutant's rules: for a mutant that remembers.</param>
public sealed record MutantStep(
    string Mutant, ServerState State, Input Input, Action<Step, Step> Difference, params Input[] Earlier)
{
    /// <summary>The options that it takes.</summary>
    public Options Options { get; init; } = Given.Options;

    public ServerState Before(Rules mutant) => Earlier.Aggregate(State, (state, input) => mutant.Receive(state, input).State);
}
