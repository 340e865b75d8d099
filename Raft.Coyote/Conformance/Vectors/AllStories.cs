using Raft.Coyote.Conformance.Vectors.Stories;

namespace Raft.Coyote.Conformance.Vectors;

/// <summary>All scenarios.</summary>
internal static class AllStories
{
    public static readonly IReadOnlyList<Story> InOrder = [.. Basics.All, .. Figures.All, .. Later.All];
}
