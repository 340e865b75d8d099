------------------------------- MODULE MCSnapshots ------------------------------
(* Snapshots.tla within bounds.                                            *)
EXTENDS MCRaft, Snapshots

CONSTANT MaxSnapshots
VARIABLE snapshots

SnapshotsInputs ==
    \/ Timeouts
    \/ HeartbeatsDue
    \/ ClientRequests
    \/ \E m \in BagToSet(messages) : ReceiveOrSnapshot(m)

SnapshotsTaken ==
    /\ snapshots < MaxSnapshots
    /\ \E s \in Server : TakeSnapshot(s)
    /\ snapshots' = snapshots + 1 /\ UNCHANGED counters

RestartsFromSnapshot == (\E s \in Server : RestartFromSnapshot(s)) /\ UNCHANGED counters

WithoutSnapshots ==
    FaultsOfNetwork \/ Crashes \/ RestartsFromSnapshot \/ (SnapshotsInputs /\ UNCHANGED counters)

MCSnapshotsInit == SnapshotsInit /\ NoFaultYet /\ snapshots = 0

MCSnapshotsNext == (SnapshotsTaken \/ (WithoutSnapshots /\ UNCHANGED snapshots)) /\ IsWithinBounds'

MCSnapshotsSpec == MCSnapshotsInit /\ [][MCSnapshotsNext]_<<mcVars, snapshots>>
=============================================================================
