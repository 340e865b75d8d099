using Xunit.Abstractions;

namespace Raft.Tests.Conformance;

/// <summary>
/// A legal trace with one meaningful field altered is legal no more, but for a few alterations that lead to another legal
/// trace. The
/// table of what was altered and what was refused is in the output of the test.
/// </summary>
public class AlterationTests(ITestOutputHelper output)
{
    private const int Places = 10;

    /// <summary>
    /// Which alterations may lead to another legal trace, and why: a leader may send any of its entries from any place on that
    /// is not
    /// known to match, so what a message said that is lost is free within that; and one message that arrives may be another
    /// that was
    /// sent as well, late or once more. Without messages a follower may have been sent fewer entries at first, and a server
    /// that is not
    /// watched may have asked for a vote.
    /// </summary>
    private static readonly string[] MayBeLegal =
    [
        "SendAppendEntriesRequest MsgApp msg.index", "SendAppendEntriesRequest MsgApp msg.entries",
        "SendAppendEntriesRequest MsgApp msg.logTerm", "SendAppendEntriesRequest MsgSnap msg.entries",
        "ReceiveAppendEntriesResponse MsgAppResp msg.index", "ReceiveAppendEntriesRequest MsgApp msg.index",
        "ReceiveAppendEntriesRequest MsgApp msg.entries", "ReceiveAppendEntriesRequest MsgApp msg.commit",
        "ReceiveAppendEntriesRequest MsgSnap msg.entries", "ReceiveAppendEntriesRequest MsgHeartbeat msg.commit",
        "Append log", "BecomeFollower state.vote", "TermChange state.vote",
    ];

    [Fact]
    public void An_altered_trace_is_refused_or_legal()
    {
        var table = new SortedDictionary<string, (int Tried, int Refused)>(StringComparer.Ordinal);
        var survivors = new List<Alteration>();
        foreach (var name in ForeignTraces.Legal)
        {
            Try(name, table, survivors);
        }

        var tried = table.Values.Sum(row => row.Tried);
        output.WriteLine(string.Join('\n', table.Select(row => $"{row.Key}: {row.Value.Refused} of {row.Value.Tried} refused")));
        output.WriteLine(string.Join('\n', survivors.Select(survivor => $"legal: {survivor with { Trace = [] }}")));
        Assert.True(survivors.Count * 20 <= tried, $"{survivors.Count} of {tried} were accepted");
        Assert.All(survivors, survivor => Assert.Contains($"{survivor.Event} {survivor.Field}", MayBeLegal));
    }

    private static void Try(string name, SortedDictionary<string, (int Tried, int Refused)> table, List<Alteration> survivors)
    {
        var random = new Random(name.Sum(letter => letter));
        var fields = Alteration.Fields(name);
        for (var place = 0; place < Places; place++)
        {
            var field = fields[place % fields.Length];
            var altered = Alteration.Draw(ForeignTraces.Bytes(name), field, random);
            var isRefused = !ForeignTraces.Judge(altered.Trace, name).IsAccepted;
            var row = table.GetValueOrDefault(field);
            table[field] = (row.Tried + 1, row.Refused + (isRefused ? 1 : 0));
            survivors.AddRange(isRefused ? [] : [altered]);
        }
    }
}
