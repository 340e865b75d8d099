-------------------------------- MODULE Snapshots -------------------------------
(***************************************************************************)
(* Section 7 and Figure 13: log compaction.                                *)
(*                                                                         *)
(* What a snapshot holds is what the entries up to its last included one   *)
(* led to. So we write down these entries instead: `log` stays whole, and  *)
(* its first lastIncludedIndex entries are those that the server has       *)
(* discarded. No rule reads them, but for what a snapshot is made of. A    *)
(* model of this module replaces SendAppendEntries.                        *)
(***************************************************************************)
EXTENDS Raft, TLC

HasDiscarded(state, index) == index \in 1..state.lastIncludedIndex

(* "Once a server completes writing a snapshot, it may delete all log      *)
(* entries up through the last included index". It covers "just the        *)
(* committed entries".                                                     *)
MayTakeSnapshot(state) == IsUp(state) /\ state.commitIndex > state.lastIncludedIndex
OnTakeSnapshot(state) == Step([state EXCEPT !.lastIncludedIndex = state.commitIndex], {})

(* "Invoked by leader to send chunks of a snapshot to a follower": here    *)
(* all of it in one.                                                       *)
InstallSnapshot(state, to) ==
    [type |-> "InstallSnapshot", from |-> state.id, to |-> to, term |-> state.currentTerm,
     lastIncludedIndex |-> state.lastIncludedIndex, lastIncludedTerm |-> TermAt(state, state.lastIncludedIndex),
     data |-> SubSeq(state.log, 1, state.lastIncludedIndex)]

InstallSnapshotReply(state, request, done) ==
    [type |-> "InstallSnapshotReply", from |-> state.id, to |-> request.from, term |-> state.currentTerm,
     lastIncludedIndex |-> request.lastIncludedIndex, done |-> done]

(* "The leader has already discarded the next log entry that it needs to   *)
(* send" (section 7). It takes the place of SendAppendEntries.             *)
SendEntriesOrSnapshot(state, to, most) ==
    LET next == state.role.nextIndex[to]
    IN  IF HasDiscarded(state, next) THEN InstallSnapshot(state, to)
        ELSE AppendEntries(state, to, next - 1, EntriesFrom(state, next, most))

(* 6. "If existing log entry has same index and term as snapshot's last    *)
(* included entry, retain log entries following it"; 7. otherwise "discard *)
(* the entire log"; 8. "reset state machine using snapshot contents".      *)
RetainsLog(state, request) ==
    request.lastIncludedIndex <= LastIndex(state)
    /\ TermAt(state, request.lastIncludedIndex) = request.lastIncludedTerm
Install(state, request) ==
    [state EXCEPT !.log = IF RetainsLog(state, request) THEN @ ELSE request.data,
                  !.lastIncludedIndex = request.lastIncludedIndex,
                  !.commitIndex = request.lastIncludedIndex]

(* A snapshot that came late holds nothing that is not committed here.     *)
IsKnown(state, request) == request.lastIncludedIndex <= state.commitIndex

OnInstallSnapshot(state, request) ==
    LET follower == [state EXCEPT !.role = Follower(request.from)]
        after == IF IsKnown(follower, request) THEN follower ELSE Install(follower, request)
    IN  Step(after, {InstallSnapshotReply(after, request, TRUE)})

(* Who has installed a snapshot holds all that it covers, as after a       *)
(* success of AppendEntries.                                               *)
OnInstallSnapshotReply(state, reply) ==
    LET success == [from |-> reply.from, prevLogIndex |-> reply.lastIncludedIndex, matchIndex |-> reply.lastIncludedIndex]
    IN  IF ~IsLeader(state) THEN Step(state, {})
        ELSE IF reply.done THEN OnSuccess(state, success)
        ELSE IF HasDiscarded(state, state.role.nextIndex[reply.from]) THEN Step(state, {InstallSnapshot(state, reply.from)})
        ELSE Step(state, {})

OnSnapshotMessage(state, m) ==
    IF m.type = "InstallSnapshot" THEN OnInstallSnapshot(state, m) ELSE OnInstallSnapshotReply(state, m)

OnMessageOrSnapshot(state, m) ==
    IF m.type \notin {"InstallSnapshot", "InstallSnapshotReply"} THEN OnMessage(state, m)
    ELSE IF IsOfNewerTerm(state, m) THEN OnSnapshotMessage(AdoptTerm(state, m), m)
    ELSE IF ~IsOfOlderTerm(state, m) THEN OnSnapshotMessage(state, m)
    ELSE Step(state, IF m.type = "InstallSnapshot" THEN {InstallSnapshotReply(state, m, FALSE)} ELSE {})

-----------------------------------------------------------------------------
TakeSnapshot(s) ==
    /\ MayTakeSnapshot(server[s])
    /\ Take(OnTakeSnapshot(server[s]), EmptyBag)
    /\ UNCHANGED requests

(* These two take the places of Receive and Restart: a server begins with  *)
(* the state in its snapshot.                                              *)
ReceiveOrSnapshot(m) ==
    /\ IsUp(server[m.to])
    /\ Take(OnMessageOrSnapshot(server[m.to], m), SetToBag({m}))
    /\ UNCHANGED requests

RestartFromSnapshot(s) ==
    /\ ~IsUp(server[s])
    /\ server' = [server EXCEPT ![s].role = Follower(Nil), ![s].commitIndex = server[s].lastIncludedIndex]
    /\ UNCHANGED <<messages, requests, elected, committed>>

SnapshotsInit ==
    /\ server = [s \in Server |-> AtStart(s, 0, Nil, <<>>) @@ [lastIncludedIndex |-> 0]]
    /\ NothingYet

SnapshotsNext ==
    \/ \E s \in Server :
        Timeout(s) \/ Heartbeat(s) \/ ClientRequest(s) \/ TakeSnapshot(s) \/ Crash(s) \/ RestartFromSnapshot(s)
    \/ \E m \in BagToSet(messages) : ReceiveOrSnapshot(m) \/ Drop(m) \/ Duplicate(m)

SnapshotsSpec == SnapshotsInit /\ [][SnapshotsNext]_vars

-----------------------------------------------------------------------------
(* A snapshot is a first part of what was committed.                       *)
SnapshotEqualsPrefix ==
    \A s \in Server : IsPrefix(SubSeq(server[s].log, 1, server[s].lastIncludedIndex), committed)
=============================================================================
