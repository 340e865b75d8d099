using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Traces.Json;

namespace Raft.Coyote.Conformance.Vectors;

/// <summary>The files of specs/vectors: what follows in each situation is what the rules say.</summary>
internal static class VectorFiles
{
    /// <summary>The version of the files. It changes whenever an older reader would misread one.</summary>
    public const int Format = 1;

    /// <summary>The folder of the scenarios, within that of the vectors.</summary>
    public const string Scenarios = "scenarios";

    private static readonly Lazy<IReadOnlyList<(string Path, string Text)>> Made = new(() => [.. Chapters(), .. Stories()]);

    /// <summary>Each file, by its path within the folder, with what is in it; always the same bytes.</summary>
    public static IReadOnlyList<(string Path, string Text)> All => Made.Value;

    /// <summary>A step in the words of a trace, on one line: two steps that look alike to others are the same text.</summary>
    public static string TextOf(Step step) => ReadableJson.Of(json =>
    {
        json.WriteStartObject();
        TraceJson.WriteFields(json, step);
        json.WriteEndObject();
    });

    private static IEnumerable<(string Path, string Text)> Chapters() =>
        AllVectors.Chapters.Select(chapter => ($"{chapter.Name}.json", TextOf(chapter)));

    private static IEnumerable<(string Path, string Text)> Stories() =>
        AllStories.InOrder.Select(story => ($"{Scenarios}/{story.Name}.json", TextOf(story)));

    private static string TextOf(Chapter chapter) => ReadableJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("chapter", chapter.Name);
        json.WriteString("title", chapter.Title);
        json.WriteStartArray("vectors");
        foreach (var vector in chapter.Vectors)
        {
            Write(json, chapter, vector);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, Chapter chapter, Vector vector)
    {
        json.WriteStartObject();
        json.WriteString("name", $"{chapter.Name}/{vector.Name}");
        json.WriteString("section", vector.Section);
        json.WriteString("sentence", vector.Sentence);
        json.WriteStartArray("rules");
        foreach (var rule in vector.Rules)
        {
            json.WriteStringValue(rule);
        }

        json.WriteEndArray();
        json.WriteStartObject("given");
        TraceJson.WriteFields(json, vector.Given);
        json.WriteEndObject();
        Write(json, vector.Given.Under(options => new Rules(options)));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Step then)
    {
        json.WriteStartObject("then");
        TraceJson.WriteFields(json, then);
        json.WriteEndObject();
    }

    private static string TextOf(Story story) => ReadableJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("scenario", story.Name);
        json.WriteString("section", story.Section);
        json.WriteString("sentence", story.Sentence);
        TraceJson.WriteCluster(json, story.Options, story.Servers, story.Initial);
        json.WriteStartArray("start");
        foreach (var state in story.Start)
        {
            json.WriteStartObject();
            TraceJson.WriteFields(json, state);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("steps");
        for (var number = 1; number <= story.Scenes.Count; number++)
        {
            Write(json, number, story.Scenes[number - 1]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, int number, Scene scene)
    {
        json.WriteStartObject();
        json.WriteNumber("n", number);
        if (scene.Note.Length > 0)
        {
            json.WriteString("note", scene.Note);
        }

        TraceJson.WriteFields(json, scene.Server, scene.Input);
        if (scene.SentAt is { } sentAt)
        {
            json.WriteNumber("sentAt", sentAt);
        }

        Write(json, scene.Then);
        json.WriteEndObject();
    }
}
