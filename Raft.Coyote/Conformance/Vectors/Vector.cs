using Raft.Core.Protocol;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Conformance.Vectors;

/// <summary>A situation that shows one thing. What follows is not written down here: the rules say it.</summary>
/// <param name="Name">What it shows; among those of its chapter it is the only one of that name.</param>
/// <param name="Section">Where the sentence stands: of the paper, of Ongaro's dissertation, or elsewhere.</param>
/// <param name="Sentence">The sentence that it tests.</param>
/// <param name="Given">The server, and what happens to it.</param>
/// <param name="Rules">
/// The members of <see cref="Core.Protocol.Rules"/> that it is about; where it matters with what they say: <c>"IsUpToDate:
/// false"</c>.
/// </param>
internal sealed record Vector(string Name, string Section, string Sentence, Situation Given, params string[] Rules)
{
    /// <summary>This vector where there are more servers than the cluster began with.</summary>
    public Vector Among(int servers) => this with { Given = Given with { Servers = servers } };

    /// <summary>This vector under other options.</summary>
    public Vector Under(Options options) => this with { Given = Given with { Options = options } };
}

/// <summary>The vectors of a chapter: a file of specs/vectors.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Title">What the chapter is.</param>
/// <param name="Vectors">Its vectors.</param>
internal sealed record Chapter(string Name, string Title, params Vector[] Vectors);
