using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "Our goal for Raft is to implement linearizable semantics (each operation appears to execute instantaneously, exactly once,
/// at some point between its invocation and its response)" (section 8). A request that a server refused took no effect; one
/// without an answer may take effect at any later time, or never. A command of a session that is sent again is the same
/// operation. Its condition is met whenever an answer arrives about a key
/// that another request was about.
/// </summary>
public sealed class Linearizability : Property
{
    private readonly Dictionary<string, List<Operation>> operations = new(StringComparer.Ordinal);
    private readonly Dictionary<RequestId, Operation> called = [];
    private readonly Dictionary<(ClientId Client, int Serial), Operation> numberedOperations = [];
    private readonly Dictionary<Operation, int> attempts = new(ReferenceEqualityComparer.Instance);

    /// <inheritdoc/>
    public override string Name => "Linearizability";

    /// <inheritdoc/>
    public override Violation? Observe(int number, Happening happening, History history)
    {
        if (happening is Called call)
        {
            Call(number, call);
        }

        return happening is Returned returned && called.Remove(returned.Request, out var operation)
            ? Return(operation, number, returned.Answer)
            : null;
    }

    private void Call(int number, Called call)
    {
        var operation = FirstAttempt(number, call) ?? new Operation(call.Request, call.Command.Inner(), number);
        if (operation.Key is null)
        {
            return;
        }

        called.Add(call.Request, operation);
        attempts[operation] = attempts.GetValueOrDefault(operation) + 1;
        if (attempts[operation] == 1)
        {
            operations.TryAdd(operation.Key, []);
            operations[operation.Key].Add(operation);
        }
    }

    /// <summary>With sessions a retry is the same operation, which may take effect by any of its requests.</summary>
    private Operation? FirstAttempt(int number, Called call)
    {
        if (call.Command is not Numbered numbered)
        {
            return null;
        }

        var name = (call.Request.Client, numbered.Serial);
        if (!numberedOperations.TryGetValue(name, out var first) || attempts.GetValueOrDefault(first) == 0)
        {
            numberedOperations[name] = new Operation(call.Request, numbered.Command, number);
        }

        return numberedOperations[name];
    }

    private Violation? Return(Operation operation, int number, Answer answer)
    {
        var ofKey = operations[operation.Key!];
        switch (answer)
        {
            case Applied applied:
                ofKey[ofKey.IndexOf(operation)] = operation.Returning(number, applied.Result);
                break;
            case NotLeader when --attempts[operation] == 0:
                ofKey.Remove(operation);
                break;
        }

        if (answer is Applied && ofKey.Count > 1)
        {
            Exercise();
        }

        return LinearizabilityChecker.IsLinearizable(ofKey) ? null : Contradicted(ofKey);
    }

    private Violation Contradicted(List<Operation> ofKey)
    {
        var answers = LinearizabilityChecker.Contradiction(ofKey).OrderBy(operation => operation.ReturnedAt).ToArray();
        var last = answers[^1];
        var others = answers[..^1].Select(other => $"{other} had returned {other.Result} at #{other.ReturnedAt}");
        var contradiction = answers.Length == 1
            ? "which no order of the operations explains"
            : $"though {string.Join(" and ", others)}";
        return Fell($"{Told(last)} at #{last.ReturnedAt}{Demand(last)}, {contradiction}", [.. answers.Select(Shown)]);
    }

    private static Fact Shown(Operation operation) => new(operation.ReturnedAt!.Value, Told(operation));

    private static string Told(Operation operation) =>
        $"{operation}, called at #{operation.CalledAt}, returned {operation.Result}";

    /// <summary>What the store would have had to be for an answer.</summary>
    private static string Demand(Operation operation) => operation switch
    {
        { Command: Put } or { Command: Append, ValueFound: null } => "",
        { Command: Append, ValueFound: "" } => $", so {operation.Key} had to be none or empty",
        _ => $", so {operation.Key} had to be {operation.ValueFound ?? "none"}",
    };
}
