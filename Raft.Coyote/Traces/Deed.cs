namespace Raft.Coyote.Traces;

/// <summary>Something that a server does, in words, in the forms that a sentence may need.</summary>
/// <param name="Verb">The verb, as in "write".</param>
/// <param name="Rest">What follows it, as in "its vote".</param>
internal readonly record struct Deed(string Verb, string Rest)
{
    /// <summary>"adopts term 2", "applies entry 1".</summary>
    public string Present => Verb.EndsWith('y') ? $"{Verb[..^1]}ies {Rest}" : $"{Verb}s {Rest}";

    /// <summary>"adopt term 2".</summary>
    public string Infinitive => $"{Verb} {Rest}";

    /// <summary>"adopting term 2", "writing its vote".</summary>
    public string Gerund => $"{Verb.TrimEnd('e')}ing {Rest}";
}
