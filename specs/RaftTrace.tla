-------------------------------- MODULE RaftTrace -------------------------------
(***************************************************************************)
(* Is a trace of ours a behaviour of Raft.tla? `raft show TRACE --tla FILE`*)
(* writes a module that extends this one and says what its Trace is: the   *)
(* events that concern the specification, in their order. Each must be     *)
(* what the specification allows from the state that the one before left.  *)
(* If one is not, TLC stops there with a deadlock, and its last state has  *)
(* the number of the event that is refused.                                *)
(*                                                                         *)
(* A loss is not an event: what is on its way may stay there for ever. A   *)
(* server that crashes amid a step leaves on its disk the first of the     *)
(* writes of that step, and has sent nothing before all of them were done. *)
(***************************************************************************)
EXTENDS ConflictTerm

CONSTANTS
    ByConflictTerm,   \* how leaders back-track: see ConflictTerm
    Trace             \* the events

VARIABLES
    at,               \* how many events were accepted
    event             \* the number, in the trace, of the event that comes next

traceVars == <<vars, at, event>>

TraceRefusal(state, request) ==
    IF ByConflictTerm THEN RefusalWithConflict(state, request) ELSE AppendEntriesReply(state, request, FALSE, 0)
TraceSteppedBack(state, reply) == IF ByConflictTerm THEN SteppedBackByConflict(state, reply) ELSE reply.prevLogIndex

NumberOf(position) == IF position <= Len(Trace) THEN Trace[position].number ELSE 0

-----------------------------------------------------------------------------
(* What the rules do with an input. A request is numbered by the trace.    *)
StepOn(e) ==
    LET state == server[e.server]
    IN  CASE e.input = "receive" -> OnMessage(state, e.message)
          [] e.input = "electionTimeout" -> IF IsLeader(state) THEN Step(state, {}) ELSE StartElection(state)
          [] e.input = "heartbeatDue" -> IF IsLeader(state) THEN OnHeartbeatDue(state) ELSE Step(state, {})
          [] e.input = "clientRequest" -> IF IsLeader(state) THEN OnClientRequest(state, e.value) ELSE Step(state, {})

Arrived(e) == IF e.input = "receive" THEN SetToBag({e.message}) ELSE EmptyBag

IsExpected(e, step) == e.after = step.state /\ e.lastApplied = step.state.commitIndex

(* A whole step: all is sent, and before that all is on the disk.          *)
IsWhole(e, step) == e.sends = step.sends /\ e.isDurable /\ e.early = {}

WholeStep(e) ==
    LET step == StepOn(e)
    IN  /\ IsUp(server[e.server]) /\ Arrived(e) \sqsubseteq messages
        /\ IsExpected(e, step) /\ IsWhole(e, step)
        /\ Take(step, Arrived(e))

(* The disk amid the writes of a step: first the term and the vote, then   *)
(* the log without what is deleted, then what is appended.                 *)
Disk(state) == [currentTerm |-> state.currentTerm, votedFor |-> state.votedFor, log |-> state.log]
CommonPrefix(a, b) == SubSeq(a, 1, Last({n \in 0..Min(Len(a), Len(b)) : SubSeq(a, 1, n) = SubSeq(b, 1, n)}))
DisksAmid(before, after) ==
    LET voted == [after EXCEPT !.log = before.log]
    IN  {before, voted, [voted EXCEPT !.log = CommonPrefix(before.log, after.log)], after}

(* Who has sent anything has written all.                                  *)
CrashAmidStep(e) ==
    LET step == StepOn(e)
        left == Disk(server[e.server])
    IN  /\ IsUp(server[e.server]) /\ Arrived(e) \sqsubseteq messages
        /\ IsExpected(e, step) /\ e.early = {}
        /\ e.sends \subseteq step.sends
        /\ e.disk \in IF e.sends = {} THEN DisksAmid(left, Disk(step.state)) ELSE {Disk(step.state)}
        /\ server' = [server EXCEPT ![e.server] = [AtStart(@.id, e.disk.currentTerm, e.disk.votedFor, e.disk.log)
                                                     EXCEPT !.role = Down]]
        /\ messages' = (messages (-) Arrived(e)) (+) SetToBag(e.sends)
        /\ UNCHANGED <<elected, committed>>

Restarted(e) == Restart(e.server) /\ server'[e.server] = e.after /\ e.sends = {}

(* A server may also crash amid its restart, which leaves it as it was.    *)
RestartedInPart(e) ==
    LET state == server[e.server]
    IN  /\ ~IsUp(state) /\ e.sends = {}
        /\ e.after = AtStart(e.server, state.currentTerm, state.votedFor, state.log)
        /\ UNCHANGED vars

TraceNext ==
    /\ at < Len(Trace)
    /\ at' = at + 1 /\ event' = NumberOf(at + 2)
    /\ LET e == Trace[at + 1]
       IN  CASE e.what = "handled" -> WholeStep(e) /\ UNCHANGED requests
             [] e.what = "handledInPart" -> CrashAmidStep(e) /\ UNCHANGED requests
             [] e.what = "restarted" -> Restarted(e)
             [] e.what = "restartedInPart" -> RestartedInPart(e)
             [] e.what = "crashed" -> Crash(e.server)
             [] e.what = "doubled" -> e.message \in BagToSet(messages) /\ Duplicate(e.message)

(* At its end an accepted trace stays as it is, which is no deadlock.      *)
AllAccepted == at = Len(Trace) /\ UNCHANGED traceVars

TraceInit == Init /\ at = 0 /\ event = NumberOf(1)

TraceSpec == TraceInit /\ [][TraceNext \/ AllAccepted]_traceVars
=============================================================================
