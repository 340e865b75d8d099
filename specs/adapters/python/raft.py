"""Raft, as Figure 2 of "In Search of an Understandable Consensus Algorithm (Extended Version)" has it (Ongaro, Ousterhout 2014).

One object of the class Raft is one server. It is given an input, changes its state, and returns the effects in their order: what
it writes, sends, applies and answers. It has no clock, thread, socket or file, so the same inputs give the same effects.

Inputs, messages, entries, commands and effects are dictionaries, with the names and fields of specs/TRACE.md. An entry, once it
is made, is never changed, so logs and messages may share it. The sections named below are those of the paper.
"""

FOLLOWER, CANDIDATE, LEADER = "follower", "candidate", "leader"


class KeyValueStore:
    """The state machine that the log drives."""

    def __init__(self):
        self.values = {}

    def apply(self, command):
        """Runs a command. The result: whether it succeeded, and the value of the key after it (None when it has none)."""
        kind, key, succeeded = command["type"], command.get("key"), True
        if kind == "put":
            self.values[key] = command["value"]
        elif kind == "append":
            self.values[key] = self.values.get(key, "") + command["value"]
        elif kind == "compareAndSet":
            succeeded = self.values.get(key) == command["expected"]
            if succeeded:
                self.values[key] = command["value"]
        return {"succeeded": succeeded, "value": self.values.get(key)}


