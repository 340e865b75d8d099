"""Three bugs that real implementations of Raft had, each as small as it was there: put one in and see that it is found."""

from raft import Raft


class LogCheckLengthOnly(Raft):
    """A voter takes the longer log for the more up-to-date one, whatever its last term (section 5.4.1)."""

    def is_up_to_date(self, request):
        return request["lastLogIndex"] >= self.last_index()


class VoteNotDurable(Raft):
    """A vote is granted before it is on disk: after a crash the server votes again (akka-raft 62, seaweedfs/raft 9)."""

    def answer_vote(self, request, granted):
        message = {"type": "requestVoteReply", "from": self.server, "to": request["from"], "term": self.current_term,
                   "voteGranted": granted}
        self.effects.append({"type": "send", "message": message})


class MatchFromLeaderTail(Raft):
    """Any acknowledgement, a heartbeat's too, counts for all that the leader's log holds by now (Coyote's CloudMessaging)."""

    def acknowledged(self, reply):
        return self.last_index()


BUGS = {
    "log-check-length-only": LogCheckLengthOnly,
    "vote-not-durable": VoteNotDurable,
    "match-from-leader-tail": MatchFromLeaderTail,
}
