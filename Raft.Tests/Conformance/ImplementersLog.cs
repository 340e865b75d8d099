namespace Raft.Tests.Conformance;

/// <summary>Logs as specs/CONFORM.md asks implementers for them.</summary>
internal static class ImplementersLog
{
    /// <summary>An election, an entry, a crash.</summary>
    public const string Small =
        """
        {"kind":"log","format":1,"voters":["a","b","c"],"messages":true}
        {"server":"a","event":"start","term":0,"votedFor":null,"role":"follower","lastIndex":0,"lastTerm":0,"commitIndex":0}
        {"server":"b","event":"start","term":0,"votedFor":null,"role":"follower","lastIndex":0,"lastTerm":0,"commitIndex":0}
        {"server":"c","event":"start","term":0,"votedFor":null,"role":"follower","lastIndex":0,"lastTerm":0,"commitIndex":0}
        {"server":"a","event":"timeout","term":1,"votedFor":"a","role":"candidate","lastIndex":0,"lastTerm":0,"commitIndex":0,"sent":[{"type":"requestVote","to":"b","term":1,"lastLogIndex":0,"lastLogTerm":0},{"type":"requestVote","to":"c","term":1,"lastLogIndex":0,"lastLogTerm":0}]}
        {"server":"b","event":"receive","term":1,"votedFor":"a","role":"follower","lastIndex":0,"lastTerm":0,"commitIndex":0,"received":{"type":"requestVote","from":"a","term":1,"lastLogIndex":0,"lastLogTerm":0},"sent":[{"type":"requestVoteReply","to":"a","term":1,"voteGranted":true}]}
        {"server":"a","event":"receive","term":1,"votedFor":"a","role":"leader","lastIndex":1,"lastTerm":1,"commitIndex":0,"received":{"type":"requestVoteReply","from":"b","term":1,"voteGranted":true},"sent":[{"type":"appendEntries","to":"b","term":1,"prevLogIndex":0,"prevLogTerm":0,"entries":1,"leaderCommit":0},{"type":"appendEntries","to":"c","term":1,"prevLogIndex":0,"prevLogTerm":0,"entries":1,"leaderCommit":0}]}
        {"server":"c","event":"receive","term":1,"votedFor":null,"role":"follower","lastIndex":1,"lastTerm":1,"commitIndex":0,"received":{"type":"appendEntries","from":"a","term":1,"prevLogIndex":0,"prevLogTerm":0,"entries":1,"leaderCommit":0},"sent":[{"type":"appendEntriesReply","to":"a","term":1,"success":true,"matchIndex":1}]}
        {"server":"a","event":"receive","term":1,"votedFor":"a","role":"leader","lastIndex":1,"lastTerm":1,"commitIndex":1,"received":{"type":"appendEntriesReply","from":"c","term":1,"success":true,"matchIndex":1}}
        {"server":"c","event":"start","term":1,"votedFor":null,"role":"follower","lastIndex":1,"lastTerm":1,"commitIndex":0}

        """;
}
