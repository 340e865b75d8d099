using Raft.Coyote.Traces;

namespace Raft.Coyote.Commands;

/// <summary>Traces that the user names.</summary>
internal static class TraceInput
{
    /// <summary>Reads a trace; what is none is bad usage, with the place where it fails.</summary>
    public static Trace Read(string file)
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
}
