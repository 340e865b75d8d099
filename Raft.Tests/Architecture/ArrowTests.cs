namespace Raft.Tests.Architecture;

/// <summary>Data flows one way: Protocol, Server, Environment, Scenarios, Exploration, Commands.</summary>
public class ArrowTests
{
    private static readonly Source[] Sources = [.. Repository.Sources("Raft.Core"), .. Repository.Sources("Raft.Coyote")];

    [Fact]
    public void The_sources_keep_the_arrows() => Assert.Empty(Sources.SelectMany(Arrows.BrokenBy));

    [Fact]
    public void The_compiled_types_keep_the_arrows() =>
        Assert.Empty(
            from type in CompiledType.InAssembliesOf(typeof(Core.Protocol.Rules), typeof(Coyote.Environment.Happening))
            from used in type.Uses
            where !Arrows.IsAllowed(type.Namespace, used.Namespace)
            select $"{type.FullName}: {Arrows.Complaint(type.Namespace, used.FullName)}");

    [Fact]
    public void All_folders_are_seen()
    {
        Assert.Contains(Sources, source => source.File == "Raft.Core/Protocol/Rules.cs");
        Assert.Contains(Sources, source => source.File == "Raft.Core/Server/RaftServer.cs");
        Assert.Contains(Sources, source => source.File == "Raft.Coyote/Environment/Happenings.cs");
        Assert.DoesNotContain(Sources, source => source.File.Contains("/obj/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Raft.Core/Protocol/A.cs", "using Raft.Core.Server;")]
    [InlineData("Raft.Core/Protocol/A.cs", "using Raft.Coyote.Environment;")]
    [InlineData("Raft.Core/Server/A.cs", "using Raft.Coyote.Specifications;")]
    [InlineData("Raft.Core/A.cs", "using Raft.Coyote.Environment;")]
    [InlineData("Raft.Coyote/Environment/A.cs", "using Raft.Coyote.Specifications;")]
    [InlineData("Raft.Coyote/Environment/A.cs", "using Raft.Coyote.Scenarios;")]
    [InlineData("Raft.Coyote/Specifications/A.cs", "using Raft.Core.Server;")]
    [InlineData("Raft.Coyote/Specifications/A.cs", "using Raft.Coyote.Exploration;")]
    [InlineData("Raft.Coyote/Scenarios/A.cs", "using Raft.Coyote.Exploration;")]
    [InlineData("Raft.Coyote/Traces/A.cs", "using Raft.Coyote.Exploration;")]
    [InlineData("Raft.Coyote/Traces/Inner/A.cs", "using Raft.Coyote.Mutants;")]
    [InlineData("Raft.Coyote/Mutants/A.cs", "using Raft.Coyote.Environment;")]
    [InlineData("Raft.Coyote/Exploration/A.cs", "using Raft.Coyote.Commands;")]
    [InlineData("Raft.Coyote/Conformance/A.cs", "using static Raft.Coyote.Commands.Check;")]
    [InlineData("Raft.Coyote/Conformance/A.cs", "global using Verb = Raft.Coyote.Commands.Check;")]
    [InlineData("Raft.Coyote/Conformance/A.cs", "var verb = new Raft.Coyote.Commands.Check();")]
    public void A_bad_arrow_is_seen(string file, string line)
    {
        var broken = Assert.Single(Arrows.BrokenBy(new Source(file, $"namespace Raft;\n{line}\n")));
        Assert.StartsWith($"{file}:2: ", broken, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Raft.Core/Server/A.cs", "using Raft.Core.Protocol;")]
    [InlineData("Raft.Coyote/Environment/A.cs", "using Raft.Core.Server;")]
    [InlineData("Raft.Coyote/Specifications/A.cs", "using Raft.Coyote.Environment;")]
    [InlineData("Raft.Coyote/Scenarios/A.cs", "using Raft.Coyote.Specifications;")]
    [InlineData("Raft.Coyote/Traces/Inner/A.cs", "using Raft.Coyote.Traces;")]
    [InlineData("Raft.Coyote/Traces/A.cs", "using Raft.Coyote.Traces.Inner;")]
    [InlineData("Raft.Coyote/Mutants/A.cs", "using static Raft.Core.Protocol.Rules;")]
    [InlineData("Raft.Coyote/Exploration/A.cs", "using Raft.Coyote.Scenarios;")]
    [InlineData("Raft.Coyote/Commands/A.cs", "using Raft.Coyote.Exploration;")]
    [InlineData("Raft.Coyote/Program.cs", "using Raft.Coyote.Commands;")]
    [InlineData("Raft.Core/Protocol/A.cs", "// unlike Raft.Coyote.Environment")]
    [InlineData("Raft.Core/Protocol/A.cs", "namespace Raft.Core.Protocol;")]
    public void A_good_one_is_not_complained_of(string file, string line) =>
        Assert.Empty(Arrows.BrokenBy(new Source(file, line)));
}
