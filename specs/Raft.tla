---------------------------------- MODULE Raft ----------------------------------
(***************************************************************************)
(* Figure 2 of "In Search of an Understandable Consensus Algorithm         *)
(* (Extended Version)", Ongaro and Ousterhout 2014, with the atomic steps  *)
(* of the rules in Raft.Core/Protocol: a server takes one input, writes    *)
(* its disk and sends its messages in one step. The quotations are the     *)
(* paper's. specs/README.md tells for each sentence which operator states  *)
(* it here, and which member in C#.                                        *)
(*                                                                         *)
(* The chapters after Figure 2 have modules of their own. Where they       *)
(* change a rule their models replace its definition here (`Configuration  *)
(* <- LatestConfiguration`), as a subclass overrides a virtual member.     *)
(*                                                                         *)
(* A rule is an operator from the state of one server, and perhaps a       *)
(* message, to the Step that it takes: the state after it and the messages *)
(* that it sends. The actions below put a step into the world.             *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Bags

CONSTANTS
    Server,          \* the servers of the cluster
    Nil,             \* "null": none, for votedFor and leaderId
    NoOpAtElection,  \* whether a new leader appends "a blank no-op entry" (section 8)
    EmptyHeartbeats, \* whether heartbeats carry no entries, even to a follower that lacks some
    MaxEntriesPerAppend  \* how many entries one AppendEntries carries at most

VARIABLES
    server,          \* for each server its state
    messages,        \* the bag of messages on their way
    requests,        \* how many requests clients have made
    elected,         \* history: <<term, server>> of each election that was won
    committed        \* history: the entries that some server took for committed

vars == <<server, messages, requests, elected, committed>>

NoOp == 0            \* the value of a no-op; that of the n-th request is n

Max(a, b) == IF a > b THEN a ELSE b
Min(a, b) == IF a < b THEN a ELSE b
Last(numbers) == CHOOSE n \in numbers : \A other \in numbers : other <= n

-----------------------------------------------------------------------------
(* "State". A role is data: only a leader has a nextIndex.                 *)

Follower(leaderId) == [name |-> "follower", leaderId |-> leaderId]
Candidate(votesGranted) == [name |-> "candidate", votesGranted |-> votesGranted]
Leader(nextIndex, matchIndex) == [name |-> "leader", nextIndex |-> nextIndex, matchIndex |-> matchIndex]
Down == [name |-> "down"]

IsLeader(state) == state.role.name = "leader"
IsCandidate(state) == state.role.name = "candidate"
IsUp(state) == state.role.name /= "down"

(* "When servers start up, they begin as followers" (section 5.2), with    *)
(* what their disk holds and nothing else.                                 *)
AtStart(id, currentTerm, votedFor, log) ==
    [id |-> id, currentTerm |-> currentTerm, votedFor |-> votedFor, log |-> log, commitIndex |-> 0, role |-> Follower(Nil)]

(* The servers that a server counts as its cluster, and their majorities.  *)
Configuration(state) == Server
Others(state) == Configuration(state) \ {state.id}
HasQuorum(state, servers) == 2 * Cardinality(servers \cap Configuration(state)) > Cardinality(Configuration(state))

LastIndex(state) == Len(state.log)
TermAt(state, index) == IF index \in 1..LastIndex(state) THEN state.log[index].term ELSE 0
LastTerm(state) == TermAt(state, LastIndex(state))

Step(state, sends) == [state |-> state, sends |-> sends]

-----------------------------------------------------------------------------
(* The RPCs, each as two messages. What is added to the paper's: a reply   *)
(* to AppendEntries says to which request (prevLogIndex) and up to where   *)
(* the logs match.                                                         *)

RequestVote(state, to) ==
    [type |-> "RequestVote", from |-> state.id, to |-> to, term |-> state.currentTerm,
     lastLogIndex |-> LastIndex(state), lastLogTerm |-> LastTerm(state)]

RequestVoteReply(state, request, voteGranted) ==
    [type |-> "RequestVoteReply", from |-> state.id, to |-> request.from, term |-> state.currentTerm,
     voteGranted |-> voteGranted]

AppendEntries(state, to, prevLogIndex, entries) ==
    [type |-> "AppendEntries", from |-> state.id, to |-> to, term |-> state.currentTerm,
     prevLogIndex |-> prevLogIndex, prevLogTerm |-> TermAt(state, prevLogIndex),
     entries |-> entries, leaderCommit |-> state.commitIndex]

AppendEntriesReply(state, request, success, matchIndex) ==
    [type |-> "AppendEntriesReply", from |-> state.id, to |-> request.from, term |-> state.currentTerm,
     success |-> success, prevLogIndex |-> request.prevLogIndex, matchIndex |-> matchIndex]

-----------------------------------------------------------------------------
(* "Rules for Servers: Leaders" (section 5.3).                             *)

(* "... send AppendEntries RPC with log entries starting at nextIndex".    *)
EntriesFrom(state, index, most) == SubSeq(state.log, index, Min(LastIndex(state), index + most - 1))
SendAppendEntries(state, to, most) ==
    LET next == state.role.nextIndex[to] IN AppendEntries(state, to, next - 1, EntriesFrom(state, next, most))
SendEntries(state, to) == SendAppendEntries(state, to, MaxEntriesPerAppend)

(* "Heartbeat ...: repeat during idle periods to prevent election timeouts *)
(* (section 5.2)".                                                         *)
SendHeartbeat(state, to) == SendAppendEntries(state, to, IF EmptyHeartbeats THEN 0 ELSE MaxEntriesPerAppend)

(* "If last log index >= nextIndex for a follower".                        *)
IsLagging(state, follower) == LastIndex(state) >= state.role.nextIndex[follower]

(* "Only log entries from the leader's current term are committed by       *)
(* counting replicas" (section 5.4.2).                                     *)
IsOfCurrentTerm(state, n) == state.log[n].term = state.currentTerm

(* "A majority of matchIndex[i] >= N": the leader holds its own entries.   *)
Holders(state, n) == {state.id} \cup {other \in Others(state) : state.role.matchIndex[other] >= n}
IsStoredOnEnough(state, n) == HasQuorum(state, Holders(state, n))

(* "If there exists an N such that N > commitIndex, a majority of          *)
(* matchIndex[i] >= N, and log[N].term == currentTerm: set commitIndex = N *)
(* (sections 5.3, 5.4)".                                                   *)
MayCommit(state, n) == IsOfCurrentTerm(state, n) /\ IsStoredOnEnough(state, n)
AdvanceCommitIndex(state) ==
    LET Ns == {n \in (state.commitIndex + 1)..LastIndex(state) : MayCommit(state, n)}
    IN  IF Ns = {} THEN state ELSE [state EXCEPT !.commitIndex = Last(Ns)]

AppendToLog(state, value) ==
    [state EXCEPT !.log = Append(@, [term |-> state.currentTerm, value |-> value])]

(* "If command received from client: append entry to local log".           *)
OnClientRequest(state, value) ==
    LET leader == AdvanceCommitIndex(AppendToLog(state, value))
    IN  Step(leader, {SendEntries(leader, other) : other \in {o \in Others(leader) : IsLagging(leader, o)}})

OnHeartbeatDue(state) == Step(state, {SendHeartbeat(state, other) : other \in Others(state)})

-----------------------------------------------------------------------------
(* "Rules for Servers: Followers, Candidates" (section 5.2).               *)

(* "Volatile state on leaders: reinitialized after election". "Upon        *)
(* election: send initial empty AppendEntries RPCs (heartbeat) to each     *)
(* server"; with a no-op these carry it.                                   *)
InitialProgress(state) ==
    Leader([s \in Server |-> LastIndex(state) + 1], [s \in Server |-> 0])

BecomeLeader(state) ==
    LET elect == [state EXCEPT !.role = InitialProgress(state)]
        leader == IF NoOpAtElection THEN AdvanceCommitIndex(AppendToLog(elect, NoOp)) ELSE elect
    IN  Step(leader, {SendEntries(leader, other) : other \in Others(leader)})

(* "If votes received from majority of servers: become leader".            *)
IsElected(state) == HasQuorum(state, state.role.votesGranted)

(* "On conversion to candidate, start election: increment currentTerm,     *)
(* vote for self, ... send RequestVote RPCs to all other servers".         *)
StartElection(state) ==
    LET candidate == [state EXCEPT !.currentTerm = @ + 1, !.votedFor = state.id, !.role = Candidate({state.id})]
        asks == {RequestVote(candidate, other) : other \in Others(candidate)}
    IN  IF IsElected(candidate)
        THEN LET elected1 == BecomeLeader(candidate) IN Step(elected1.state, asks \cup elected1.sends)
        ELSE Step(candidate, asks)

(* A vote counts once, however often its message arrives.                  *)
CountVote(state, voter) == [state EXCEPT !.role.votesGranted = @ \cup {voter}]

OnRequestVoteReply(state, reply) ==
    IF IsCandidate(state) /\ reply.voteGranted
    THEN LET candidate == CountVote(state, reply.from)
         IN  IF IsElected(candidate) THEN BecomeLeader(candidate) ELSE Step(candidate, {})
    ELSE Step(state, {})

-----------------------------------------------------------------------------
(* "RequestVote RPC, receiver implementation" (sections 5.2, 5.4).         *)

(* "VotedFor is null or candidateId".                                      *)
HasNotVotedForAnother(state, candidate) == state.votedFor \in {Nil, candidate}

(* "If the logs have last entries with different terms, then the log with  *)
(* the later term is more up-to-date. If the logs end with the same term,  *)
(* then whichever log is longer is more up-to-date" (section 5.4.1).       *)
IsUpToDate(state, request) ==
    \/ request.lastLogTerm > LastTerm(state)
    \/ request.lastLogTerm = LastTerm(state) /\ request.lastLogIndex >= LastIndex(state)

(* "If votedFor is null or candidateId, and candidate's log is at least as *)
(* up-to-date as receiver's log, grant vote".                              *)
MayGrantVote(state, request) == HasNotVotedForAnother(state, request.from) /\ IsUpToDate(state, request)

OnRequestVote(state, request) ==
    IF MayGrantVote(state, request)
    THEN LET voter == [state EXCEPT !.votedFor = request.from]
         IN  Step(voter, {RequestVoteReply(voter, request, TRUE)})
    ELSE Step(state, {RequestVoteReply(state, request, FALSE)})

-----------------------------------------------------------------------------
(* "AppendEntries RPC, receiver implementation" (section 5.3).             *)

LastNewIndex(request) == request.prevLogIndex + Len(request.entries)
NewEntry(request, index) == request.entries[index - request.prevLogIndex]

(* 2. "Reply false if log doesn't contain an entry at prevLogIndex whose   *)
(* term matches prevLogTerm".                                              *)
MatchesPrevious(state, request) ==
    \/ request.prevLogIndex = 0
    \/ request.prevLogIndex <= LastIndex(state) /\ TermAt(state, request.prevLogIndex) = request.prevLogTerm

(* 3. "If an existing entry conflicts with a new one (same index but       *)
(* different terms), delete the existing entry and all that follow it".    *)
Conflicts(state, request) ==
    {index \in (request.prevLogIndex + 1)..Min(LastNewIndex(request), LastIndex(state)) :
        TermAt(state, index) /= NewEntry(request, index).term}
DeleteConflicts(state, request) ==
    LET conflicts == Conflicts(state, request)
    IN  IF conflicts = {} THEN state.log
        ELSE SubSeq(state.log, 1, (CHOOSE i \in conflicts : \A j \in conflicts : i <= j) - 1)

(* 4. "Append any new entries not already in the log".                     *)
AppendNewEntries(log, request) ==
    log \o SubSeq(request.entries, Len(log) - request.prevLogIndex + 1, Len(request.entries))

(* 5. "If leaderCommit > commitIndex, set commitIndex =                    *)
(* min(leaderCommit, index of last new entry)". It never goes back.        *)
FollowerCommitIndex(state, request) ==
    Max(state.commitIndex, Min(request.leaderCommit, LastNewIndex(request)))

Refusal(state, request) == AppendEntriesReply(state, request, FALSE, 0)

(* Before them, for the sender is the leader of this term: candidates      *)
(* "convert to follower" (section 5.2).                                    *)
OnAppendEntries(state, request) ==
    LET follower == [state EXCEPT !.role = Follower(request.from)]
        after == [follower EXCEPT !.log = AppendNewEntries(DeleteConflicts(follower, request), request),
                                  !.commitIndex = FollowerCommitIndex(follower, request)]
    IN  IF MatchesPrevious(follower, request)
        THEN Step(after, {AppendEntriesReply(after, request, TRUE, LastNewIndex(request))})
        ELSE Step(follower, {Refusal(follower, request)})

-----------------------------------------------------------------------------
(* "Rules for Servers: Leaders", what follows an answer.                   *)

(* "MatchIndex ... increases monotonically": replies may be out of order.  *)
NewMatchIndex(state, reply) == Max(state.role.matchIndex[reply.from], reply.matchIndex)

(* Figure 2 leaves open when "last log index >= nextIndex" is acted on:    *)
(* here when a success is news, or answers a heartbeat; not at a double.   *)
CallsForMore(state, reply) ==
    LET match == state.role.matchIndex[reply.from]
    IN  \/ reply.matchIndex > match
        \/ reply.matchIndex = reply.prevLogIndex /\ reply.matchIndex = match

(* "If successful: update nextIndex and matchIndex for follower".          *)
OnSuccess(state, reply) ==
    LET match == NewMatchIndex(state, reply)
        updated == [state EXCEPT !.role.nextIndex[reply.from] = match + 1, !.role.matchIndex[reply.from] = match]
        leader == AdvanceCommitIndex(updated)
        more == IsLagging(leader, reply.from) /\ CallsForMore(state, reply)
    IN  Step(leader, IF more THEN {SendEntries(leader, reply.from)} ELSE {})

(* A refusal may be late or double: only one of what nextIndex stands for  *)
(* now moves it.                                                           *)
RefusesNextIndex(state, reply) == reply.prevLogIndex = state.role.nextIndex[reply.from] - 1

(* "If AppendEntries fails because of log inconsistency: decrement         *)
(* nextIndex and retry".                                                   *)
SteppedBack(state, reply) == reply.prevLogIndex
OnRefusal(state, reply) ==
    LET next == Max(state.role.matchIndex[reply.from] + 1, SteppedBack(state, reply))
        leader == [state EXCEPT !.role.nextIndex[reply.from] = next]
    IN  IF RefusesNextIndex(state, reply) THEN Step(leader, {SendEntries(leader, reply.from)}) ELSE Step(state, {})

OnAppendEntriesReply(state, reply) ==
    IF ~IsLeader(state) THEN Step(state, {})
    ELSE IF reply.success THEN OnSuccess(state, reply) ELSE OnRefusal(state, reply)

-----------------------------------------------------------------------------
(* "Rules for Servers: All Servers" (section 5.1).                         *)

IsOfNewerTerm(state, m) == m.term > state.currentTerm
IsOfOlderTerm(state, m) == m.term < state.currentTerm

(* "If RPC request or response contains term T > currentTerm: set          *)
(* currentTerm = T, convert to follower".                                  *)
AdoptTerm(state, m) == [state EXCEPT !.currentTerm = m.term, !.votedFor = Nil, !.role = Follower(Nil)]

(* "Reply false if term < currentTerm" (rule 1 of both receivers). A reply *)
(* to a request of an older term is for nobody.                            *)
RefuseOlderTerm(state, m) ==
    CASE m.type = "RequestVote" -> Step(state, {RequestVoteReply(state, m, FALSE)})
      [] m.type = "AppendEntries" -> Step(state, {AppendEntriesReply(state, m, FALSE, 0)})
      [] OTHER -> Step(state, {})

OnMessageOfThisTerm(state, m) ==
    CASE m.type = "RequestVote" -> OnRequestVote(state, m)
      [] m.type = "RequestVoteReply" -> OnRequestVoteReply(state, m)
      [] m.type = "AppendEntries" -> OnAppendEntries(state, m)
      [] m.type = "AppendEntriesReply" -> OnAppendEntriesReply(state, m)
      [] OTHER -> Step(state, {})

OnMessage(state, m) ==
    IF IsOfNewerTerm(state, m) THEN OnMessageOfThisTerm(AdoptTerm(state, m), m)
    ELSE IF IsOfOlderTerm(state, m) THEN RefuseOlderTerm(state, m)
    ELSE OnMessageOfThisTerm(state, m)

-----------------------------------------------------------------------------
(* The world: one input to one server, or a fault.                         *)

(* The entries that are committed now that a server is in a state.         *)
CommittedWith(state) ==
    IF state.commitIndex <= Len(committed) THEN committed
    ELSE committed \o SubSeq(state.log, Len(committed) + 1, state.commitIndex)

(* What a server does once a step is done. Here nothing.                   *)
Finished(state) == state

(* A server takes a step, for which a bag of messages leaves the network.  *)
Take(step, received) ==
    LET state == Finished(step.state)
    IN  /\ server' = [server EXCEPT ![state.id] = state]
        /\ messages' = (messages (-) received) (+) SetToBag(step.sends)
        /\ elected' = IF IsLeader(state) THEN elected \cup {<<state.currentTerm, state.id>>} ELSE elected
        /\ committed' = CommittedWith(state)

(* Followers and candidates: "if election timeout elapses".                *)
Timeout(s) ==
    /\ IsUp(server[s]) /\ ~IsLeader(server[s])
    /\ Take(StartElection(server[s]), EmptyBag)
    /\ UNCHANGED requests

Heartbeat(s) ==
    /\ IsLeader(server[s])
    /\ Take(OnHeartbeatDue(server[s]), EmptyBag)
    /\ UNCHANGED requests

ClientRequest(s) ==
    /\ IsLeader(server[s])
    /\ Take(OnClientRequest(server[s], requests + 1), EmptyBag)
    /\ requests' = requests + 1

(* Any message may arrive at any time: they overtake each other freely.    *)
Receive(m) ==
    /\ IsUp(server[m.to])
    /\ Take(OnMessage(server[m.to], m), SetToBag({m}))
    /\ UNCHANGED requests

Drop(m) == messages' = messages (-) SetToBag({m}) /\ UNCHANGED <<server, requests, elected, committed>>
Duplicate(m) == messages' = messages (+) SetToBag({m}) /\ UNCHANGED <<server, requests, elected, committed>>

(* A crash leaves what is on the disk: "Persistent state on all servers".  *)
Crash(s) ==
    /\ IsUp(server[s])
    /\ server' = [server EXCEPT ![s].role = Down, ![s].commitIndex = 0]
    /\ UNCHANGED <<messages, requests, elected, committed>>

Restart(s) ==
    /\ ~IsUp(server[s])
    /\ server' = [server EXCEPT ![s] = AtStart(s, @.currentTerm, @.votedFor, @.log)]
    /\ UNCHANGED <<messages, requests, elected, committed>>

NothingYet ==
    /\ messages = EmptyBag
    /\ requests = 0
    /\ elected = {}
    /\ committed = <<>>

Init == server = [s \in Server |-> AtStart(s, 0, Nil, <<>>)] /\ NothingYet

Next ==
    \/ \E s \in Server : Timeout(s) \/ Heartbeat(s) \/ ClientRequest(s) \/ Crash(s) \/ Restart(s)
    \/ \E m \in BagToSet(messages) : Receive(m) \/ Drop(m) \/ Duplicate(m)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Figure 3, and what the rules themselves promise. As invariants:         *)

IsPrefix(a, b) == Len(a) <= Len(b) /\ a = SubSeq(b, 1, Len(a))

(* "At most one leader can be elected in a given term."                    *)
ElectionSafety == \A a, b \in elected : a[1] = b[1] => a[2] = b[2]

(* "If two logs contain an entry with the same index and term, then the    *)
(* logs are identical in all entries up through the given index."          *)
LogMatching ==
    \A s, t \in Server : \A i \in 1..Min(Len(server[s].log), Len(server[t].log)) :
        server[s].log[i].term = server[t].log[i].term => SubSeq(server[s].log, 1, i) = SubSeq(server[t].log, 1, i)

(* "If a log entry is committed in a given term, then that entry will be   *)
(* present in the logs of the leaders for all higher-numbered terms." What *)
(* is committed was so in the term of its last entry at the latest.        *)
LeaderCompleteness ==
    \A s \in Server : IsLeader(server[s]) =>
        \/ committed = <<>>
        \/ server[s].currentTerm < committed[Len(committed)].term
        \/ IsPrefix(committed, server[s].log)

(* "If a server has applied a log entry at a given index to its state      *)
(* machine, no other server will ever apply a different log entry for the  *)
(* same index."                                                            *)
StateMachineSafety ==
    \A s \in Server : \A i \in 1..Min(server[s].commitIndex, Len(server[s].log)) : server[s].log[i] = committed[i]

(* Each committed entry is on the disks of a majority.                     *)
CommittedNeverLost ==
    \A i \in 1..Len(committed) :
        \E quorum \in SUBSET Server :
            /\ 2 * Cardinality(quorum) > Cardinality(Server)
            /\ \A s \in quorum : i <= Len(server[s].log) /\ server[s].log[i] = committed[i]

CommitWithinLog == \A s \in Server : server[s].commitIndex <= Len(server[s].log)

-----------------------------------------------------------------------------
(* ... and of two states that follow each other:                           *)

StillLeads(s) == IsLeader(server[s]) /\ IsLeader(server'[s]) /\ server'[s].currentTerm = server[s].currentTerm

(* "A leader never overwrites or deletes entries in its log; it only       *)
(* appends new entries."                                                   *)
LeaderAppendOnlyStep == \A s \in Server : StillLeads(s) => IsPrefix(server[s].log, server'[s].log)

(* "Each server will vote for at most one candidate in a given term."      *)
VoteOnceStep ==
    \A s \in Server : server'[s].currentTerm = server[s].currentTerm =>
        server[s].votedFor = Nil \/ server'[s].votedFor = server[s].votedFor

(* currentTerm, commitIndex (while up) and matchIndex "increase            *)
(* monotonically".                                                         *)
MonotonicTermStep == \A s \in Server : server'[s].currentTerm >= server[s].currentTerm
MonotonicCommitStep ==
    \A s \in Server : IsUp(server[s]) /\ IsUp(server'[s]) => server'[s].commitIndex >= server[s].commitIndex
MonotonicMatchStep ==
    \A s \in Server : StillLeads(s) =>
        \A t \in DOMAIN server[s].role.matchIndex : server'[s].role.matchIndex[t] >= server[s].role.matchIndex[t]

LeaderAppendOnly == [][LeaderAppendOnlyStep]_vars
VoteOnce == [][VoteOnceStep]_vars
MonotonicTerm == [][MonotonicTermStep]_vars
MonotonicCommit == [][MonotonicCommitStep]_vars
MonotonicMatch == [][MonotonicMatchStep]_vars

-----------------------------------------------------------------------------
(* Raft is one log that only grows, of which each server has applied a     *)
(* first part: the log is what was ever committed.                         *)

Log == INSTANCE Log WITH
    Reader <- Server,
    log <- committed,
    applied <- [s \in Server |-> SubSeq(server[s].log, 1, server[s].commitIndex)]

RefinesLog == Log!Spec
=============================================================================
