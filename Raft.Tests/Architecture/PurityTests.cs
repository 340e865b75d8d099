using System.Diagnostics;
using Mono.Cecil;

namespace Raft.Tests.Architecture;

/// <summary>The rules are functions of values: no clock, no lock, no I/O, no async, no randomness, no Coyote.</summary>
public class PurityTests
{
    private static readonly Source[] Sources = Repository.Sources("Raft.Core/Protocol");

    [Fact]
    public void The_sources_of_the_rules_use_no_forbidden_word() => Assert.Empty(Sources.SelectMany(Purity.ForbiddenWordsIn));

    [Fact]
    public void No_file_of_the_rules_is_longer_than_300_lines() =>
        Assert.Empty(Sources.SelectMany(source => Purity.TooLong(source, most: 300)));

    [Fact]
    public void The_types_of_the_rules_use_nothing_but_themselves_and_the_harmless_part_of_the_base_library()
    {
        var types = CompiledTypesOf("Raft.Core.Protocol");
        Assert.Contains(types, type => type.FullName == "Raft.Core.Protocol.Rules");
        Assert.Empty(types.SelectMany(Purity.ForbiddenUsesOf));
    }

    [Fact]
    public void The_types_of_the_server_use_nothing_but_the_rules_and_Coyote()
    {
        var types = CompiledTypesOf("Raft.Core.Server");
        Assert.Contains(types, type => type.FullName == "Raft.Core.Server.RaftServer");
        Assert.Empty(types.SelectMany(type => Purity.UsesOutside(type, "Raft.Core.Protocol", "Microsoft.Coyote")));
    }

    [Theory]
    [InlineData("async", "private async Task Run()")]
    [InlineData("lock", "lock (gate)")]
    [InlineData("Random", "var roll = new Random();")]
    [InlineData("DateTime", "var now = DateTime.UtcNow;")]
    public void A_forbidden_word_is_seen(string word, string line)
    {
        var complaints = Purity.ForbiddenWordsIn(new Source("Rules.cs", $"namespace X;\n{line}"));
        Assert.Contains($"Rules.cs:2: {word} in rules, which are functions of values", complaints);
    }

    [Theory]
    [InlineData("/// <summary>A random time, by the wall clock.</summary>")]
    [InlineData("var x = 1; // no lock is needed, and no Random")]
    [InlineData("var blocked = unlock;")]
    public void A_harmless_line_is_not_complained_of(string line) =>
        Assert.Empty(Purity.ForbiddenWordsIn(new Source("Rules.cs", line)));

    [Fact]
    public void A_file_that_is_too_long_is_seen()
    {
        Assert.Equal(["Rules.cs: 4 lines; at most 3"], Purity.TooLong(new Source("Rules.cs", "1\n2\n3\n4\n"), most: 3));
        Assert.Empty(Purity.TooLong(new Source("Rules.cs", "1\n2\n3\n"), most: 3));
    }

    [Theory]
    [InlineData(typeof(BadSamples.UsesTask), "System.Threading.Tasks.Task")]
    [InlineData(typeof(BadSamples.UsesRandomInBody), "System.Random")]
    [InlineData(typeof(BadSamples.UsesTimeInLambda), "System.DateTime")]
    [InlineData(typeof(BadSamples.UsesStopwatchInField), "System.Diagnostics.Stopwatch")]
    [InlineData(typeof(BadSamples.UsesFileInList), "System.IO.FileInfo")]
    [InlineData(typeof(BadSamples.Locks), "System.Threading.Monitor")]
    [InlineData(typeof(BadSamples.IsAnActor), "Microsoft.Coyote.Actors.Actor")]
    [InlineData(typeof(BadSamples.KnowsTheServer), "Raft.Core.Server.RaftServer")]
    public void A_forbidden_use_is_seen(Type sample, string used) =>
        Assert.Contains($"{sample.FullName!.Replace('+', '/')} uses {used}", Purity.ForbiddenUsesOf(Compiled(sample)));

    [Fact]
    public void A_use_outside_is_seen()
    {
        var uses = Purity.UsesOutside(Compiled(typeof(BadSamples.KnowsTheServer)), "Raft.Tests", "Raft.Core.Protocol");
        Assert.Equal(["Raft.Tests.Architecture.PurityTests/BadSamples/KnowsTheServer uses Raft.Core.Server.RaftServer"], uses);
    }

    private static List<CompiledType> CompiledTypesOf(string space) =>
        [.. CompiledType.InAssembliesOf(typeof(Core.Protocol.Rules)).Where(type => type.Namespace == space)];

    private static CompiledType Compiled(Type type) =>
        new(AssemblyDefinition.ReadAssembly(type.Assembly.Location).MainModule.GetType(type.FullName!.Replace('+', '/')));

    private static class BadSamples
    {
        public class UsesTask { public Task? Run() => null; }

        public class UsesRandomInBody { public object Roll() => new Random(1).Next(); }

        public class UsesTimeInLambda { public Func<string> Now() => () => $"{DateTime.UnixEpoch}"; }

        public class UsesStopwatchInField { public readonly Stopwatch? Watch = null; }

        public class UsesFileInList { public List<FileInfo[]>? Files { get; set; } }

        public class Locks { public int Count() { lock (this) return 1; } }

        public class IsAnActor : Microsoft.Coyote.Actors.Actor;

        public class KnowsTheServer { public object Make() => new Core.Server.RaftServer(); }
    }
}
