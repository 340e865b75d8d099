namespace Raft.Tests.Traces;

/// <summary>
/// What can be wrong in a trace: a piece of the sample's text, what stands there instead, and the message that it gets.
/// </summary>
public static class WrongPlaces
{
    private const string Table =
        """
        "servers":3
        "servers":0
        t:1: servers: expected a whole number from 1 to 7, came 0

        "servers":3
        "servers":1000000
        t:1: servers: expected a whole number from 1 to 7, came 1000000

        "clients":2
        "clients":-1
        t:1: clients: expected a whole number from 0 to 1000, came -1

        "seed":123
        "seed":1e3
        t:1: seed: expected a whole number from 0 to 9223372036854775807, came 1e3

        "driver":"coyote"
        "driver":"dice"
        t:1: driver: expected one of coyote, rules, came "dice"

        "commitRule":"allServers"
        "commitRule":1
        t:1: options.commitRule: expected a text, came 1

        "maxEntriesPerAppend":2
        "maxEntriesPerAppend":0
        t:1: options.maxEntriesPerAppend: expected a whole number from 1 to 2147483647, came 0

        "log":"7"
        "log":"7","log":"8"
        t:1: draw: expected each field once, "log" came again

        "property":"Election Safety"
        "property":null
        t:1: violation: expected null, for no property is named, came an object

        "event":4
        "event":28
        t:1: violation.facts[1].event: expected a whole number from 1 to 27, came 28

        "events":27
        "events":26
        t:31: kind: expected the end after 26 events, as the header says, came "event"

        "events":27
        "events":28
        t:32: kind: expected event 28 of 28, came "end"

        "shrunkFrom":214
        "shrunkFrom":26
        t:1: shrunkFrom: expected a whole number from 27 to 10000000, came 26

        "lines":["step 0
        "lines":["\nstep 0
        t:2: lines[0]: expected one line of the schedule, came "\nstep 0 \"<é>\\\r"

        "n":13,
        "n":14,
        t:17: n: expected event number 13, the next one, came 14

        "n":13,
        "n":12,
        t:17: n: expected event number 13, the next one, came 12

        "n":13,
        "n":-13,
        t:17: n: expected a whole number from 1 to 10000000, came -13

        "n":13,"what":"crashed","server":"s1"
        "n":13,"what":"crashed"
        t:17: expected the field "server", it is missing

        "crashed","server":"s1"
        "crashed","server":"s4"
        t:17: server: expected a server of the cluster, s1 to s3, came "s4"

        "crashed","server":"s1"
        "crashed","server":"s01"
        t:17: server: expected a server of the cluster, s1 to s3, came "s01"

        "crashed","server":"s1"
        "crashed","server":1
        t:17: server: expected a text, came 1

        "what":"crashed"
        "what":"crashed","why":""
        t:17: expected no other fields than kind, n, what, server, writesKept?, came "why"

        "what":"faultsOver"
        "what":"allOver"
        t:25: what: expected one of handled, crashed, paused, resumed, lost, doubled, partitioned, healed, clockJumped, faultsOver, called, requestLost, returned, gaveUp, diskFilled, spaceFreed, corrupted, repaired, came "allOver"

        "type":"heartbeatDue"
        "type":"tick"
        t:7: input.type: expected one of receive, electionTimeout, heartbeatDue, clientRequest, restart, came "tick"

        "type":"heartbeatDue"
        "type":"heartbeatDue","to":1
        t:7: input: expected no other fields than type, came "to"

        {"type":"resetElectionTimer"}
        {"type":"sleep"}
        t:5: effects[0].type: expected one of persist, send, apply, reply, resetElectionTimer, came "sleep"

        {"type":"resetElectionTimer"}
        {}
        t:5: effects[0]: expected the field "type", it is missing

        {"type":"resetElectionTimer"}
        []
        t:5: effects[0]: expected an object, came an array

        "type":"truncateFrom"
        "type":"erase"
        t:6: effects[0].records[2].type: expected one of termAndVote, truncateFrom, appendAt, came "erase"

        "command":{"type":"put","key":"k"
        "command":{"type":"set","key":"k"
        t:6: input.command.type: expected one of noOp, put, get, append, compareAndSet, came "set"

        "type":"requestVoteReply"
        "type":"preVotes"
        t:5: effects[2].message.type: expected one of requestVote, requestVoteReply, appendEntries, appendEntriesReply, came "preVotes"

        "term":9223372036854775807,"lastLogIndex"
        "term":9223372036854775808,"lastLogIndex"
        t:5: effects[1].message.term: expected a whole number from 0 to 9223372036854775807, came 9223372036854775808

        "lastLogTerm":3
        "lastLogTerm":-3
        t:5: effects[1].message.lastLogTerm: expected a whole number from 0 to 9223372036854775807, came -3

        "leaderCommit":2147483647
        "leaderCommit":2147483648
        t:5: effects[4].message.leaderCommit: expected a whole number from 0 to 2147483647, came 2147483648

        "voteGranted":true
        "voteGranted":"true"
        t:5: effects[2].message.voteGranted: expected true or false, came "true"

        "votesGranted":["s1","s3"]
        "votesGranted":["s3","s1"]
        t:5: after.role.votesGranted[1]: expected a server after those before it: each once, in their order, came "s1"

        "votesGranted":["s1","s3"]
        "votesGranted":{}
        t:5: after.role.votesGranted: expected an array, came an object

        "type":"leader"
        "type":"boss"
        t:6: after.role.type: expected one of follower, candidate, leader, came "boss"

        "nextIndex":{"s1":1,
        "nextIndex":{
        t:6: after.role.nextIndex: expected the field "s1", it is missing

        "nextIndex":{"s1":1,
        "nextIndex":{"s1":1,"s4":1,
        t:6: after.role.nextIndex: expected no other fields than s1, s2, s3, came "s4"

        "stateMachine":{"a":
        "stateMachine":{"c":1,"a":
        t:6: after.stateMachine.c: expected a text, came 1

        "type":"notLeader","leader":"s3"
        "type":"later","leader":"s3"
        t:6: effects[5].answer.type: expected one of applied, notLeader, came "later"

        "origin":"c1#7"
        "origin":"c3#7"
        t:5: effects[4].message.entries[2].origin: expected a request such as "c1#1" of a client from c1 to c2, came "c3#7"

        "origin":"c1#7"
        "origin":"c1"
        t:5: effects[4].message.entries[2].origin: expected a request such as "c1#1" of a client from c1 to c2, came "c1"

        "recordsKept":2
        "recordsKept":5
        t:7: crash.recordsKept: expected a whole number from 0 to 4, came 5

        "effectsDone":0
        "effectsDone":3
        t:7: crash.effectsDone: expected a whole number from 0 to 2, came 3

        "sentAt":1}
        "sentAt?":1}
        t:6: expected no other fields than kind, n, what, server, input, effects, after, crash?, sentAt?, refused?, came "sentAt?"

        "sentAt":2}
        "sentAt":17}
        t:21: sentAt: expected a whole number from 1 to 16, came 17

        "sentAt":1}
        "sentAt":2}
        t:6: sentAt: expected a whole number from 1 to 1, came 2

        "kind":"event","n":20
        "kind":"events","n":20
        t:24: kind: expected "event" or "end", came "events"

        "kind":"event","n":1,
        "kind":"header","n":1,
        t:5: kind: expected "schedule", "event" or "end", came "header"
        """;

    public static TheoryData<string, string, string> All
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var row in Table.ReplaceLineEndings("\n").Split("\n\n").Select(row => row.Split('\n')))
            {
                rows.Add(row[0], row[1], row[2]);
            }

            return rows;
        }
    }
}
