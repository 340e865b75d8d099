------------------------------- MODULE ConflictTerm -----------------------------
(***************************************************************************)
(* Section 5.3, end: "The follower can include the term of the conflicting *)
(* entry and the first index it stores for that term. With this            *)
(* information, the leader can decrement nextIndex to bypass all of the    *)
(* conflicting entries in that term". A model of this module replaces      *)
(* Refusal and SteppedBack.                                                *)
(***************************************************************************)
EXTENDS Raft, TLC

(* A log that is too short has no conflicting entry: no term then, and the *)
(* index after its last.                                                   *)
FirstOfTermAt(state, index) ==
    CHOOSE first \in 1..index :
        /\ \A i \in first..index : TermAt(state, i) = TermAt(state, index)
        /\ first = 1 \/ TermAt(state, first - 1) /= TermAt(state, index)
ConflictAt(state, index) ==
    IF index \in 1..LastIndex(state)
    THEN [term |-> TermAt(state, index), firstIndex |-> FirstOfTermAt(state, index)]
    ELSE [term |-> 0, firstIndex |-> LastIndex(state) + 1]

RefusalWithConflict(state, request) ==
    AppendEntriesReply(state, request, FALSE, 0) @@ [conflict |-> ConflictAt(state, request.prevLogIndex)]

(* A leader that has entries of that term tries after the last of these.   *)
SteppedBackByConflict(state, reply) ==
    LET conflict == reply.conflict
        mine == {i \in 1..Min(reply.prevLogIndex, LastIndex(state)) : TermAt(state, i) = conflict.term}
    IN  IF "conflict" \notin DOMAIN reply THEN reply.prevLogIndex
        ELSE IF mine = {} THEN conflict.firstIndex
        ELSE Min(Last(mine) + 1, reply.prevLogIndex)
=============================================================================
