namespace Raft.Coyote.Specifications;

/// <summary>
/// What specs/PROPERTIES.md says of a property. The page is in the assembly, so that each statement stands once.
/// </summary>
/// <param name="Name">The property.</param>
/// <param name="Statement">What it demands.</param>
/// <param name="Source">Where that is said.</param>
internal sealed record PropertyPage(string Name, string Statement, string Source)
{
    /// <summary>Where the page is in the repository.</summary>
    public const string File = "specs/PROPERTIES.md";

    /// <summary>The paper that most of the properties are from.</summary>
    public const string Paper = "https://raft.github.io/raft.pdf";

    private static readonly IReadOnlyDictionary<string, PropertyPage> ByName = ReadAll();

    /// <summary>A name as an address and a rule's id have it: small letters and hyphens.</summary>
    public string Id => Name.Replace(' ', '-').ToLowerInvariant();

    /// <summary>What the page says of a property.</summary>
    public static PropertyPage Of(string name) => ByName[name];

    /// <summary>What the page says of a property; null when it is none of those.</summary>
    public static PropertyPage? Find(string name) => ByName.GetValueOrDefault(name);

    private static Dictionary<string, PropertyPage> ReadAll()
    {
        using var page = new StreamReader(typeof(PropertyPage).Assembly.GetManifestResourceStream("PROPERTIES.md")!);
        var rows = page.ReadToEnd().Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Split('|'));
        return rows.Where(row => Properties.Known.Contains(row[1].Trim()))
            .ToDictionary(row => row[1].Trim(), row => new PropertyPage(row[1].Trim(), row[2].Trim(), row[3].Trim()));
    }
}
