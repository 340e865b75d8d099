-------------------------------- MODULE MCPreVote -------------------------------
(* PreVote.tla within bounds.                                              *)
EXTENDS MCRaft, PreVote

PreVoteInputs ==
    \/ \E s \in Server : server[s].currentTerm < MaxTerm /\ TimeoutBeforePreVote(s)
    \/ HeartbeatsDue
    \/ ClientRequests
    \/ \E m \in BagToSet(messages) : ReceiveOrPreVote(m)

MCPreVoteNext == (Faults \/ (PreVoteInputs /\ UNCHANGED counters)) /\ IsWithinBounds'

MCPreVoteSpec == MCInit /\ [][MCPreVoteNext]_mcVars
=============================================================================
