using Raft.Core.Protocol;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Conformance.Histories;

/// <summary>What came of judging a history.</summary>
/// <param name="File">Its file.</param>
/// <param name="Operations">How many operations there are.</param>
/// <param name="Pending">How many of them were never answered.</param>
/// <param name="Keys">How many keys they are about.</param>
/// <param name="Contradiction">
/// Operations whose answers contradict each other; without any one of these answers they would not. Empty when the history is
/// linearizable.
/// </param>
internal sealed record HistoryVerdict(
    string File, int Operations, int Pending, int Keys, IReadOnlyList<ClientOperation> Contradiction)
{
    /// <summary>Whether it is linearizable.</summary>
    public bool IsAccepted => Contradiction.Count == 0;
}

/// <summary>Judges a history by linearizability. A key begins with an empty value.</summary>
internal static class HistoryJudge
{
    /// <summary>The search is recursive, one call for each operation.</summary>
    private const int StackSize = 512 * 1024 * 1024;

    private static readonly ClientId Nobody = new(0);

    /// <summary>Judges a history.</summary>
    /// <exception cref="Traces.TraceFormatException">It is none.</exception>
    public static HistoryVerdict Judge(Stream stream, string file)
    {
        var operations = HistoryReader.Read(stream, file);
        var keys = operations.GroupBy(operation => operation.Key).ToList();
        IReadOnlyList<ClientOperation> contradiction = [];
        var search = new Thread(() => contradiction = FirstContradiction(keys), StackSize);
        search.Start();
        search.Join();
        return new HistoryVerdict(
            file, operations.Count, operations.Count(operation => operation.Return is null), keys.Count, contradiction);
    }

    private static IReadOnlyList<ClientOperation> FirstContradiction(IEnumerable<IGrouping<string, ClientOperation>> keys) =>
        keys.Select(Contradiction).FirstOrDefault(found => found.Count > 0) ?? [];

    private static IReadOnlyList<ClientOperation> Contradiction(IGrouping<string, ClientOperation> ofKey)
    {
        var told = ofKey.ToList();
        var asked = Asked(ofKey.Key, told);
        return LinearizabilityChecker.IsLinearizable(asked)
            ? []
            : [.. LinearizabilityChecker.Contradiction(asked).Where(found => found.Request.Client != Nobody)
                .Select(found => told[found.Request.Number - 1])];
    }

    /// <summary>
    /// The operations as the checker knows them: times become places in their order; of two at one moment the call comes
    /// first, for
    /// then neither is known to be before the other.
    /// </summary>
    private static List<Operation> Asked(string key, List<ClientOperation> told)
    {
        var times = told.Select(operation => (Time: operation.Call, IsReturn: false))
            .Concat(told.Where(operation => operation.Return is not null).Select(operation => (operation.Return!.Value, true)))
            .Distinct().Order().Select((time, place) => (time, place)).ToDictionary(pair => pair.time, pair => pair.place + 2);
        var first = new Operation(new RequestId(Nobody, 1), new Put(key, ""), 0, 1, new Result(true, ""));
        return
        [
            first,
            .. told.Select((operation, place) => new Operation(
                new RequestId(new ClientId(1), place + 1), operation.Command, times[(operation.Call, false)],
                operation.Return is { } at ? times[(at, true)] : null,
                operation is { Command: Get, Return: not null } ? new Result(true, operation.Output) : null)),
        ];
    }
}
