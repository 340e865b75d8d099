--------------------------------- MODULE PreVote --------------------------------
(***************************************************************************)
(* Section 9.6 of "Consensus: Bridging Theory and Practice", Ongaro 2014:  *)
(* a server asks whether it would be elected before it becomes a           *)
(* candidate. Its term is still the old one.                               *)
(***************************************************************************)
EXTENDS Raft

PreCandidate(preVotesGranted) == [name |-> "preCandidate", preVotesGranted |-> preVotesGranted]
IsPreCandidate(state) == state.role.name = "preCandidate"

(* "Would you vote for me in the next term?"                               *)
AskPreVote(state, to) ==
    [type |-> "PreVote", from |-> state.id, to |-> to, term |-> state.currentTerm,
     lastLogIndex |-> LastIndex(state), lastLogTerm |-> LastTerm(state)]

NextTerm(request) == request.term + 1

PreVoteReply(state, request, voteGranted) ==
    [type |-> "PreVoteReply", from |-> state.id, to |-> request.from, term |-> state.currentTerm,
     nextTerm |-> NextTerm(request), voteGranted |-> voteGranted]

(* "A candidate only increments its term if it first learns from a         *)
(* majority of the cluster that they would be willing to grant the         *)
(* candidate their votes".                                                 *)
MayStartElection(state) == HasQuorum(state, state.role.preVotesGranted)

StartPreVote(state) ==
    LET asking == [state EXCEPT !.role = PreCandidate({state.id})]
        asks == {AskPreVote(asking, other) : other \in Others(asking)}
        election == StartElection(asking)
    IN  IF MayStartElection(asking) THEN Step(election.state, asks \cup election.sends) ELSE Step(asking, asks)

(* A leader hears itself; a follower its leader, until its timeout.        *)
HearsLeader(state) == IsLeader(state) \/ (state.role.name = "follower" /\ state.role.leaderId /= Nil)

(* "If the candidate's log is sufficiently up-to-date, and the voters have *)
(* not received heartbeats from a valid leader for at least a baseline     *)
(* election timeout"; and in a term in which it has not voted yet.         *)
WouldVote(state, request) ==
    /\ NextTerm(request) > state.currentTerm
    /\ ~HearsLeader(state)
    /\ IsUpToDate(state, request)

(* It is answered outside the rule of terms and changes nothing: who only  *)
(* asks does not disturb.                                                  *)
OnPreVote(state, request) == Step(state, {PreVoteReply(state, request, WouldVote(state, request))})

(* An answer to what it asks now; also one from a server in an older term, *)
(* which would come along.                                                 *)
OnPreVoteReply(state, reply) ==
    IF IsPreCandidate(state) /\ reply.voteGranted /\ reply.nextTerm = state.currentTerm + 1
    THEN LET asking == [state EXCEPT !.role.preVotesGranted = @ \cup {reply.from}]
         IN  IF MayStartElection(asking) THEN StartElection(asking) ELSE Step(asking, {})
    ELSE Step(state, {})

OnMessageOrPreVote(state, m) ==
    CASE m.type = "PreVote" -> OnPreVote(state, m)
      [] m.type = "PreVoteReply" /\ ~IsOfNewerTerm(state, m) -> OnPreVoteReply(state, m)
      [] OTHER -> OnMessage(state, m)

-----------------------------------------------------------------------------
(* These two take the places of Timeout and Receive.                       *)

TimeoutBeforePreVote(s) ==
    /\ IsUp(server[s]) /\ ~IsLeader(server[s])
    /\ Take(StartPreVote(server[s]), EmptyBag)
    /\ UNCHANGED requests

ReceiveOrPreVote(m) ==
    /\ IsUp(server[m.to])
    /\ Take(OnMessageOrPreVote(server[m.to], m), SetToBag({m}))
    /\ UNCHANGED requests

PreVoteNext ==
    \/ \E s \in Server : TimeoutBeforePreVote(s) \/ Heartbeat(s) \/ ClientRequest(s) \/ Crash(s) \/ Restart(s)
    \/ \E m \in BagToSet(messages) : ReceiveOrPreVote(m) \/ Drop(m) \/ Duplicate(m)

PreVoteSpec == Init /\ [][PreVoteNext]_vars

-----------------------------------------------------------------------------
(* Only who asked first, and was told by a majority that it would be       *)
(* elected, raises its term by itself.                                     *)
PreVoteMajorityStep ==
    \A s \in Server :
        LET stands == server'[s].currentTerm > server[s].currentTerm /\ server'[s].votedFor = s
        IN  stands => \/ Cardinality(Server) = 1
                      \/ IsPreCandidate(server[s]) /\ server'[s].currentTerm = server[s].currentTerm + 1

PreVoteMajority == [][PreVoteMajorityStep]_vars
=============================================================================
