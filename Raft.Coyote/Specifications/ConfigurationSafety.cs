using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "For the configuration change mechanism to be safe, there must be no point during the transition where it is possible for two
/// leaders to be elected for the same term" (section 6): at no moment are there two servers, each of which could be elected by
/// servers whose logs are not more up-to-date than its own and who are a quorum of the configuration in its log, and no server is
/// needed by both. Its condition is met whenever a log changes and then two servers that could be elected have different
/// configurations.
/// </summary>
public sealed class ConfigurationSafety(ServerSet servers) : Property
{
    private readonly PerServer<Log> logs = new(servers, Log.Empty);

    /// <inheritdoc/>
    public override string Name => "Configuration Safety";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (happening.Touched is not { } server || ReferenceEquals(logs[server], history.Log(server)))
        {
            return null;
        }

        logs[server] = history.Log(server);
        return AreAllAlike(history) ? null : Judge(number, history);
    }

    private bool AreAllAlike(History history)
    {
        foreach (var server in servers)
        {
            if (logs[server].ConfigurationIndex > 0)
            {
                return servers.Members.Select(history.Configuration).Distinct().Count() == 1;
            }
        }

        return true;
    }

    private Violation? Judge(int number, History history)
    {
        var hasPairs = false;
        Violation? violation = null;
        foreach (var (a, b) in Rivals(servers, server => logs[server], history.Configuration))
        {
            hasPairs = true;
            violation ??= VotersOfOne(a, b) is { } voters ? Split(number, a, b, voters) : null;
        }

        if (hasPairs)
        {
            Exercise();
        }

        return violation;
    }

    /// <summary>Whether no two servers could be elected for the same term.</summary>
    /// <param name="servers">All servers.</param>
    /// <param name="log">The log of a server.</param>
    /// <param name="configuration">The configuration in that log.</param>
    internal static bool Holds(ServerSet servers, Func<ServerId, Log> log, Func<ServerId, Configuration> configuration) =>
        Rivals(servers, log, configuration).All(pair => VotersOfOne(pair.A, pair.B) is null);

    /// <summary>Two servers each that could be elected, if they stood now, and have different configurations.</summary>
    private static IEnumerable<(Standing A, Standing B)> Rivals(
        ServerSet servers, Func<ServerId, Log> log, Func<ServerId, Configuration> configuration)
    {
        var candidates = servers.Members.Select(server => Stand(server, log, configuration(server))).OfType<Standing>().ToList();
        return
            from a in candidates
            from b in candidates
            where a.Candidate.Number < b.Candidate.Number && a.Cluster != b.Cluster
            select (a, b);
    }

    /// <summary>A server that could be elected, if it stood now; null when it could not, or does not vote itself.</summary>
    private static Standing? Stand(ServerId candidate, Func<ServerId, Log> log, Configuration cluster)
    {
        if (!cluster.AllVoters.Contains(candidate))
        {
            return null;
        }

        var voters = Electorate.Of(candidate, log, cluster.AllVoters);
        return cluster.HasQuorum(voters) ? new Standing(candidate, cluster, voters) : null;
    }

    /// <summary>A quorum for one of two candidates that leaves enough for the other; null when there is none.</summary>
    private static ServerSet? VotersOfOne(Standing a, Standing b)
    {
        for (var chosen = a.Voters.Bits; chosen > 0; chosen = (chosen - 1) & a.Voters.Bits)
        {
            var voters = new ServerSet(chosen);
            if (a.Cluster.HasQuorum(voters) && b.Cluster.HasQuorum(b.Voters.Except(voters)))
            {
                return voters;
            }
        }

        return null;
    }

    private Violation Split(int number, Standing a, Standing b, ServerSet voters) => Fell(
        $"{a.Candidate} and {b.Candidate} can both be elected in one term, {a.Candidate} by {voters} "
            + $"and {b.Candidate} by {b.Voters.Except(voters)}",
        new Fact(number, $"the configuration of {a.Candidate} is {a.Cluster}, and its log {logs[a.Candidate]}"),
        new Fact(number, $"the configuration of {b.Candidate} is {b.Cluster}, and its log {logs[b.Candidate]}"));

    /// <summary>A server that could be elected.</summary>
    /// <param name="Candidate">The server.</param>
    /// <param name="Cluster">The configuration in its log.</param>
    /// <param name="Voters">Those of whose votes it could be sure.</param>
    private sealed record Standing(ServerId Candidate, Configuration Cluster, ServerSet Voters);
}
