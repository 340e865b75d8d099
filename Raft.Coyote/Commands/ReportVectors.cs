using Raft.Coyote.Conformance.Vectors;

namespace Raft.Coyote.Commands;

/// <summary>What <c>raft vectors</c> says, on the screen and to programs.</summary>
internal sealed class ReportVectors(IReadOnlyList<VectorsOfMutants> mutants, IReadOnlyList<string> files)
{
    /// <summary>The one document.</summary>
    public string Document() => ReportJson.Write(new VectorsJson(
        VectorFiles.Format,
        [.. AllVectors.Chapters.Select(chapter => new ChapterJson(chapter.Name, chapter.Title, chapter.Vectors.Length))],
        [.. AllStories.InOrder.Select(story => new StoryJson(story.Name, story.Scenes.Count))],
        [.. mutants.Select(RowOf)],
        files));

    /// <summary>The lines for people.</summary>
    public IEnumerable<string> Lines() => [.. Contents(), .. Mutants(), .. Files()];

    private static IEnumerable<string> Contents()
    {
        foreach (var chapter in AllVectors.Chapters)
        {
            yield return $"{chapter.Vectors.Length,4}  {chapter.Name,-20}{chapter.Title}";
        }

        var steps = AllStories.InOrder.Sum(story => story.Scenes.Count);
        yield return $"{AllVectors.Chapters.Sum(chapter => chapter.Vectors.Length)} vectors; "
            + $"{AllStories.InOrder.Count} scenarios of {steps} steps.";
    }

    private IEnumerable<string> Mutants()
    {
        if (mutants.Count == 0)
        {
            yield break;
        }

        yield return "";
        yield return $"{"mutant",-36}{"vectors",8}{"scenarios",11}  the first that tells it apart";
        foreach (var row in mutants)
        {
            var what = row.Told.First ?? row.WhyNot ?? "NONE";
            yield return $"{row.Mutant.Name,-36}{row.Told.Vectors,8}{row.Told.Scenarios,11}  {what}";
        }

        var missed = mutants.Count(row => !row.IsRight);
        var told = mutants.Count(row => row.Told.IsToldApart);
        yield return missed == 0
            ? $"{told} of {mutants.Count} mutants are told apart; of the rest no step is another."
            : $"{missed} of {mutants.Count} mutants are not told apart, and should be: a vector is missing.";
    }

    private IEnumerable<string> Files() => files.Count == 0 ? [] : [$"{files.Count} files are written."];

    private static RowJson RowOf(VectorsOfMutants row) =>
        new(row.Mutant.Name, row.Told.Vectors, row.Told.Scenarios, row.Told.First, row.WhyNot);

    private sealed record VectorsJson(
        int Format, IReadOnlyList<ChapterJson> Chapters, IReadOnlyList<StoryJson> Scenarios, IReadOnlyList<RowJson> Mutants,
        IReadOnlyList<string> Files) : DocumentJson;

    private sealed record ChapterJson(string Name, string Title, int Vectors);

    private sealed record StoryJson(string Name, int Steps);

    /// <summary>A mutant, and what tells it apart; why nothing does, where no step of it is another.</summary>
    private sealed record RowJson(string Mutant, int Vectors, int Scenarios, string? First, string? WhyNot);
}
