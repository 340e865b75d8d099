-------------------------------- MODULE Membership ------------------------------
(***************************************************************************)
(* Chapter 4 of "Consensus: Bridging Theory and Practice", Ongaro 2014:    *)
(* one server at a time is added or removed (section 4.1). A configuration *)
(* is an entry that has voters instead of a value.                         *)
(*                                                                         *)
(* A model of this module replaces Configuration by LatestConfiguration,   *)
(* InitialProgress by ProgressOfKnown and Finished by FollowConfiguration. *)
(***************************************************************************)
EXTENDS Raft, TLC

CONSTANT InitialServers   \* those that the cluster begins with; the others wait until they are added

(* "Cluster configurations are stored and communicated using special       *)
(* entries in the replicated log".                                         *)
AppendConfiguration(state, voters) == [state EXCEPT !.log = Append(@, [term |-> state.currentTerm, voters |-> voters])]
ConfigurationIndexes(log) == {i \in 1..Len(log) : "voters" \in DOMAIN log[i]}
LatestIn(log) ==
    LET indexes == ConfigurationIndexes(log) IN IF indexes = {} THEN InitialServers ELSE log[Last(indexes)].voters

(* "A server always uses the latest configuration in its log, regardless   *)
(* of whether the entry is committed".                                     *)
LatestConfiguration(state) == LatestIn(state.log)
ConfigurationIndex(state) ==
    LET indexes == ConfigurationIndexes(state.log) IN IF indexes = {} THEN 0 ELSE Last(indexes)
IsConfigurationCommitted(state) == ConfigurationIndex(state) <= state.commitIndex

(* A leader has an index for each server that it knows: those of the       *)
(* beginning, those of its configuration, and those that it added.         *)
ProgressOfKnown(state) ==
    LET known == InitialServers \cup LatestConfiguration(state)
    IN  Leader([s \in known |-> LastIndex(state) + 1], [s \in known |-> 0])
Meet(state) ==
    LET new == LatestConfiguration(state) \ DOMAIN state.role.nextIndex
    IN  [state EXCEPT !.role.nextIndex = @ @@ [s \in new |-> LastIndex(state)],
                      !.role.matchIndex = @ @@ [s \in new |-> 0]]

(* "A server that is not part of its own latest configuration should still *)
(* start new elections, as it might still be needed until the C-new entry  *)
(* is committed" (section 4.2.2).                                          *)
WasVoter(state) == state.id \in LatestIn(SubSeq(state.log, 1, ConfigurationIndex(state) - 1))
MayStandForElection(state) ==
    \/ state.id \in LatestConfiguration(state)
    \/ ~IsConfigurationCommitted(state) /\ WasVoter(state)

(* "A leader may not append a C-new entry until it has committed an entry  *)
(* from its current term" (raft-dev, July 2015).                           *)
KnowsEarlierChanges(state) == \E i \in 1..state.commitIndex : state.log[i].term = state.currentTerm

(* One server at a time, and a change is committed before the next begins. *)
MayChange(state, voters) ==
    LET now == LatestConfiguration(state)
    IN  /\ voters /= {}
        /\ Cardinality((now \ voters) \cup (voters \ now)) = 1
        /\ IsConfigurationCommitted(state)
        /\ KnowsEarlierChanges(state)

(* "It takes effect at once": the leader appends the configuration and     *)
(* replicates it as any entry.                                             *)
OnChangeMembers(state, joining, leaving) ==
    LET voters == (LatestConfiguration(state) \cup joining) \ leaving
        leader == AdvanceCommitIndex(Meet(AppendConfiguration(state, voters)))
    IN  IF MayChange(state, voters)
        THEN Step(leader, {SendEntries(leader, other) : other \in {o \in Others(leader) : IsLagging(leader, o)}})
        ELSE Step(state, {})

(* A leader that is not in C-new steps down once that is committed         *)
(* (section 4.2.2).                                                        *)
HasLeftTheCluster(state) == IsConfigurationCommitted(state) /\ state.id \notin LatestConfiguration(state)
FollowConfiguration(state) ==
    IF IsLeader(state) /\ HasLeftTheCluster(state) THEN [state EXCEPT !.role = Follower(Nil)] ELSE state

(* A leader answers nobody of whom it has no index.                        *)
OnMessageOfKnown(state, m) ==
    LET isUnknown == m.type = "AppendEntriesReply" /\ ~IsOfNewerTerm(state, m) /\ IsLeader(state)
                     /\ m.from \notin DOMAIN state.role.nextIndex
    IN  IF isUnknown THEN Step(state, {}) ELSE OnMessage(state, m)

-----------------------------------------------------------------------------
(* These two take the places of Timeout and Receive.                       *)

TimeoutOfVoter(s) ==
    /\ IsUp(server[s]) /\ ~IsLeader(server[s])
    /\ Take(IF MayStandForElection(server[s]) THEN StartElection(server[s])
            ELSE Step([server[s] EXCEPT !.role = Follower(Nil)], {}), EmptyBag)
    /\ UNCHANGED requests

ReceiveOfKnown(m) ==
    /\ IsUp(server[m.to])
    /\ Take(OnMessageOfKnown(server[m.to], m), SetToBag({m}))
    /\ UNCHANGED requests

ChangeMembers(s, joining, leaving) ==
    /\ IsLeader(server[s])
    /\ Take(OnChangeMembers(server[s], joining, leaving), EmptyBag)
    /\ UNCHANGED requests

MembershipNext ==
    \/ \E s \in Server :
        \/ TimeoutOfVoter(s) \/ Heartbeat(s) \/ ClientRequest(s) \/ Crash(s) \/ Restart(s)
        \/ \E t \in Server : ChangeMembers(s, {t}, {}) \/ ChangeMembers(s, {}, {t})
    \/ \E m \in BagToSet(messages) : ReceiveOfKnown(m) \/ Drop(m) \/ Duplicate(m)

MembershipSpec == Init /\ [][MembershipNext]_vars

-----------------------------------------------------------------------------
(* Each committed entry is on the disks of a majority of a configuration   *)
(* that some server uses. (CommittedNeverLost asks for one of all servers.)*)
CommittedOnAMajority ==
    \A i \in 1..Len(committed) :
        LET holders == {s \in Server : i <= Len(server[s].log) /\ server[s].log[i] = committed[i]}
        IN  \E s \in Server : HasQuorum(server[s], holders)
=============================================================================
