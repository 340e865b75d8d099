----------------------------------- MODULE Log ----------------------------------
(***************************************************************************)
(* What Raft is for: one log that only grows, and readers that apply it    *)
(* from its beginning, each as far as it has come. A reader that loses its *)
(* memory begins again. Raft.tla refines this: its mapping stands there.   *)
(***************************************************************************)
EXTENDS Integers, Sequences

CONSTANT Reader

VARIABLES
    log,      \* all that was ever appended
    applied   \* for each reader the entries that it has applied

Begins(a, b) == Len(a) <= Len(b) /\ a = SubSeq(b, 1, Len(a))

Init == log = <<>> /\ applied = [r \in Reader |-> <<>>]

Grows == Begins(log, log')

(* It goes on in the log, or it forgets and begins again.                  *)
Applies(r) == Begins(applied'[r], log') /\ (Begins(applied[r], applied'[r]) \/ applied'[r] = <<>>)

Next == Grows /\ \A r \in Reader : Applies(r)

Spec == Init /\ [][Next]_<<log, applied>>
=============================================================================
