using Raft.Core.Protocol;
using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>A trace that the user named, with the rules that its header names.</summary>
/// <param name="File">Its file.</param>
/// <param name="Trace">The trace.</param>
/// <param name="Rules">Makes the rules for some options.</param>
internal sealed record TraceInput(string File, Trace Trace, Func<Options, Rules> Rules)
{
    /// <summary>Reads a trace.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="guests">The servers that are to run again in it; null for our rules, or those of a mutant.</param>
    /// <exception cref="BadUsageException">It is none, or it names what there is not.</exception>
    public static TraceInput Read(string file, Guests? guests = null)
    {
        var trace = ReadTrace(file);
        return new TraceInput(file, trace, guests is null ? In(file, () => RulesOf(trace.Header.Mutant)) : guests.Rules);
    }

    /// <summary>Reads a trace, whatever rules ran in it.</summary>
    /// <exception cref="BadUsageException">It is none.</exception>
    public static Trace ReadTrace(string file)
    {
        try
        {
            return TraceReader.Read(file);
        }
        catch (TraceFormatException exception)
        {
            throw new BadUsageException(exception.Message);
        }
    }

    /// <summary>Does something with what the header says; what makes no sense there is told with its place.</summary>
    public T With<T>(Func<T> work) => In(File, work);

    private static T In<T>(string file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is BadUsageException or FormatException)
        {
            throw new BadUsageException($"{file}:1: {exception.Message}");
        }
    }

    /// <summary>Makes the rules of a mutant, or the real ones.</summary>
    public static Func<Options, Rules> RulesOf(string? mutant) =>
        mutant is null ? options => new Rules(options)
        : Guests.Ran(mutant) ? throw new BadUsageException(
            $"expected {string.Join(' ', Guests.WordsFor(mutant).Select(Shell.Quote))} beside a trace of servers that are not ours")
        : Names.Mutant(mutant).Rules;
}
