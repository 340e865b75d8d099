--------------------------------- MODULE MCRaft ---------------------------------
(***************************************************************************)
(* Raft.tla within bounds. A bound is a guard on the actions, and no       *)
(* constraint on the states, so that `raft explore` counts the very same   *)
(* states: COUNTS.md has the numbers.                                      *)
(***************************************************************************)
EXTENDS Raft, TLC

CONSTANTS
    MaxTerm, MaxLog, MaxMessages, MaxRequests, MaxDrops, MaxDuplicates, MaxCrashes,
    Heartbeats     \* whether leaders send any

VARIABLES drops, duplicates, crashes

counters == <<drops, duplicates, crashes>>
mcVars == <<vars, counters>>

IsWithinBounds ==
    /\ BagCardinality(messages) <= MaxMessages
    /\ \A s \in Server : Len(server[s].log) <= MaxLog

MCInit == Init /\ drops = 0 /\ duplicates = 0 /\ crashes = 0

Faults ==
    \/ /\ drops < MaxDrops
       /\ \E m \in BagToSet(messages) : Drop(m)
       /\ drops' = drops + 1 /\ UNCHANGED <<duplicates, crashes>>
    \/ /\ duplicates < MaxDuplicates
       /\ \E m \in BagToSet(messages) : Duplicate(m)
       /\ duplicates' = duplicates + 1 /\ UNCHANGED <<drops, crashes>>
    \/ /\ crashes < MaxCrashes
       /\ \E s \in Server : Crash(s)
       /\ crashes' = crashes + 1 /\ UNCHANGED <<drops, duplicates>>
    \/ (\E s \in Server : Restart(s)) /\ UNCHANGED counters

Inputs ==
    \/ \E s \in Server : server[s].currentTerm < MaxTerm /\ Timeout(s)
    \/ \E s \in Server : Heartbeats /\ Heartbeat(s)
    \/ \E s \in Server : requests < MaxRequests /\ ClientRequest(s)
    \/ \E m \in BagToSet(messages) : Receive(m)

MCNext == (Faults \/ (Inputs /\ UNCHANGED counters)) /\ IsWithinBounds'

MCSpec == MCInit /\ [][MCNext]_mcVars

Symmetry == Permutations(Server)
=============================================================================
