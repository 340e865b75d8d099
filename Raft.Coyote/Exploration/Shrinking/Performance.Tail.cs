using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>
/// How a run goes on once all was done, to show that what must happen never does: faults end, all is mended, a leader is elected
/// if one can be, and then the clients ask (again). Where the world comes to be as it was before, it can go round for ever: the
/// story ends after one round.
/// </summary>
internal sealed partial class Performance
{
    /// <summary>How many events a cluster without faults may take until all is well: many times what it needs.</summary>
    private const int EnoughEvents = 400;

    /// <summary>So many events are told of a world that never comes to be as it was.</summary>
    private const int ToldEvents = 30;

    /// <summary>How many it may take until there is a leader, or until a client that has given up asks again.</summary>
    private const int MoreEvents = 100;

    private readonly OldestFirst dice = new();
    private Ending? ending;
    private Ending? longEnough;
    private int askedAt;

    /// <summary>Where the story may end, and how.</summary>
    private sealed record Ending(int Events, Violation Violation);

    private void GoOn()
    {
        if (!areFaultsOver)
        {
            Do(new EndFaults());
        }

        if (script.StaysDeaf is { } deaf && World.Network.IsCutOffOnly(deaf) && judge.History.Deaf is null)
        {
            Do(new Heal());
        }

        var unanswered = World.Clients.Items
            .Select(client => client.Waiting is null && !script.AsksNoMore ? client.Plan : []).ToList();
        World = World with { Clients = [.. World.Clients.Items.Select(WantingNothingNew)] };
        if (!IsNothingWanted(unanswered) && !(IsQuiet && Leader is not null))
        {
            Continue(MoreEvents, () => (IsQuiet && Leader is not null) || IsAsItWas());
        }

        if (!script.AsksNoMore)
        {
            AskAgain(unanswered);
        }

        askedAt = story.Count;
        seen.Clear();
        Continue(EnoughEvents, IsAllDone);
        Conclude();
    }

    private bool IsNothingWanted(List<Sequence<Command>> unanswered) =>
        script.Wants.Count == 0 && unanswered.All(plan => plan.Count == 0) && World.Clients.Items.All(client => client.IsDone);

    /// <summary>
    /// A server may have forgotten what a client waits for; so all ask anew, the leader if there is one. In a storm of messages
    /// that never ends no time passes, and nobody gives up.
    /// </summary>
    private void AskAgain(List<Sequence<Command>> unanswered)
    {
        foreach (var client in World.Clients.Items.Where(client => IsQuiet && client.Waiting is not null))
        {
            Do(new GiveUp(client.Id));
        }

        World = World with { Clients = [.. World.Clients.Items.Zip(unanswered, Wanting)] };
        foreach (var client in World.Clients.Items.Where(client => client.MayCall))
        {
            Do(new Call(client.Id, Leader ?? new ServerId(1)));
        }
    }

    private static Client WantingNothingNew(Client client) => client.Waiting is null ? client with { Plan = [] } : client;

    /// <summary>A client that wants what it had no answer to, and what it comes to want once faults are over.</summary>
    private Client Wanting(Client client, Sequence<Command> unanswered)
    {
        var wanted = script.Wants.Items.Where(want => want.Client == client.Id).Select(want => want.Command);
        return client with { Plan = [.. unanswered, .. client.Plan, .. wanted] };
    }

    private void Continue(int most, Func<bool> isEnough)
    {
        var last = story.Count + most;
        foreach (var (move, turn) in FairRun.From(World, rules, dice, script.StaysDown, script.StaysDeaf))
        {
            Take(move, turn);
            if (Violation is not null || isEnough() || story.Count >= last)
            {
                break;
            }
        }
    }

    /// <summary>
    /// Looks after each move whether the story may end here; goes on even so, for it must not end well after all.
    /// </summary>
    private bool IsAllDone()
    {
        if (ending is null && IsHot && IsAsItWas())
        {
            ending = EndHere($"all is as it was at #{seenAt}, and can go on so for ever");
        }

        var isEnough = story.Count > askedAt + (IsQuiet ? ToldEvents : 2 * ToldEvents);
        if (longEnough is null && IsHot && isEnough)
        {
            longEnough = EndHere("so it goes on, and there is no end to it in sight");
        }

        return IsWell;
    }

    private bool IsWell => World.Clients.Items.All(client => client.IsDone) && judge.EndedHot() is null;

    private bool IsHot => judge.EndedHot()?.Property == eventually;

    private Ending EndHere(string why)
    {
        var violation = judge.EndedHot()!;
        return new Ending(story.Count, violation with { Facts = violation.Facts.Add(new Fact(story.Count, why)) });
    }

    /// <summary>It must end hot; where a client has given up and is about to ask again, a little later.</summary>
    private void Conclude()
    {
        if (Violation is null && !IsHot && !IsWell)
        {
            Continue(MoreEvents, () => IsHot);
        }

        if (Violation is null && IsHot)
        {
            ending ??= longEnough ?? EndHere("there is no end to it in sight");
            Violation = ending.Violation;
            story.RemoveRange(ending.Events, story.Count - ending.Events);
        }
    }

    private ServerId? Leader
    {
        get
        {
            var up = World.Hosts.Items.Where(host => host.Condition == Condition.Up).Select(host => host.State).ToList();
            var latest = up.Select(state => state.CurrentTerm).DefaultIfEmpty(0).Max();
            return up.FirstOrDefault(state => state.Role is Leader && state.CurrentTerm == latest)?.Id;
        }
    }

    /// <summary>Nothing is on its way, but what a cut link holds back.</summary>
    private bool IsQuiet =>
        World.Network.Links.Items.All(link => link.IsCut || link.OnTheWay.Count == 0)
        && !World.Servers.Members.Any(World.MayFinishWrite)
        && World.Clients.Items.All(client => client.Requests.Count == 0 && client.Answers.Count == 0);
}
