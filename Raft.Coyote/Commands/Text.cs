using System.Globalization;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>How figures and their units are written.</summary>
internal static class Text
{
    /// <summary>A number in groups of three digits.</summary>
    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>What a driver is called on the command line.</summary>
    public static string NameOf(Driver driver) => driver == Driver.Rules ? "rules" : "coyote";

    /// <summary>A number of things.</summary>
    public static string Count(long number, string one, string? many = null) =>
        $"{Of(number)} {(number == 1 ? one : many ?? one + "s")}";
}
