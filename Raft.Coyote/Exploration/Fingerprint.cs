using Raft.Core.Protocol;

namespace Raft.Coyote.Exploration;

/// <summary>A 64-bit name for a value: equal values have equal ones, and on every run and machine the same.</summary>
public struct Fingerprint
{
    private ulong value;

    /// <summary>The fingerprint of a server's state.</summary>
    public static ulong Of(ServerState state)
    {
        var print = default(Fingerprint);
        print.Add(state.Id.Number);
        print.Add(state.CurrentTerm);
        print.Add(state.VotedFor?.Number ?? 0);
        print.Add(state.CommitIndex);
        print.Add(state.LastApplied);
        print.Add(state.Role);
        print.Add(state.Log);
        print.AddSnapshots(state);
        print.AddReads(state);
        return print.value;
    }

    /// <summary>Mixes bits so that each bit of the input sways each of the output (the finalizer of SplitMix64).</summary>
    public static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
        bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
        return bits ^ (bits >> 31);
    }

    /// <summary>The fingerprint of a text.</summary>
    public static ulong Of(string text)
    {
        var print = default(Fingerprint);
        print.Add(text);
        return print.value;
    }

    private void Add(long number) => value = Mix(value + 0x9e3779b97f4a7c15 + (ulong)number);

    private void Add(string text)
    {
        Add(text.Length);
        foreach (var letter in text)
        {
            Add(letter);
        }
    }

    private void Add(Log log)
    {
        foreach (var entry in log.Entries)
        {
            Add(entry.Term);
            Add(entry.Origin?.Client.Number ?? 0);
            Add(entry.Origin?.Number ?? 0);
            AddConfiguration(entry.Command);
        }
    }

    private void AddConfiguration(Command command)
    {
        if (command is ChangeConfiguration { Configuration: var configuration })
        {
            Add((long)configuration.Voters.Bits);
            Add((long)configuration.VotersAfter.Bits);
            Add((long)configuration.Learners.Bits);
        }
    }

    /// <summary>What a snapshot holds follows from where it ends; nothing is added while there is none.</summary>
    private void AddSnapshots(ServerState state)
    {
        if (state.Snapshot is { } snapshot)
        {
            Add(snapshot.LastIncludedIndex);
            Add(state.Log.PrevIndex);
        }

        if (state.PartialSnapshot is { } partial)
        {
            Add(partial.LeaderTerm);
            Add(partial.Received.LastIncludedIndex);
            Add(partial.Received.Size);
        }
    }

    /// <summary>What there is of reads and sessions; nothing, where they are off.</summary>
    private void AddReads(ServerState state)
    {
        if (state.Reads.Count + state.Sessions.Open.Count > 0)
        {
            AddWaitingAndOpen(state);
        }

        if (state.KeepsLease || state.Role is Leader { Round: > 0 })
        {
            AddRounds(state.Role as Leader);
        }
    }

    private void AddWaitingAndOpen(ServerState state)
    {
        foreach (var read in state.Reads)
        {
            Add(read.Id.Client.Number);
            Add(read.Round);
            Add(read.ReadIndex ?? -1);
        }

        foreach (var session in state.Sessions.Open)
        {
            Add(session.Id);
            Add(session.LastSerial);
        }
    }

    private void AddRounds(Leader? leader)
    {
        Add(leader?.Round ?? 0);
        Add((long)(leader?.AnsweredBy.Bits ?? 0));
        Add(leader?.ConfirmedRound ?? 0);
        Add(leader?.LapsedRound ?? 0);
        Add(leader?.ForgoesLease is true ? 1 : 0);
    }

    private void Add(Role role)
    {
        switch (role)
        {
            case Follower follower:
                Add(1);
                Add(follower.LeaderId?.Number ?? 0);
                break;
            case Candidate candidate:
                Add(2);
                Add((long)candidate.VotesGranted.Bits);
                break;
            case Leader leader:
                Add(3);
                Add(leader.NextIndex);
                Add(leader.MatchIndex);
                AddFurther(leader);
                AddFlow(leader);
                break;
            case PreCandidate asking:
                Add(4);
                Add((long)asking.PreVotesGranted.Bits);
                break;
            case Refusing:
                Add(5);
                break;
        }
    }

    /// <summary>What the later chapters add to a leader, where there is something: without them a state keeps its name.</summary>
    private void AddFurther(Leader leader)
    {
        if (leader.ChecksQuorum)
        {
            Add((long)leader.HeardFrom.Bits);
        }

        if (leader.TransferTo is { } target)
        {
            Add(-target.Number);
        }
    }

    private void AddFlow(Leader leader)
    {
        foreach (var pipeline in leader.Pipelines)
        {
            Add(pipeline.Follower.Number);
            Add(pipeline.IsProbing ? 1 : 0);
            Add(pipeline.InFlight.Count);
        }

        if (leader.Durable > 0)
        {
            Add(leader.Durable);
        }
    }

    private void Add(IndexPerServer indexes)
    {
        foreach (var index in indexes.Indexes)
        {
            Add(index);
        }
    }
}
