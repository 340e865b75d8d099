namespace Raft.Coyote.Exploration.Exhaustive;

/// <summary>What one server's handling of one input comes to, whatever the other servers are.</summary>
public readonly record struct Transition
{
    /// <summary>The server's local state after it.</summary>
    public int To { get; init; }

    /// <summary>Where the messages that it sent begin, in <see cref="StepBook.Sent"/>.</summary>
    public int FirstSent { get; init; }

    /// <summary>How many messages it sent.</summary>
    public byte SentCount { get; init; }

    /// <summary>The kind of what was done, for the coverage.</summary>
    public byte Deed { get; init; }

    /// <summary>The term in which the server became leader; 0 when it did not.</summary>
    public byte Elected { get; init; }

    /// <summary>The term of the vote that it told of; 0 when it did of none.</summary>
    public byte VoteTerm { get; init; }

    /// <summary>The candidate whom that vote is for.</summary>
    public byte VoteFor { get; init; }

    /// <summary>Whether the server knew to have voted for another candidate in that term.</summary>
    public bool VotesAgain { get; init; }

    /// <summary>The index up to which the server took its log for committed.</summary>
    public byte CommitTo { get; init; }

    /// <summary>Whether log and term are within the bounds after it.</summary>
    public bool IsWithinBounds { get; init; }

    /// <summary>Whether it changes the server or sends anything.</summary>
    public bool Changes { get; init; }

    /// <summary>The properties of single steps that fell.</summary>
    public Broken Falls { get; init; }

    /// <summary>Whether the server has another log after it, or another commitIndex.</summary>
    public bool MovesLog { get; init; }

    /// <summary>Whether its disk has another log after it.</summary>
    public bool MovesDisk { get; init; }

    /// <summary>The log of which the server took entries for committed.</summary>
    public int CommitLog { get; init; }

    /// <summary>The first of the transitions in which the server crashes amid this one.</summary>
    public int FirstCrash { get; init; }

    /// <summary>How many of these there are.</summary>
    public int Crashes { get; init; }
}
