using Raft.Core.Protocol;

namespace Raft.Coyote.Specifications;

/// <summary>
/// "If leadership transfer does not complete after about an election timeout, the prior leader aborts the transfer and resumes
/// accepting client requests" (section 3.10 of the dissertation): once faults are over no leader hands over for ever.
/// </summary>
public sealed class TransfersEnd : LivenessProperty
{
    /// <inheritdoc/>
    public override string Name => "Transfers End";

    /// <inheritdoc/>
    protected override bool Holds(History history)
    {
        foreach (var server in history.Up)
        {
            if (history.State(server)?.Role is Leader { TransferTo: not null })
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    protected override string WhatIsMissing(History history) => string.Join(
        ", ",
        from server in history.Up.Members
        let role = history.State(server)?.Role as Leader
        where role?.TransferTo is not null
        select $"{server} hands over its leadership to {role.TransferTo}, and takes no requests, for ever");
}
