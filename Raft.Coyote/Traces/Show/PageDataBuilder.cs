using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Specifications;

namespace Raft.Coyote.Traces.Show;

/// <summary>
/// Gathers what the page shows of a run. The servers' states are written as what changed, so that long runs stay small.
/// </summary>
internal sealed class PageDataBuilder
{
    private readonly Trace trace;
    private readonly Places places;
    private readonly History history;
    private readonly EntryTable entries = new();
    private readonly Dictionary<ServerId, (Log Log, Log Disk)> logs = [];
    private readonly ServerSet servers;

    private PageDataBuilder(Trace trace)
    {
        this.trace = trace;
        places = new Places(trace);
        servers = trace.Header.FirstServers;
        history = new History(ServerSet.FirstServers(trace.Header.Servers), trace.Header.Options);
    }

    /// <summary>The data of a run.</summary>
    public static PageData Of(Trace trace) => new PageDataBuilder(trace).Build();

    private PageData Build()
    {
        var events = trace.Happenings.Items.Select((happening, position) => Observe(position + 1, happening)).ToList();
        var committed = history.Committed.Select(each => new PageCommit(entries[each.Entry], each.Happening)).ToList();
        return new PageData(
            PageHeader.Of(trace), PageHeader.VerdictOf(trace.Header.Violation), places.Servers, places.Clients, entries.All,
            committed, events, [.. Arrows.Of(trace).Select(Place)]);
    }

    private PageArrow Place(Arrow arrow) => new(
        places[arrow.From], places[arrow.To], arrow.SentAt, arrow.EndsAt, arrow.Fate, arrow.Term, arrow.Text);

    private PageEvent Observe(int number, Happening happening)
    {
        history.Observe(number, happening);
        var place = Places.Of(happening);
        IReadOnlyList<string> marks = [.. Marks.Of(happening)];
        return new PageEvent(
            Narration.Tell(happening), place == Places.Network ? null : places[place], Marks.KindOf(happening),
            marks.Count == 0 ? null : marks, CutOf(happening), ChangeOf(happening), OrderOf(happening));
    }

    /// <summary>
    /// A server is to write before it speaks. The narration, which leaves writing out, does not show who does not.
    /// </summary>
    private static IReadOnlyList<string>? OrderOf(Happening happening)
    {
        if (happening is not Handled handled)
        {
            return null;
        }

        var speaks = handled.Effects.Items.TakeWhile(effect => effect is not (Send or Reply)).Count();
        var writesLater = handled.Effects.Items.Skip(speaks).Any(effect => effect is Persist);
        return writesLater ? [.. Narration.Deeds(handled, handled.Effects).Select(deed => deed.Present)] : null;
    }

    private static PageCut? CutOf(Happening happening) => happening is Partitioned cut
        ? new PageCut(PositionsOf(cut.From), PositionsOf(cut.To), cut.BothWays)
        : null;

    private static int[] PositionsOf(ServerSet servers) => [.. servers.Members.Select(server => server.Number - 1)];

    private PageChange? ChangeOf(Happening happening) => happening switch
    {
        Handled { Crash: null } handled => ChangeOf(handled.Server, Condition.Up),
        Handled handled => ChangeOf(handled.Server, Condition.Down),
        Crashed crashed => ChangeOf(crashed.Server, Condition.Down),
        Repaired repaired => ChangeOf(repaired.Server, Condition.Down),
        Paused paused => ChangeOf(paused.Server, Condition.Paused),
        Resumed resumed => ChangeOf(resumed.Server, Condition.Up),
        _ => null,
    };

    /// <summary>A server that is down has nothing but its disk; one that was never given an input is at its start.</summary>
    private PageChange ChangeOf(ServerId server, Condition condition)
    {
        var durable = history.Durable(server);
        var state = history.State(server) ?? ServerState.AtStart(server, servers, durable);
        var (log, disk) = logs.GetValueOrDefault(server, (Log.Empty, Log.Empty));
        logs[server] = (state.Log, durable.Log);
        return new PageChange(
            condition, NameOf(state.Role), state.CurrentTerm, state.VotedFor?.ToString(), state.CommitIndex,
            Change(log, state.Log), Change(disk, durable.Log), state.Log.PrevIndex == 0 ? null : state.Log.PrevIndex);
    }

    private static string NameOf(Role role) => role switch
    {
        Leader => "leader",
        Candidate => "candidate",
        _ => "follower",
    };

    private PageLog? Change(Log before, Log after)
    {
        var kept = before.CommonPrefixWith(after);
        return kept == before.LastIndex && kept == after.LastIndex
            ? null
            : new PageLog(kept, [.. Discarded(kept + 1, after), .. after.From(kept + 1).Items.Select(entry => entries[entry])]);
    }

    /// <summary>What a log has discarded was committed; where a mutant did so too early, only the last term is known.</summary>
    private IEnumerable<int> Discarded(long first, Log log)
    {
        for (var index = first; index <= log.PrevIndex; index++)
        {
            var isCommitted = index <= history.Committed.Count;
            yield return entries[isCommitted ? history.Committed[(int)index - 1].Entry : new Entry(log.PrevTerm, new NoOp())];
        }
    }

    /// <summary>Each entry once, by its position.</summary>
    private sealed class EntryTable
    {
        private readonly Dictionary<Entry, int> positions = [];

        public List<PageEntry> All { get; } = [];

        public int this[Entry entry]
        {
            get
            {
                if (positions.TryAdd(entry, All.Count))
                {
                    All.Add(new PageEntry(entry.Term, $"{entry.Command}", entry.Origin?.ToString()));
                }

                return positions[entry];
            }
        }
    }
}
