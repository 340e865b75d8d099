"""Lets `raft check --server` drive the Raft of raft.py: a line of JSON comes in, a line goes out (specs/STEP.md)."""

import argparse
import json
import os
import sys

from bugs import BUGS
from raft import CANDIDATE, FOLLOWER, Raft

HELLO = {"protocol": 1, "name": "the Python example", "chapters": []}

# What we read, and the fields that it must have. More of them do no harm.
LINES = {"hello": {"protocol"}, "boot": {"server", "servers", "options", "durable"}, "receive": {"message"},
         "electionTimeout": set(), "heartbeatDue": set(), "clientRequest": {"request", "command"}}
MESSAGES = {"requestVote": {"from", "term", "lastLogIndex", "lastLogTerm"}, "requestVoteReply": {"from", "term", "voteGranted"},
            "appendEntries": {"from", "term", "prevLogIndex", "prevLogTerm", "entries", "leaderCommit"},
            "appendEntriesReply": {"from", "term", "success", "prevLogIndex", "matchIndex"}}
COMMANDS = {"put": {"key", "value"}, "get": {"key"}, "append": {"key", "value"}, "compareAndSet": {"key", "expected", "value"}}


class NotUnderstood(Exception):
    """What was expected, and what came."""


def understood(line):
    """The line, once we know that we can read it: past it, an exception is a fault of our own."""
    try:
        line = expect(json.loads(line), LINES, "the line")
    except ValueError as error:
        raise NotUnderstood(f"expected JSON in UTF-8: {error}") from None
    if line["type"] == "receive":
        expect(line["message"], MESSAGES, "message")
    elif line["type"] == "clientRequest":
        expect(line["command"], COMMANDS, "command")
    return line


def expect(what, known, place):
    kind = what.get("type") if isinstance(what, dict) else None
    if not isinstance(kind, str) or kind not in known:
        raise NotUnderstood(f"{place}: expected an object of type {', '.join(known)}, came {json.dumps(what)[:100]}")
    if not known[kind] <= what.keys():
        raise NotUnderstood(f"{place}: {kind} lacks {', '.join(sorted(known[kind] - what.keys()))}")
    return what


def answer(server, effects):
    """What the server does, and what it is then. Its term, vote and log are known from what it has persisted."""
    if server.role == FOLLOWER:
        role = {"type": "follower", "leaderId": server.leader_id}
    elif server.role == CANDIDATE:
        role = {"type": "candidate", "votesGranted": [voter for voter in server.servers if voter in server.votes_granted]}
    else:
        role = {"type": "leader", "nextIndex": server.next_index, "matchIndex": server.match_index}
    return {"effects": effects, "commitIndex": server.commit_index, "role": role}


def serve(kind, lines, out):
    """The loop: hello, then a boot, then inputs and boots as they come. Each answer is flushed, for the checker waits for it."""
    encode = json.JSONEncoder(separators=(",", ":")).encode
    server = None
    for line in iter(lines.readline, b""):
        line = understood(line)
        if line["type"] == "hello":
            told = HELLO
        elif line["type"] == "boot":
            server = kind(line["server"], line["servers"], line["options"], line["durable"])
            told = answer(server, server.start())
        elif server is None:
            raise NotUnderstood(f"expected a boot before the first input, came {line['type']}")
        else:
            told = answer(server, server.handle(line))
        out.write(encode(told).encode("ascii") + b"\n")
        out.flush()


def main():
    bugs = "\n".join(f"  {name}\n      {kind.__doc__}" for name, kind in BUGS.items())
    parser = argparse.ArgumentParser(
        prog="serve.py", description=__doc__, epilog=f"bugs:\n{bugs}", formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bug", metavar="NAME", help="put in one of the bugs that are listed below")
    name = parser.parse_args().bug
    try:
        if name is not None and name not in BUGS:
            raise NotUnderstood(f"--bug: expected one of {', '.join(BUGS)}, came {name}")
        serve(Raft if name is None else BUGS[name], sys.stdin.buffer, sys.stdout.buffer)
    except NotUnderstood as error:
        print(f"serve.py: {error}", file=sys.stderr)
        sys.exit(2)
    except (KeyboardInterrupt, BrokenPipeError):
        os._exit(0)  # the checker has ended: there is nobody to tell


if __name__ == "__main__":
    main()
