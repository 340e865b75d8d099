namespace Raft.Core.Protocol;

/// <summary>
/// The table of contents of all that the later chapters add to Figure 2: which input and which message is handled in which
/// file. Each file has all of its chapter: options, state, inputs, messages and rules.
/// </summary>
public partial class Rules
{
    private Step OnFurtherInput(ServerState state, Input input) => input switch
    {
        _ => throw new ArgumentException($"unknown input {input}", nameof(input)),
    };

    /// <summary>Messages of the current term; the terms were compared before.</summary>
    private Step OnFurtherMessage(ServerState state, Message message) => message switch
    {
        _ => throw new ArgumentException($"unknown message {message}", nameof(message)),
    };
}
