using System.Reflection;
using Raft.Core.Protocol;
using Raft.Coyote.Mutants;
using Raft.Coyote.Specifications;

namespace Raft.Tests.Mutants;

public class CatalogueTests
{
    /// <summary>The catalogue of real bugs that this one was made from, in its order; what we added stands between.</summary>
    private static readonly string[] Known =
    [
        "dup-vote-counted", "self-vote-twice", "stale-vote-counted", "ignores-voted-for", "stepdown-clears-vote",
        "log-check-commit-index", "log-check-length-only", "log-check-term-only", "log-check-both", "adopt-term-stay-leader",
        "half-quorum-even", "leader-grants-vote", "stale-append-lowers-term",
        "accept-stale-append", "truncate-on-every-append", "truncate-on-new-term", "prev-term-unchecked", "prev-zero-ambiguous",
        "append-blind", "conflict-keeps-suffix", "match-on-send", "match-from-leader-tail", "batch-shares-prev",
        "old-term-ack-accepted", "match-not-reset", "match-regresses", "heartbeat-nack-overwrites-probe",
        "broadcast-stops-on-error",
        "commit-prior-term", "mode-for-median", "leader-counted-twice", "match-starts-too-high", "commit-regresses",
        "commit-quorum-half-even",
        "vote-not-durable", "term-not-durable", "ack-before-sync", "term-vote-torn", "missing-file-as-empty",
        "change-before-own-commit", "two-pending-changes", "config-active-at-apply", "removed-leader-counts-self",
        "learner-acks-counted", "naive-multi-change", "premature-retirement",
        "prevote-low-term-stuck", "transfer-never-ends", "two-leaders-after-transfer",
        "snapshot-boundary", "stale-snapshot-installs", "keeps-conflicting-suffix", "snapshot-sets-term",
        "snapshot-of-uncommitted", "snapshot-drops-config", "snapshot-drops-sessions", "install-not-atomic",
        "leader-local-read", "readindex-before-own-commit", "follower-local-read", "lease-ignores-drift", "retry-applied-twice",
    ];

    public static TheoryData<string> Names => [.. Catalogue.All.Items.Select(mutant => mutant.Name)];

    [Fact]
    public void Known_bugs_are_all_there_and_in_their_order() =>
        Assert.Equal(Known, Catalogue.All.Items.Select(mutant => mutant.Name).Where(Known.Contains));

    [Fact]
    public void Names_are_unique_and_groups_stay_together()
    {
        Assert.Distinct(Catalogue.All.Items.Select(mutant => mutant.Name));
        var groups = Catalogue.All.Items.Select(mutant => mutant.Group).ToList();
        string[] expected =
        [
            "Election", "Replication", "Commit", "Persistence", "Membership", "Leadership", "Snapshot", "Reads", "Clients", "Flow",
            "Disks",
        ];
        Assert.Equal(expected, groups.Distinct());
        Assert.Equal(groups.OrderBy(group => groups.IndexOf(group)), groups);
    }

    [Fact]
    public void There_are_many_bugs_and_some_controls()
    {
        Assert.InRange(Catalogue.All.Items.Count(mutant => !mutant.IsControl), 100, 200);
        Assert.Equal(
            ["stepdown-clears-vote", "commit-quorum-half-even", "term-vote-torn", "learner-campaigns"],
            Catalogue.All.Items.Where(mutant => mutant.IsControl).Select(mutant => mutant.Name));
    }

    /// <summary>The catalogue may not depend on the specifications, so it repeats the names of the properties.</summary>
    [Fact]
    public void The_names_of_properties_are_those_of_the_specifications()
    {
        var names = typeof(PropertyName).GetFields()
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(Properties.Names.Order(), names.Order());
    }

    [Fact]
    public void Every_property_falls_for_some_bug()
    {
        var fallen = Catalogue.All.Items.Where(mutant => !mutant.IsControl).SelectMany(mutant => mutant.Falls.Items).ToHashSet();
        Assert.Equal(Properties.Names.Order(), fallen.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_is_complete(string name)
    {
        var mutant = Catalogue.Find(name)!;
        Assert.Equal(name, mutant.Name);
        Assert.Matches("^[a-z]+(-[a-z]+)+$", mutant.Name);
        Assert.EndsWith(".", mutant.Defect);
        Assert.NotEmpty(mutant.Source);
        Assert.InRange(mutant.MinServers, 3, 5);
        Assert.NotEqual("", mutant.Control);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bug_falls_for_known_properties(string name)
    {
        var mutant = Catalogue.Find(name)!;
        Assert.True(mutant.IsControl || mutant.Falls.Count > 0, $"{name} falls for nothing and is no control");
        Assert.Distinct(mutant.Falls.Items);
        Assert.All(mutant.Falls.Items, property => Assert.Contains(property, Properties.Names));
    }

    [Fact]
    public void An_even_number_is_needed_only_where_the_fewest_is_even() => Assert.All(
        Catalogue.All.Items.Where(mutant => mutant.Needs.Items.Contains(Need.EvenServers)),
        mutant => Assert.Equal(0, mutant.MinServers % 2));

    [Fact]
    public void An_unknown_name_is_not_found()
    {
        Assert.Null(Catalogue.Find("no-such-mutant"));
        Assert.Null(Catalogue.Find(""));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mutant_keeps_its_options_and_has_no_state(string name)
    {
        var options = new Options(BackTracking.ByConflictTerm, NoOpAtElection: false, MaxEntriesPerAppend: 2);
        var rules = Catalogue.Find(name)!.Rules(options);
        Assert.Equal(options, rules.Options);
        Assert.All(FieldsOf(rules.GetType()), field => Assert.True(field.IsInitOnly, $"{name} has state: {field.Name}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mutant_gets_one_sentence_wrong(string name)
    {
        var overridden = Overridden(Catalogue.Find(name)!.Rules(new Options()).GetType());
        Assert.InRange(overridden.Count, 1, Remembers(name) ? 3 : 2);
    }

    /// <summary>What a leader knows must survive three changes of role to be there when it leads again.</summary>
    private static bool Remembers(string name) => name == "match-not-reset";

    private static List<string> Overridden(Type rules) =>
    [
        .. rules.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(method => method.GetBaseDefinition().DeclaringType == typeof(Rules) && method.DeclaringType != typeof(Rules))
            .Select(method => method.Name),
    ];

    private static IEnumerable<FieldInfo> FieldsOf(Type? type) => type is null
        ? []
        : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Concat(FieldsOf(type.BaseType));
}
