using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Traces;

/// <summary>
/// One run, as a value that explains itself: how it came about, and all that happened in it. specs/TRACE.md describes its file.
/// </summary>
/// <param name="Header">How the run came about, and how it ended.</param>
/// <param name="Schedule">Coyote's own record of its decisions, which only Coyote reads; empty when another driver ran.</param>
/// <param name="Happenings">All that happened, in order; the first is number 1.</param>
public sealed record Trace(Header Header, string Schedule, Sequence<Happening> Happenings);

/// <summary>How a run came about, and how it ended.</summary>
/// <param name="Product">Which version of which product wrote the trace.</param>
/// <param name="Scenario">The scenario that ran.</param>
/// <param name="Servers">How many servers there are.</param>
/// <param name="Clients">How many clients there are.</param>
/// <param name="Options">The options of the rules.</param>
/// <param name="Draw">What else the scenario drew, each by its name, in the order of drawing.</param>
/// <param name="Driver">Who ran it.</param>
/// <param name="Strategy">The strategy that decided who moves next.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Schedule">Which schedule of that seed it was.</param>
/// <param name="Mutant">The mutant whose rules ran; null for the rules themselves.</param>
/// <param name="Violation">The property that fell, and how; null when none did.</param>
/// <param name="Steps">How many scheduling decisions there were.</param>
/// <param name="ShrunkFrom">
/// How many events the trace had from which this one was shrunk; null when it is as it was found.
/// </param>
public sealed record Header(
    string Product,
    string Scenario,
    int Servers,
    int Clients,
    Options Options,
    Sequence<Drawn> Draw,
    Driver Driver,
    string Strategy,
    long Seed,
    long Schedule,
    string? Mutant,
    Violation? Violation,
    long Steps,
    int? ShrunkFrom = null)
{
    /// <summary>The servers that the cluster begins with; empty when all do.</summary>
    public ServerSet InitialServers { get; init; }

    /// <summary>The servers that the cluster begins with, by their names.</summary>
    public ServerSet FirstServers => InitialServers.Count == 0 ? ServerSet.FirstServers(Servers) : InitialServers;
}

/// <summary>One thing that a scenario drew, such as the length of its logs.</summary>
/// <param name="Name">What it is; once in a header.</param>
/// <param name="Value">What came up.</param>
public sealed record Drawn(string Name, string Value);

/// <summary>Who can run a scenario.</summary>
public enum Driver
{
    /// <summary>The actors, under Coyote's testing engine.</summary>
    Coyote,

    /// <summary>The rules alone, without a runtime.</summary>
    Rules,
}
