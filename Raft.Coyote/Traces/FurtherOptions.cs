using System.Reflection;
using Raft.Core.Protocol;

namespace Raft.Coyote.Traces;

/// <summary>The options of the later chapters, which are all off, zero or empty unless somebody wants them.</summary>
internal static class FurtherOptions
{
    private static readonly Options Usual = new();

    private static readonly PropertyInfo[] All =
    [
        .. typeof(Options).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(option => option.SetMethod is not null)
            .ExceptBy(typeof(Options).GetConstructors()[0].GetParameters().Select(part => part.Name), option => option.Name),
    ];

    /// <summary>Those that are not as usual, with their values.</summary>
    public static IEnumerable<(string Name, object Value)> Unusual(Options options) =>
        All.Where(option => IsUnusual(option, options)).Select(option => (option.Name, option.GetValue(options)!));

    /// <summary>How many are not as usual.</summary>
    public static int CountUnusual(Options options) => All.Count(option => IsUnusual(option, options));

    /// <summary>The options with one of these as usual, for each that is not.</summary>
    public static IEnumerable<Options> WithOneAsUsual(Options options) =>
        All.Where(option => IsUnusual(option, options)).Select(option => AsUsual(option, options));

    private static bool IsUnusual(PropertyInfo option, Options options) =>
        !Equals(option.GetValue(options), option.GetValue(Usual));

    private static Options AsUsual(PropertyInfo option, Options options)
    {
        var changed = options with { };
        option.SetValue(changed, option.GetValue(Usual));
        return changed;
    }
}
