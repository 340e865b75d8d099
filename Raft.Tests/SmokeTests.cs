namespace Raft.Tests;
public class SmokeTests { [Fact] public void Builds() => Assert.True(true); }
