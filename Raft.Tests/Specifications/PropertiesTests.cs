using Raft.Core.Protocol;
using Raft.Coyote.Specifications;
using static Raft.Tests.Specifications.Stories;

namespace Raft.Tests.Specifications;

public class PropertiesTests
{
    [Fact]
    public void Names_are_those_of_the_instances_and_each_is_there_once()
    {
        var instances = Properties.Safety(Three).Select(property => property.Name)
            .Concat(Properties.Liveness().Select(property => property.Name)).ToArray();
        Assert.Equal(instances, Properties.Names);
        Assert.Equal(28, instances.Distinct().Count());
    }

    [Fact]
    public void Instances_are_fresh() =>
        Assert.Empty(Properties.Safety(Three).Intersect(Properties.Safety(Three), ReferenceEqualityComparer.Instance));

    [Fact]
    public void The_outcome_names_a_happening_that_violates_several()
    {
        var judge = new Judge(Three);
        Assert.Null(judge.Observe(1, Step(Candidate(S1, 1), Leader(S1, 1))));
        var violation = judge.Observe(2, Step(Candidate(S2, 1), Leader(S2, 1), new Send(Heartbeat(S2, S1, 1))));
        Assert.Equal("Election Safety", violation?.Property);
    }

    [Fact]
    public void A_judge_may_be_kept_to_some_properties()
    {
        var judge = new Judge(Three, new HashSet<string> { "Vote Once", "Logs Converge" });
        Assert.Null(judge.Observe(1, Step(Candidate(S1, 1), Leader(S1, 1))));
        Assert.Null(judge.Observe(2, Step(Candidate(S2, 1), Leader(S2, 1))));
        Assert.Equal(["Vote Once", "Logs Converge"], judge.Exercised.Select(property => property.Name));
        Assert.Equal(["Logs Converge"], judge.Liveness.Select(property => property.Name));
    }

    [Fact]
    public void A_judge_refuses_a_name_that_no_property_has()
    {
        var error = Assert.Throws<ArgumentException>(() => new Judge(Three, new HashSet<string> { "Vote Once", "Vote Twice" }));
        Assert.Matches("^no property is called \"Vote Twice\"; there are Election Safety, ", error.Message);
    }

    [Fact]
    public void The_page_names_just_these_properties_and_where_each_is()
    {
        var rows = Rows();
        Assert.Equal(Properties.Names, rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.True(File.Exists(FileIn(row[3])), $"{row[0]}: no file {row[3]}"));
        Assert.All(rows, row => Assert.All(row, cell => Assert.NotEqual("", cell)));
    }

    private static string FileIn(string cell) => Path.Combine(Repository(), "specs", cell.Split('(', ')')[1]);

    /// <summary>The rows of the table of specs/PROPERTIES.md, as their cells.</summary>
    private static string[][] Rows() =>
    [
        .. File.ReadLines(Path.Combine(Repository(), "specs", "PROPERTIES.md"))
            .Where(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
    ];

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Raft.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
