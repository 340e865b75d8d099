using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>What a client asked for, when, and what it was told: the clients' view of one request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Command">What was asked for.</param>
/// <param name="CalledAt">The happening at which the client called.</param>
/// <param name="ReturnedAt">The happening at which it got its answer; null while it has none.</param>
/// <param name="Result">The answer; null while there is none, or when it says only that the operation is done.</param>
public sealed record Operation(RequestId Request, Command Command, int CalledAt, int? ReturnedAt = null, Result? Result = null)
{
    /// <summary>The key that the operation is about; null for a no-op, which is about none.</summary>
    public string? Key => Command switch
    {
        Put put => put.Key,
        Get get => get.Key,
        Append append => append.Key,
        CompareAndSet swap => swap.Key,
        _ => null,
    };

    /// <summary>Whether the client has no answer. The operation may take effect at any time after its call, or never.</summary>
    public bool IsPending => ReturnedAt is null;

    /// <summary>Whether a result is its answer. A client may be told no more than that its write is done.</summary>
    public bool IsAnsweredBy(Result result) => Result is null || Result == result;

    /// <summary>Whether it is done, and its answer does not show what it found, which lives on in the value that it left.</summary>
    public bool MayRestOnOthers => !IsPending && Result is null && Command is not Put;

    /// <summary>This operation with its answer.</summary>
    public Operation Returning(int at, Result result) => this with { ReturnedAt = at, Result = result };

    /// <summary>This operation as if its answer were not known.</summary>
    public Operation WithoutAnswer() => this with { ReturnedAt = null, Result = null };

    /// <summary>
    /// The value that the key must have had for this answer; null when it must have had none, or when the answer does not tell.
    /// An append that left just what it added found an empty value or none; empty stands for both.
    /// </summary>
    public string? ValueFound => (Command, Result) switch
    {
        (Get, { } result) => result.Value,
        (CompareAndSet swap, { Succeeded: true }) => swap.Expected,
        (CompareAndSet, { } result) => result.Value,
        (Append append, { Value: { } value }) when value.EndsWith(append.Value, StringComparison.Ordinal) =>
            value[..^append.Value.Length],
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Request.Client}'s {Command}";
}
