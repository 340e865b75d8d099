using Raft.Core.Protocol;
using Raft.Coyote.Mutants;

namespace Raft.Tests.Mutants;

/// <summary>
/// A mutant gets the protocol wrong, not the program: in whatever trouble it brings a cluster, it goes on. The rules that it does
/// not override must bear what they never meet in Raft, such as a matchIndex past the end of the log.
/// </summary>
public class NoMutantThrowsTests
{
    private const int Runs = 60;
    private const int Moves = 400;

    public static TheoryData<string> Names => CatalogueTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void It_goes_on(string name)
    {
        for (var seed = 1; seed <= Runs; seed++)
        {
            var random = new Random(seed);
            var rules = Catalogue.Find(name)!.Rules(AnyOptions(random));
            var cluster = new HandDrivenCluster(rules, servers: 3 + (seed % 3));
            for (var move = 1; move <= Moves; move++)
            {
                Move(cluster, random, 1 + random.Next(3 + (seed % 3)));
            }
        }
    }

    private static void Move(HandDrivenCluster cluster, Random random, int server)
    {
        switch (random.Next(20))
        {
            case 0:
                cluster.Give(server, new ElectionTimeout());
                break;
            case 1:
                cluster.Give(server, new HeartbeatDue());
                break;
            case 2:
                cluster.Ask(server);
                break;
            case 3:
                cluster.Give(server, new TransferLeadership(new ServerId(1 + random.Next(3))));
                break;
            case 4:
                cluster.GiveAndCrash(server, new ElectionTimeout(), recordsKept: random.Next(3));
                break;
            default:
                cluster.DeliverAny(random);
                break;
        }
    }

    private static Options AnyOptions(Random random) => new(
        BackTracking: random.Next(2) == 0 ? BackTracking.OneStep : BackTracking.ByConflictTerm,
        NoOpAtElection: random.Next(2) == 0,
        EmptyHeartbeats: random.Next(2) == 0,
        MaxEntriesPerAppend: 1 + random.Next(3))
    {
        PreVote = random.Next(2) == 0,
        CheckQuorum = random.Next(2) == 0,
    };
}
