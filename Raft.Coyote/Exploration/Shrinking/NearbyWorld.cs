using Raft.Core.Protocol;
using Raft.Coyote.Exploration.Exhaustive;

namespace Raft.Coyote.Exploration.Shrinking;

/// <summary>A world like the one of a story, in which a shorter story may be.</summary>
/// <param name="Bounds">How far it may go.</param>
/// <param name="Options">The options of the rules.</param>
internal sealed record NearbyWorld(Bounds Bounds, Options Options)
{
    /// <summary>Of three servers one may be missing: what more of them show, three often do.</summary>
    private const int FewServers = 3;

    /// <summary>With more servers each state has too many names.</summary>
    private const int MostServers = 5;

    private static readonly Options Usual = new();

    /// <summary>
    /// Worlds as wide as a story: with usual options, where heartbeats and a request may help too; with its own options; with all of
    /// its servers.
    /// </summary>
    public static IReadOnlyList<NearbyWorld> Wide(Bounds own, Options options)
    {
        var few = WithFewServers(own);
        var helped = few with { Heartbeats = true, MaxRequests = Math.Max(1, few.MaxRequests) };
        return
        [
            new NearbyWorld(helped, AsUsual(options)),
            .. If(options.MaxEntriesPerAppend > 1 && HasBatches(options), new NearbyWorld(helped, InSmallBatches(options))),
            .. If(options != AsUsual(options), new NearbyWorld(few, options)),
            .. If(own != few && own.Servers <= MostServers, new NearbyWorld(own, options)),
        ];
    }

    /// <summary>
    /// Rows of worlds, the narrowest first, for stories that are too long to be found in wide ones. First without all that needs
    /// somebody from outside; then with what the story has.
    /// </summary>
    public static IReadOnlyList<IEnumerable<NearbyWorld>> Narrow(Bounds own, Options options)
    {
        var few = WithFewServers(own);
        var calm = few with { MaxRequests = 0, MaxDuplicates = 0, MaxCrashes = 0 };
        return
        [
            ByMessages(new NearbyWorld(calm, AsUsual(options))),
            ByMessages(new NearbyWorld(few, options)),
        ];
    }

    /// <summary>
    /// The fewer messages may be on their way, the fewer states there are, and the longer are the stories that can be found. Much of
    /// such a story only makes room for further messages, and can be taken away.
    /// </summary>
    private static IEnumerable<NearbyWorld> ByMessages(NearbyWorld world) =>
        Enumerable.Range(1, Math.Max(0, world.Bounds.MaxMessages - 1))
            .Select(messages => world with { Bounds = world.Bounds with { MaxMessages = messages } });

    private static Bounds WithFewServers(Bounds own) => own.Orders.Count > 0 || own.Servers <= FewServers
        ? own
        : own with { Servers = FewServers, InitialServers = default };

    private static Options AsUsual(Options options) => Usual with { Membership = options.Membership };

    /// <summary>Whether a message may not carry all entries.</summary>
    private static bool HasBatches(Options options) => options.MaxEntriesPerAppend < Usual.MaxEntriesPerAppend;

    private static Options InSmallBatches(Options options) => AsUsual(options) with { MaxEntriesPerAppend = 1 };

    private static NearbyWorld[] If(bool may, NearbyWorld world) => may ? [world] : [];
}
