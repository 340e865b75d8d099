using System.Text.RegularExpressions;

namespace Raft.Tests.Architecture;

/// <summary>
/// The arrows of the design: which of our namespaces the code of a folder may use. What is not listed may use all but the
/// commands. A folder may use itself, and what may be used may be used with all that is below it.
/// </summary>
internal static partial class Arrows
{
    private const string Protocol = "Raft.Core.Protocol";
    private const string Environment = "Raft.Coyote.Environment";
    private const string Specifications = "Raft.Coyote.Specifications";
    private const string Commands = "Raft.Coyote.Commands";

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        [Protocol] = [],
        ["Raft.Core.Server"] = [Protocol],
        [Environment] = ["Raft.Core"],
        [Specifications] = [Protocol, Environment],
        ["Raft.Coyote.Scenarios"] = [Protocol, Environment, Specifications],
        ["Raft.Coyote.Traces"] = [Protocol, Environment, Specifications],
        ["Raft.Coyote.Mutants"] = [Protocol],
    };

    /// <summary>The arrows that a source breaks, each with its place and what was expected.</summary>
    public static IEnumerable<string> BrokenBy(Source source)
    {
        var user = NamespaceOf(source.File);
        return source.CodeLines.SelectMany((line, number) =>
            NamesIn(line)
                .Where(used => !IsAllowed(user, used))
                .Select(used => $"{source.File}:{number + 1}: {Complaint(user, used)}"));
    }

    /// <summary>Whether code of one namespace may use a name of another.</summary>
    public static bool IsAllowed(string user, string used)
    {
        if (IsWithin(used, user) || !IsWithin(used, "Raft"))
        {
            return true;
        }

        var listed = MayUse.Keys.SingleOrDefault(folder => IsWithin(user, folder));
        return listed is null
            ? IsAllowedUnlisted(user, used)
            : MayUse[listed].Append(listed).Any(allowed => IsWithin(used, allowed));
    }

    /// <summary>What to tell of an arrow that is not allowed.</summary>
    public static string Complaint(string user, string used) =>
        $"{user} uses {used}; it may use [{string.Join(", ", MayUse.GetValueOrDefault(user, ["all but the commands"]))}]";

    /// <summary>Only the program itself, at the root, starts the commands; the core knows nothing of what is around it.</summary>
    private static bool IsAllowedUnlisted(string user, string used)
    {
        var isCommands = IsWithin(used, Commands) && !IsWithin(user, Commands) && user != "Raft.Coyote";
        var isOutward = IsWithin(user, "Raft.Core") && !IsWithin(used, "Raft.Core");
        return !isCommands && !isOutward;
    }

    /// <summary>A folder's namespace is its path.</summary>
    private static string NamespaceOf(string file) => file[..file.LastIndexOf('/')].Replace('/', '.');

    private static bool IsWithin(string name, string space) =>
        $"{name}.".StartsWith($"{space}.", StringComparison.Ordinal);

    /// <summary>Our names in a line of code: in a using directive or written out in full. Its own namespace is no use.</summary>
    private static IEnumerable<string> NamesIn(string line) =>
        line.StartsWith("namespace ", StringComparison.Ordinal) ? [] : OurName().Matches(line).Select(match => match.Value);

    [GeneratedRegex(@"\bRaft\.(Core|Coyote)\.[\w.]*\w")]
    private static partial Regex OurName();
}