class Raft:
    """One server: the "State" box of Figure 2, and its rules."""

    def __init__(self, server, servers, options, durable):
        """Starts a server, the first time or after a crash: it has what its disk holds, and nothing else."""
        self.server = server
        self.servers = servers
        self.others = [other for other in servers if other != server]
        self.no_op_at_election = options["noOpAtElection"]
        self.max_entries = options["maxEntriesPerAppend"]
        self.heartbeat_entries = 0 if options["emptyHeartbeats"] else self.max_entries

        # Persistent state on all servers ("updated on stable storage before responding to RPCs").
        self.current_term = durable["currentTerm"]
        self.voted_for = durable["votedFor"]
        self.log = list(durable["log"])  # the entry with index i is self.log[i - 1]: the paper's "first index is 1"

        # Volatile state on all servers.
        self.commit_index = 0
        self.last_applied = 0
        self.store = KeyValueStore()

        # "When servers start up, they begin as followers" (section 5.2).
        self.role = FOLLOWER
        self.leader_id = None  # a follower's: whom it heard from in this term
        self.votes_granted = set()  # a candidate's: who voted for it in this term
        self.next_index = {}  # a leader's: for each server, index of the next log entry to send to it
        self.match_index = {}  # a leader's: for each server, highest index known to be replicated there

        # What sync() is still to write.
        self.saved_term_and_vote = (self.current_term, self.voted_for)
        self.unsaved = []
        self.effects = []

    def start(self):
        """The effects of starting up: a follower begins to wait for a leader."""
        self.effects = []
        self.reset_election_timer()
        return self.effects

    def handle(self, event):
        """Handles one input, and returns its effects in the order in which they come about."""
        self.effects = []
        if event["type"] == "receive":
            self.on_message(event["message"])
        elif event["type"] == "electionTimeout":
            self.on_election_timeout()
        elif event["type"] == "heartbeatDue":
            self.on_heartbeat_due()
        elif event["type"] == "clientRequest":
            self.on_client_request(event["request"], event["command"])
        self.apply_committed()
        self.sync()
        return self.effects

    # ---- Rules for all servers ----

    def on_message(self, message):
        """Section 5.1: the one place where terms are compared."""
        if message["term"] > self.current_term:
            # "If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to follower".
            self.current_term, self.voted_for = message["term"], None
            self.become_follower(None)
        if message["term"] == self.current_term:
            self.on_message_of_this_term(message)
        # "Reply false if term < currentTerm" (receivers' rule 1). A reply to what was asked in an older term is for nobody.
        elif message["type"] == "requestVote":
            self.answer_vote(message, False)
        elif message["type"] == "appendEntries":
            self.answer_append(message, False)

    def on_message_of_this_term(self, message):
        if message["type"] == "requestVote":
            self.on_request_vote(message)
        elif message["type"] == "requestVoteReply":
            self.on_request_vote_reply(message)
        elif message["type"] == "appendEntries":
            self.on_append_entries(message)
        elif message["type"] == "appendEntriesReply":
            self.on_append_entries_reply(message)

    def apply_committed(self):
        """Section 5.3: "If commitIndex > lastApplied: increment lastApplied, apply log[lastApplied] to state machine"."""
        while self.last_applied < self.commit_index:
            self.last_applied += 1
            entry = self.log[self.last_applied - 1]
            result = self.store.apply(entry["command"])
            self.emit({"type": "apply", "index": self.last_applied, "entry": entry, "result": result})
            if "origin" in entry and self.role == LEADER and entry["term"] == self.current_term:
                # Leaders: "respond after entry applied to state machine". Entries of its own term are those that it received.
                self.reply(entry["origin"], {"type": "applied", "result": result})

    # ---- Elections (section 5.2) ----

    def on_election_timeout(self):
        """Followers and candidates: "if election timeout elapses: start new election". A leader has no election timeout."""
        if self.role == LEADER:
            return
        self.role, self.leader_id = CANDIDATE, None
        self.current_term, self.voted_for = self.current_term + 1, self.server  # "Increment currentTerm. Vote for self"
        self.votes_granted = {self.server}
        self.reset_election_timer()
        for other in self.others:
            self.send("requestVote", other, lastLogIndex=self.last_index(), lastLogTerm=self.term_at(self.last_index()))
        self.become_leader_if_elected()

    def on_request_vote(self, request):
        """RequestVote, receiver's rule 2: "If votedFor is null or candidateId, and candidate's log is at least as up-to-date as
        receiver's log, grant vote"."""
        may_vote = self.voted_for in (None, request["from"])
        if may_vote and self.is_up_to_date(request):
            self.voted_for = request["from"]
            self.reset_election_timer()
            self.answer_vote(request, True)
        else:
            self.answer_vote(request, False)

    def is_up_to_date(self, request):
        """Section 5.4.1: of two logs the one with the later last term is more up-to-date; with equal ones, the longer log."""
        own = (self.term_at(self.last_index()), self.last_index())
        return (request["lastLogTerm"], request["lastLogIndex"]) >= own

    def answer_vote(self, request, granted):
        """The results of a RequestVote. send() brings the vote to the disk first."""
        self.send("requestVoteReply", request["from"], voteGranted=granted)

    def on_request_vote_reply(self, reply):
        """A vote counts once for each server, however often its message arrives: votes_granted is a set."""
        if self.role == CANDIDATE and reply["voteGranted"]:
            self.votes_granted.add(reply["from"])
            self.become_leader_if_elected()

    def become_leader_if_elected(self):
        """Candidates: "If votes received from majority of servers: become leader"."""
        if not self.is_majority(len(self.votes_granted)):
            return
        self.role = LEADER
        self.next_index = {server: self.last_index() + 1 for server in self.servers}
        self.match_index = {server: 0 for server in self.servers}
        if self.no_op_at_election:
            # Section 8: a leader may not commit entries of older terms by themselves, but with one of its own.
            self.append_as_leader({"term": self.current_term, "command": {"type": "noOp"}})
        for other in self.others:  # "Upon election: send initial empty AppendEntries RPCs"; the no-op goes with them
            self.send_append_entries(other, self.max_entries)

    def become_follower(self, leader):
        """A server becomes, or stays, a follower; it may know of whom."""
        self.role, self.leader_id = FOLLOWER, leader

    # ---- Log replication (section 5.3) ----

    def on_client_request(self, request, command):
        """Leaders: "If command received from client: append entry to local log, respond after entry applied"."""
        if self.role != LEADER:
            self.reply(request, {"type": "notLeader", "leader": self.leader_id})
            return
        self.append_as_leader({"term": self.current_term, "command": command, "origin": request})
        for other in self.others:
            self.send_append_entries(other, self.max_entries)

    def append_as_leader(self, entry):
        """Leader Append-Only: a leader only ever adds at the end. Where it is the majority by itself, that commits the entry."""
        self.append([entry])
        self.advance_commit_index()

    def on_heartbeat_due(self):
        """Leaders: "repeat during idle periods to prevent election timeouts" (section 5.2)."""
        if self.role == LEADER:
            for other in self.others:
                self.send_append_entries(other, self.heartbeat_entries)

    def send_append_entries(self, to, most):
        """Leaders: "send AppendEntries RPC with log entries starting at nextIndex", at most so many of them."""
        prev = self.next_index[to] - 1
        entries = self.log[prev:prev + most]
        self.send("appendEntries", to, prevLogIndex=prev, prevLogTerm=self.term_at(prev), entries=entries,
                  leaderCommit=self.commit_index)

    def on_append_entries(self, request):
        """AppendEntries, receiver's rules 2 to 5. Its sender is the leader of this term, so a candidate converts to follower."""
        self.become_follower(request["from"])
        self.reset_election_timer()
        prev, entries = request["prevLogIndex"], request["entries"]
        if prev > self.last_index() or self.term_at(prev) != request["prevLogTerm"]:
            self.answer_append(request, False)  # rule 2
            return
        self.take_over(prev, entries)
        last_new = prev + len(entries)  # rule 5: past the last new entry our log may still differ from the leader's
        self.commit_index = max(self.commit_index, min(request["leaderCommit"], last_new))
        self.answer_append(request, True, last_new)

    def take_over(self, prev, entries):
        """Rule 3, delete what conflicts and all that follows it; rule 4, append what is new. What we have already we keep: an
        AppendEntries may be late, and what follows in our log may be committed by now."""
        for i, entry in enumerate(entries):
            if self.term_at(prev + 1 + i) != entry["term"]:
                self.delete_from(prev + 1 + i)
                self.append(entries[i:])
                return

    def answer_append(self, request, success, match=0):
        """Replies may be late, lost and doubled, so each says which prevLogIndex it answers, and up to where the logs match: as
        far as this request has proved it, and not to the end of our log."""
        self.send("appendEntriesReply", request["from"], success=success, prevLogIndex=request["prevLogIndex"], matchIndex=match)

    def on_append_entries_reply(self, reply):
        if self.role == LEADER and reply["success"]:
            self.on_success(reply)
        elif self.role == LEADER:
            self.on_refusal(reply)

    def on_success(self, reply):
        """Leaders: "If successful: update nextIndex and matchIndex for follower", and send on if there is more to send."""
        follower, known = reply["from"], self.match_index[reply["from"]]
        self.match_index[follower] = max(known, self.acknowledged(reply))  # replies come out of order, matchIndex never goes back
        self.next_index[follower] = self.match_index[follower] + 1
        self.advance_commit_index()
        # A reply that comes twice must not start a second stream of requests: go on only for news, or to answer a heartbeat.
        is_news = reply["matchIndex"] > known
        answers_heartbeat = reply["matchIndex"] == reply["prevLogIndex"] == known
        if self.last_index() >= self.next_index[follower] and (is_news or answers_heartbeat):
            self.send_append_entries(follower, self.max_entries)

    def acknowledged(self, reply):
        """Up to where the follower's log matches ours, as this reply tells."""
        return reply["matchIndex"]

    def on_refusal(self, reply):
        """Leaders: "If AppendEntries fails because of log inconsistency: decrement nextIndex and retry". A refusal that is late
        or doubled is of a prevLogIndex that nextIndex does not stand for any more."""
        follower = reply["from"]
        if reply["prevLogIndex"] == self.next_index[follower] - 1:
            self.next_index[follower] = max(self.match_index[follower] + 1, self.next_index[follower] - 1)
            self.send_append_entries(follower, self.max_entries)

    # ---- Committing entries (sections 5.3 and 5.4.2) ----

    def advance_commit_index(self):
        """Leaders: "If there exists an N such that N > commitIndex, a majority of matchIndex[i] >= N, and log[N].term ==
        currentTerm: set commitIndex = N"; the highest such N."""
        for n in range(self.last_index(), self.commit_index, -1):
            if self.is_stored_on_majority(n) and self.may_commit_by_counting(n):
                self.commit_index = n
                return

    def is_stored_on_majority(self, n):
        """The leader holds entry N itself; its followers do if they said so."""
        return self.is_majority(1 + sum(self.match_index[other] >= n for other in self.others))

    def may_commit_by_counting(self, n):
        """Figure 8: only entries of the leader's own term; older ones become committed with one that follows them."""
        return self.term_at(n) == self.current_term

    def is_majority(self, count):
        """More than half of the servers: for votes and for copies of entries alike."""
        return 2 * count > len(self.servers)

    # ---- The log ----

    def last_index(self):
        """Index of the last entry; 0 when there is none."""
        return len(self.log)

    def term_at(self, index):
        """Term of the entry at an index; 0 where there is none, as before the first, where all logs agree."""
        return self.log[index - 1]["term"] if 1 <= index <= len(self.log) else 0

    def append(self, entries):
        self.unsaved.append({"type": "appendAt", "index": self.last_index() + 1, "entries": entries})
        self.log.extend(entries)

    def delete_from(self, index):
        if index <= self.last_index():
            self.unsaved.append({"type": "truncateFrom", "index": index})
            del self.log[index - 1:]

    # ---- Effects ----

    def sync(self):
        """Writes what of the persistent state has changed, term and vote first and together, and waits until it is there."""
        records, self.unsaved = self.unsaved, []
        if self.saved_term_and_vote != (self.current_term, self.voted_for):
            self.saved_term_and_vote = (self.current_term, self.voted_for)
            records.insert(0, {"type": "termAndVote", "currentTerm": self.current_term, "votedFor": self.voted_for})
        if records:
            self.effects.append({"type": "persist", "records": records})

    def emit(self, effect):
        """State: "Updated on stable storage before responding to RPCs". Nobody is told of what a crash could still take back."""
        self.sync()
        self.effects.append(effect)

    def send(self, kind, to, **arguments):
        message = {"type": kind, "from": self.server, "to": to, "term": self.current_term, **arguments}
        self.emit({"type": "send", "message": message})

    def reply(self, request, answer):
        self.emit({"type": "reply", "request": request, "answer": answer})

    def reset_election_timer(self):
        """Tells nobody anything, so it need not wait for the disk."""
        self.effects.append({"type": "resetElectionTimer"})
