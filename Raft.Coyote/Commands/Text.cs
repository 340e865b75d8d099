using System.Globalization;
using Raft.Coyote.Exploration;
using Raft.Coyote.Traces;

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

    /// <summary>What a driver is called on the command line.</summary>
    public static string NameOf(Driver driver) => driver == Driver.Rules ? "rules" : "coyote";

    /// <summary>What a leg is called in messages.</summary>
    public static string NameOf(Leg leg) => NameOf(leg.Scenario.Name, NameOf(leg.Driver));

    /// <summary>What the leg of a trace is called in messages.</summary>
    public static string NameOf(Header header) => NameOf(header.Scenario, NameOf(header.Driver));

    /// <summary>What a leg is called in messages.</summary>
    public static string NameOf(string scenario, string driver) => $"{scenario} ({driver})";

    /// <summary>A number of things.</summary>
    public static string Count(long number, string one, string? many = null) =>
        $"{Of(number)} {(number == 1 ? one : many ?? one + "s")}";
}
