using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Raft.Tests.Architecture;

/// <summary>What the rules may not touch: time, chance, threads, files; and anybody else's code.</summary>
internal static partial class Purity
{
    private static readonly string[] ForbiddenTypes =
    [
        "System.Random", "System.Guid", "System.DateTime", "System.DateTimeOffset", "System.TimeProvider", "System.Console",
        "System.Diagnostics.Stopwatch", "System.Diagnostics.Process",
    ];

    private static readonly string[] ForbiddenNamespaces =
        ["System.IO", "System.Net", "System.Threading", "System.Timers", "System.Security.Cryptography"];

    /// <summary>The words in the code of a source that do not belong into rules, each with its place.</summary>
    public static IEnumerable<string> ForbiddenWordsIn(Source source) =>
        source.CodeLines.SelectMany((line, number) =>
            ForbiddenWord().Matches(line).Select(match =>
                $"{source.File}:{number + 1}: {match.Value} in rules, which are functions of values"));

    /// <summary>The types that a type of the rules uses and should not.</summary>
    public static IEnumerable<string> ForbiddenUsesOf(CompiledType type) =>
        UsesOutside(type).Concat(type.Uses.Where(IsForbidden).Select(used => Complaint(type, used)));

    /// <summary>The types that a type uses outside its own namespace, the base library, and what else it may.</summary>
    public static IEnumerable<string> UsesOutside(CompiledType type, params string[] allowed)
    {
        string[] spaces = [type.Namespace, "System", .. allowed];
        return type.Uses.Where(used => !IsOfCompiler(used) && !IsWithinAny(used, spaces)).Select(used => Complaint(type, used));
    }

    /// <summary>A complaint about a file of more lines than it may have.</summary>
    public static IEnumerable<string> TooLong(Source source, int most)
    {
        var lines = source.Text.TrimEnd('\n').Split('\n').Length;
        return lines > most ? [$"{source.File}: {lines} lines; at most {most}"] : [];
    }

    private static bool IsForbidden(TypeReference used) =>
        ForbiddenTypes.Contains(used.FullName) || IsWithinAny(used, ForbiddenNamespaces);

    /// <summary>What the compiler makes for itself stands in no namespace.</summary>
    private static bool IsOfCompiler(TypeReference used) => used.Namespace.Length == 0;

    private static bool IsWithinAny(TypeReference used, string[] spaces) =>
        spaces.Any(space => $"{used.Namespace}.".StartsWith($"{space}.", StringComparison.Ordinal));

    private static string Complaint(CompiledType type, TypeReference used) => $"{type.FullName} uses {used.FullName}";

    [GeneratedRegex(@"\b(async|await|lock|Random|DateTime|DateTimeOffset|Stopwatch|Thread|Task)\b")]
    private static partial Regex ForbiddenWord();
}
