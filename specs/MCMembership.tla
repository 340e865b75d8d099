------------------------------ MODULE MCMembership ------------------------------
(* Membership.tla within bounds. An operator's orders are given one after  *)
(* the other, each to whoever leads then; one that is refused is spent.    *)
EXTENDS MCRaft, Membership

CONSTANT Orders    \* a sequence of [joining |-> servers, leaving |-> servers]
VARIABLE orders

MembershipInputs ==
    \/ \E s \in Server : server[s].currentTerm < MaxTerm /\ TimeoutOfVoter(s)
    \/ HeartbeatsDue
    \/ ClientRequests
    \/ \E m \in BagToSet(messages) : ReceiveOfKnown(m)

OrdersGiven ==
    /\ orders < Len(Orders)
    /\ \E s \in Server : ChangeMembers(s, Orders[orders + 1].joining, Orders[orders + 1].leaving)
    /\ orders' = orders + 1 /\ UNCHANGED counters

MCMembershipInit == Init /\ NoFaultYet /\ orders = 0

WithoutOrders == Faults \/ (MembershipInputs /\ UNCHANGED counters)

MCMembershipNext == (OrdersGiven \/ (WithoutOrders /\ UNCHANGED orders)) /\ IsWithinBounds'

MCMembershipSpec == MCMembershipInit /\ [][MCMembershipNext]_<<mcVars, orders>>

(* Orders for the .cfg files. The server that they name is like no other.  *)
CONSTANT Third
AddThird == <<[joining |-> {Third}, leaving |-> {}]>>
RemoveThird == <<[joining |-> {}, leaving |-> {Third}]>>

SymmetryOfOthers == Permutations(Server \ {Third})
=============================================================================
