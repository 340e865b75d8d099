namespace Raft.Coyote.Traces.Show;

/// <summary>The files that travel inside the product.</summary>
internal static class Resources
{
    /// <summary>
    /// The text of a file, with line feeds whatever the checkout made of them: the same trace gives the same bytes.
    /// </summary>
    public static string Read(string name)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the product lacks its {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
