using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Exploration;
using Raft.Coyote.Scenarios;

namespace Raft.Tests.Environment;

/// <summary>Clients with sessions.</summary>
public class SessionClientTests
{
    private static readonly ServerId S1 = new(1);

    private static Client Client { get; } =
        AllScenarios.Find("sessions")!.DrawSetup(new WalkDice(1), new Wishes()).Start().Clients[0];

    private static Command Sent(Client client) => client.Requests[^1].Request.Command;

    private static Client Answered(Client client, Answer answer) =>
        (client with { Answers = [new SentAnswer(client.Waiting!.Value, answer)] }).Take(0);

    private static Client WithSession => Answered(Client.Call(S1, 1), new Applied(new Result(true, "7")));

    [Fact]
    public void A_client_opens_a_session_first()
    {
        Assert.Equal(new OpenSession(), Sent(Client.Call(S1, 1)));
        Assert.Equal(7, WithSession.Session);
    }

    [Fact]
    public void A_retry_has_the_same_number()
    {
        var first = WithSession.Call(S1, 2);
        var retry = first.GiveUp().Call(S1, 3);
        Assert.Equal((7L, 1), (((Numbered)Sent(first)).Session, ((Numbered)Sent(first)).Serial));
        Assert.Equal(Sent(first), Sent(retry));
        Assert.NotEqual(first.Waiting, retry.Waiting);
    }

    [Fact]
    public void When_its_session_expired_it_opens_another_and_goes_on_with_its_next_command()
    {
        var expired = Answered(WithSession.Call(S1, 2), new SessionExpired());
        Assert.Equal(new OpenSession(), Sent(expired.Call(S1, 3)));
        var reopened = Answered(expired.Call(S1, 3), new Applied(new Result(true, "9"))).Call(S1, 4);
        Assert.Equal((9L, 2), (((Numbered)Sent(reopened)).Session, ((Numbered)Sent(reopened)).Serial));
    }
}
