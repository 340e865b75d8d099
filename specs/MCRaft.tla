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

NoFaultYet == drops = 0 /\ duplicates = 0 /\ crashes = 0

MCInit == Init /\ NoFaultYet

FaultsOfNetwork ==
    \/ /\ drops < MaxDrops
       /\ \E m \in BagToSet(messages) : Drop(m)
       /\ drops' = drops + 1 /\ UNCHANGED <<duplicates, crashes>>
    \/ /\ duplicates < MaxDuplicates
       /\ \E m \in BagToSet(messages) : Duplicate(m)
       /\ duplicates' = duplicates + 1 /\ UNCHANGED <<drops, crashes>>

Crashes ==
    /\ crashes < MaxCrashes
    /\ \E s \in Server : Crash(s)
    /\ crashes' = crashes + 1 /\ UNCHANGED <<drops, duplicates>>

Restarts == (\E s \in Server : Restart(s)) /\ UNCHANGED counters

Faults == FaultsOfNetwork \/ Crashes \/ Restarts

Timeouts == \E s \in Server : server[s].currentTerm < MaxTerm /\ Timeout(s)
HeartbeatsDue == Heartbeats /\ \E s \in Server : Heartbeat(s)
ClientRequests == requests < MaxRequests /\ \E s \in Server : ClientRequest(s)
Arrivals == \E m \in BagToSet(messages) : Receive(m)

Inputs == Timeouts \/ HeartbeatsDue \/ ClientRequests \/ Arrivals

MCNext == (Faults \/ (Inputs /\ UNCHANGED counters)) /\ IsWithinBounds'

MCSpec == MCInit /\ [][MCNext]_mcVars

Symmetry == Permutations(Server)
=============================================================================
