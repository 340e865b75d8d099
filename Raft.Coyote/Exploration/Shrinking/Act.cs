using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>
/// One thing to be done, named by what causes it and not by where it stands: "deliver what s1 sent to s2 in act 7". So it means
/// the same when others are left out; and when its cause is left out it cannot be done.
/// </summary>
/// <param name="Id">Its number, which no other act of the script has. It keeps it while others are left out.</param>
/// <param name="Move">What is done. Where in a link, or among a client's requests and answers, is found when it is done.</param>
/// <param name="Cause">
/// The act that sent the message, or in which the client called; null when there is none to name.
/// </param>
/// <param name="Nth">Which of the messages that the cause sent to that server, or of the answers to that request; from 0.</param>
/// <param name="Command">What the client calls for; null when it calls for nothing.</param>
internal sealed record Act(int Id, Move Move, int? Cause = null, int Nth = 0, Command? Command = null)
{
    /// <summary>The crash point of a move in which a server handles an input.</summary>
    public CrashPoint? Crash => (Move as Handling)?.Crash;

    /// <summary>The servers that the move names, in their order; a cut names them all.</summary>
    public IEnumerable<ServerId> Servers => Move switch
    {
        Deliver deliver => [deliver.From, deliver.To],
        Lose lose => [lose.From, lose.To],
        Environment.Double twice => [twice.From, twice.To],
        TimeOut timeOut => [timeOut.Server],
        Beat beat => [beat.Server],
        Lapse lapse => [lapse.Server],
        Skew skew => [skew.Server],
        Reboot reboot => [reboot.Server],
        Crash crash => [crash.Server],
        Pause pause => [pause.Server],
        Resume resume => [resume.Server],
        FinishWrite finish => [finish.Server],
        FillDisk fill => [fill.Server],
        FreeSpace free => [free.Server],
        Corrupt corrupt => [corrupt.Server],
        Repair repair => [repair.Server],
        Call call => [call.Server],
        Instruct instruct => [instruct.Server, .. instruct.Order.Servers],
        Partition cut => [.. cut.From.Members, .. cut.To.Members],
        _ => [],
    };

    /// <summary>The client that the move names; null when it names none.</summary>
    public ClientId? Client => Move switch
    {
        Call call => call.Client,
        DeliverRequest arrival => arrival.Client,
        LoseRequest lose => lose.Client,
        Return answer => answer.Client,
        GiveUp giveUp => giveUp.Client,
        _ => null,
    };

    /// <summary>This act of a server that crashes elsewhere, or not.</summary>
    public Act With(CrashPoint? crash) => this with { Move = ((Handling)Move) with { Crash = crash } };
}
