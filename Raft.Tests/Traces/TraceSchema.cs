using System.Text;
using NJsonSchema;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>Holds traces against specs/trace.schema.json. Any test that writes a trace can use it.</summary>
internal static class TraceSchema
{
    private static readonly JsonSchema Schema = JsonSchema.FromJsonAsync(Text).GetAwaiter().GetResult();

    /// <summary>The schema, as it stands in the repository.</summary>
    public static string Text => File.ReadAllText(Path.Combine(Root(), "specs", "trace.schema.json"));

    /// <summary>Fails the test if a line of the file is not as the schema says.</summary>
    public static void AssertHolds(string path) => AssertHolds(File.ReadAllLines(path, Encoding.UTF8));

    /// <summary>Fails the test if a line of the trace, as it is written, is not as the schema says.</summary>
    public static void AssertHolds(Trace trace) => AssertHolds(TraceFile.LinesOf(trace));

    /// <summary>Fails the test if a line is not as the schema says.</summary>
    public static void AssertHolds(IEnumerable<string> lines)
    {
        var refused = lines.Select((line, position) => (Line: line, Number: position + 1)).Where(each => !Accepts(each.Line));
        Assert.Equal([], refused.Select(each => $"{each.Number}: {each.Line}"));
    }

    /// <summary>Whether a line is as the schema says.</summary>
    public static bool Accepts(string line) => Schema.Validate(line).Count == 0;

    /// <summary>The folder of the repository.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Raft.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"no Raft.sln above {AppContext.BaseDirectory}");
        }

        return folder.FullName;
    }
}
