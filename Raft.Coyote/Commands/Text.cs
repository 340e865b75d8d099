using System.Globalization;

namespace Raft.Coyote.Commands;

/// <summary>How figures and their units are written.</summary>
internal static class Text
{
    /// <summary>A number in groups of three digits.</summary>
    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number that is known to three digits.</summary>
    public static string About(long number)
    {
        var unit = (long)Math.Pow(10, Math.Max(0, number.ToString(CultureInfo.InvariantCulture).Length - 3));
        return $"~{Of((number + (unit / 2)) / unit * unit)}";
    }

    /// <summary>A number of things.</summary>
    public static string Count(long number, string one, string? many = null) =>
        $"{Of(number)} {(number == 1 ? one : many ?? one + "s")}";
}
