using Raft.Core.Protocol;
using static Raft.Tests.Protocol.Given;

namespace Raft.Tests.Protocol;

/// <summary>How values are told to people: every trace, picture and failure shows them so.</summary>
public class TextTests
{
    [Fact]
    public void Servers() => Assert.Equal("s1", S1.ToString());

    [Fact]
    public void Sets_of_servers() => Assert.Equal("{s1, s3}", ServerSet.Of(S3, S1).ToString());

    [Fact]
    public void Indexes_per_server() => Assert.Equal("[1, 2]", new IndexPerServer([1, 2]).ToString());

    [Fact]
    public void Requests() => Assert.Equal("c1#2", Request(2).ToString());

    [Fact]
    public void Logs() => Assert.Equal("[1:put x=1.1, 2:no-op]", Log(1).Append(NoOp(2)).ToString());

    [Fact]
    public void Commands() =>
        Assert.Equal(
            ["no-op", "put x=1", "get x", "append x+1", "cas x:1->2", "cas x:none->2"],
            new Command[]
            {
                new NoOp(), new Put("x", "1"), new Get("x"), new Append("x", "1"), new CompareAndSet("x", "1", "2"),
                new CompareAndSet("x", null, "2"),
            }.Select(command => command.ToString()));

    [Fact]
    public void Results() =>
        Assert.Equal(("ok 1", "failed none"), (new Result(true, "1").ToString(), new Result(false, null).ToString()));

    [Fact]
    public void Stores() =>
        Assert.Equal("{x=1, y=2}", KeyValueStore.Empty.Apply(new Put("y", "2")).Store.Apply(new Put("x", "1")).Store.ToString());

    [Fact]
    public void Logs_of_which_something_was_discarded() =>
        Assert.Equal("[up to 1@1 discarded] [1:put x=1.2]", Log(1, 1).DiscardUpTo(1, 1).ToString());

    [Fact]
    public void Snapshots() => Assert.Equal("snapshot up to 2@1 {a=1}", GivenSnapshots.Snapshot(2, 1, "a").ToString());
}
