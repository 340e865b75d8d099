namespace Raft.Coyote.Traces.Show;

/// <summary>What specs/PROPERTIES.md says of a property. The page travels inside the product, so that it is said once.</summary>
/// <param name="Statement">The property in a sentence.</param>
/// <param name="Source">Where the paper states it.</param>
internal sealed record PropertyPage(string Statement, string Source)
{
    /// <summary>What is said of a property; null when it is none of those.</summary>
    public static PropertyPage? Find(string property) => Resources.Read("PROPERTIES.md")
        .Split('\n')
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells.Length > 3 && cells[1] == property)
        .Select(cells => new PropertyPage(cells[2], cells[3]))
        .FirstOrDefault();
}
