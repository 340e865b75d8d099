using System.Reflection;
using Raft.Core.Protocol;
using Raft.Coyote.Mutants;
using Raft.Coyote.Scenarios;
using Raft.Tests.Architecture;
using Raft.Tests.Protocol;

namespace Raft.Tests.Specifications;

/// <summary>The pages of specs name only mutants and scenarios that there are.</summary>
public class PagesTests
{
    private const BindingFlags Anywhere =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    [Fact]
    public void Every_mutant_of_a_property_is_in_the_catalogue()
    {
        var mutants = MutantsOfProperties(Page("PROPERTIES.md"));
        Assert.NotEmpty(mutants);
        Assert.All(mutants, mutant => Assert.NotNull(Catalogue.Find(mutant)));
    }

    [Fact]
    public void Every_mutant_that_shows_a_claim_is_in_the_catalogue()
    {
        var mutants = NamesAfter("raft mutants run ", Page("CLAIMS.md"));
        Assert.NotEmpty(mutants);
        Assert.All(mutants, mutant => Assert.NotNull(Catalogue.Find(mutant)));
    }

    [Fact]
    public void Every_scenario_that_shows_a_claim_is_there()
    {
        var scenarios = NamesAfter("raft check ", Page("CLAIMS.md"));
        Assert.NotEmpty(scenarios);
        Assert.All(scenarios, scenario => Assert.NotNull(AllScenarios.Find(scenario)));
    }

    [Fact]
    public void Names_are_read_from_every_command_of_a_line_up_to_its_options()
    {
        const string Line = "| a claim | `raft check one two --property \"A B\"`; `raft mutants run three`; `raft check four` |";
        Assert.Equal(["one", "two", "four"], NamesAfter("raft check ", Line));
        Assert.Equal(["three"], NamesAfter("raft mutants run ", Line));
    }

    [Fact]
    public void The_mutant_of_a_property_is_read_from_the_fifth_column() =>
        Assert.Equal(["five"], MutantsOfProperties("| Head |\n|---|\n| one | two | three | four | five | six |\n"));

    [Fact]
    public void Every_operator_member_and_test_beside_a_sentence_of_Figure_2_is_there()
    {
        var rows = Sentences(Page("README.md"));
        Assert.True(rows.Length > 30);
        var operators = Page("Raft.tla") + Page("RaftTrace.tla");
        Assert.All(rows, row => Assert.All(Quoted(row[2]), name => Assert.Matches($@"(?m)^{name}\b.*==", operators)));
        Assert.All(rows, row => Assert.All(Quoted(row[3]), name => Assert.NotEmpty(typeof(Rules).GetMember(name, Anywhere))));
        Assert.All(rows, row => Assert.All(Quoted(row[4]), name => Assert.True(IsTest(name), name)));
        Assert.All(rows, row => Assert.NotEmpty(Quoted(row[4])));
    }

    [Fact]
    public void A_test_is_there_when_its_class_has_it() => Assert.Equal(
        (true, false, false),
        (IsTest("CommitTests.The_same_follower_counts_once"), IsTest("CommitTests.Nothing"), IsTest("Nothing.Is_here")));

    /// <summary>The rows of the table of sentences that have something beside them, in their columns.</summary>
    private static string[][] Sentences(string page) =>
    [
        .. page.ReplaceLineEndings("\n").Split('\n')
            .SkipWhile(line => !line.StartsWith("| Figure 2 |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|'))
            .Where(row => row[2].Contains('`', StringComparison.Ordinal) || row[3].Contains('`', StringComparison.Ordinal)),
    ];

    /// <summary>What stands between backquotes.</summary>
    private static string[] Quoted(string cell) => [.. cell.Split('`').Where((_, position) => position % 2 == 1)];

    private static bool IsTest(string name)
    {
        var (type, method) = (name.Split('.')[0], name.Split('.')[1]);
        return typeof(CommitTests).Assembly.GetType($"Raft.Tests.Protocol.{type}")?.GetMethod(method) is not null;
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(Repository.Root, "specs", name));

    /// <summary>The fifth column of the table, below its head and the rule under that.</summary>
    private static string[] MutantsOfProperties(string page) =>
    [
        .. page.ReplaceLineEndings("\n").Split('\n')
            .Where(line => line.StartsWith('|'))
            .TakeWhile(line => !line.StartsWith("| Claim |", StringComparison.Ordinal))
            .Skip(2)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[5]),
    ];

    /// <summary>The names that follow a command, wherever a page quotes it: all that stands before its first option.</summary>
    private static string[] NamesAfter(string command, string page) =>
    [
        .. page.Split('`')
            .Where(quoted => quoted.StartsWith(command, StringComparison.Ordinal))
            .SelectMany(quoted => quoted[command.Length..].Split(" --")[0].Split(' ')),
    ];
}
