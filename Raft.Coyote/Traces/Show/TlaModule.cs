using Raft.Core.Protocol;

namespace Raft.Coyote.Traces.Show;

/// <summary>
/// A trace as a TLA+ module, which TLC accepts or refuses with specs/RaftTrace.tla and specs/RaftTrace.cfg. In it are the events
/// that the specification knows: what servers handled, crashes, and what the network doubled.
/// </summary>
public static class TlaModule
{
    /// <summary>TLC counts with 32 bits; so many entries are as good as no limit.</summary>
    private const int NoLimit = 1_000_000;

    /// <summary>The module.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="name">The module's name, which must be that of its file.</param>
    /// <exception cref="BeyondSpecificationException">The specification lacks something that the trace uses.</exception>
    public static string Of(Trace trace, string name)
    {
        Refuse(trace.Header);
        var (options, servers) = (trace.Header.Options, ServerSet.FirstServers(trace.Header.Servers));
        string[] lines =
        [
            $"---- MODULE {name} ----",
            "EXTENDS RaftTrace",
            $"TraceServers == {TlaText.Of(servers)}",
            $"TraceNoOpAtElection == {TlaText.Of(options.NoOpAtElection)}",
            $"TraceEmptyHeartbeats == {TlaText.Of(options.EmptyHeartbeats)}",
            $"TraceMaxEntriesPerAppend == {Math.Min(options.MaxEntriesPerAppend, NoLimit)}",
            $"TraceByConflictTerm == {TlaText.Of(options.BackTracking == BackTracking.ByConflictTerm)}",
            "TraceEvents == <<",
            string.Join(",\n", new TlaEvents(servers).Of(trace)),
            ">>",
            "====",
            "",
        ];
        return string.Join('\n', lines);
    }

    /// <summary>Whether TLA+ takes a text as the name of a module: letters, digits and underscores, with a letter.</summary>
    public static bool IsName(string text)
    {
        var isMadeOfThese = text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
        return isMadeOfThese && text.Any(char.IsAsciiLetter);
    }

    private static void Refuse(Header header)
    {
        var figure2 = new Options(
            header.Options.BackTracking,
            CommitRule.Quorum,
            header.Options.NoOpAtElection,
            header.Options.EmptyHeartbeats,
            header.Options.MaxEntriesPerAppend);
        if (header.Options != figure2 || header.FirstServers != ServerSet.FirstServers(header.Servers))
        {
            throw new BeyondSpecificationException(
                "specs/RaftTrace.tla has Figure 2 alone: a trace must have no options of later chapters, the commit rule quorum, "
                + "and all servers from the start");
        }
    }
}

/// <summary>A trace has something in it that the TLA+ specification does not speak of; the message is one line.</summary>
public sealed class BeyondSpecificationException(string message) : Exception(message);
