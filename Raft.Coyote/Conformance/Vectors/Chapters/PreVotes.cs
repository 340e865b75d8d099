using Raft.Core.Protocol;
using static Raft.Coyote.Conformance.Vectors.Given;

namespace Raft.Coyote.Conformance.Vectors.Chapters;

/// <summary>Section 9.6 of the dissertation.</summary>
internal static class PreVotes
{
    private const string Section = "dissertation, 9.6";
    private const string First =
        "a candidate only increments its term if it first learns from a majority of the cluster that they would be "
        + "willing to grant the candidate their votes";

    private const string Would =
        "if the candidate's log is sufficiently up-to-date, and the voters have not received heartbeats from a valid "
        + "leader for at least a baseline election timeout";

    private static readonly Options On = Figure2 with { PreVote = true };

    public static readonly Chapter Chapter = new("pre-vote", "Pre-vote (section 9.6 of the dissertation)",
        Of("a-follower-asks-first", First, Follower(1, Log(1)), new ElectionTimeout(), "AsksFirst: true",
            "MayStartElection: false"),
        Of("a-candidate-asks-again", First, Candidate(2), new ElectionTimeout(), "AsksFirst: true"),
        Of("a-pre-candidate-asks-again", First, Asking(Follower(2), S3), new ElectionTimeout(), "AsksFirst: true"),
        Of("alone-it-is-elected-at-once", First, Follower(1, servers: 1), new ElectionTimeout(), "MayStartElection: true",
            "IsElected: true"),
        Of("it-would-vote", Would, Follower(1), Question(1), "OnPreVote", "WouldVote: true", "WouldBeUpToDate: true"),
        Ours("it-would-vote-and-takes-no-term-over", "who only asks does not disturb", Follower(1, votedFor: S3), Question(2),
            "WouldVote: true"),
        Of("it-would-vote-in-a-term-after-its-vote", Would, Follower(2, votedFor: S3), Question(2), "WouldVote: true"),
        Of("not-while-it-hears-a-leader", Would, Follower(1, leader: S3), Question(1), "WouldVote: false", "TellsWhyNot: true"),
        Of("not-while-it-leads", Would, Leader(1), Question(1), "WouldVote: false"),
        Of("not-for-an-older-log", Would, Follower(1, Log(1)), Question(1), "WouldVote: false", "WouldBeUpToDate: false"),
        Ours("not-in-a-term-that-is-over-and-it-tells-its-own", "else a server that has the log but not the term "
            + "would never learn the term", Follower(5), Question(2), "WouldVote: false", "TellsWhyNot: true"),
        Of("a-majority-would-vote", First, Asking(Follower(1, Log(1))), Answer(1, 2), "MayStartElection: true",
            "ConvertToCandidate"),
        Of("two-of-five-would", First, Asking(Follower(1, servers: 5)), Answer(1, 2), "MayStartElection: false"),
        Ours("one-in-an-older-term-would", "it would come along", Asking(Follower(3)), Answer(2, 4), "AnswersThisPreVote: true"),
        Ours("an-answer-to-an-earlier-question", "a late answer is about a term that is over", Asking(Follower(5)), Answer(2, 3),
            "AnswersThisPreVote: false"),
        Of("one-would-not", First, Asking(Follower(1)), Answer(1, 2, granted: false)),
        Ours("an-answer-to-who-asks-no-more", "the question is settled", Candidate(2), Answer(1, 2)),
        Paper("a-refusal-tells-a-newer-term", "5.1",
            "If RPC request or response contains term T > currentTerm: set currentTerm = T, "
            + "convert to follower", Asking(Follower(1)), Answer(4, 2, granted: false), "AdoptTerm"),
        Paper("its-vote-is-kept-when-a-leader-is-heard", "5.2", "Each server will vote for at most one candidate in a given term",
            Asking(Follower(1, votedFor: S2)), Append(1, 0, 0), "ConvertToFollower"),
        Paper("it-votes-while-it-asks", "Figure 2", "If votedFor is null or candidateId, ... grant vote", Asking(Follower(1)),
            AskVote(2, 0, 0), "GrantVote"));

    private static Vector Of(string name, string sentence, ServerState state, Input input, params string[] rules) =>
        V(name, Section, sentence, state, input, rules).Under(On);

    private static Vector Ours(string name, string sentence, ServerState state, Input input, params string[] rules) =>
        V(name, "ours", sentence, state, input, rules).Under(On);

    private static Vector Paper(string name, string section, string sentence, ServerState state, Input input,
        params string[] rules) =>
        V(name, $"paper, {section}", sentence, state, input, rules).Under(On);

    private static ServerState Asking(ServerState state, params ServerId[] granted) =>
        state with { Role = new PreCandidate(ServerSet.Of([S1, .. granted])) };

    private static Receive Question(long term) => new(new PreVote(S2, S1, term, 0, 0));

    private static Receive Answer(long term, long nextTerm, bool granted = true) =>
        new(new PreVoteReply(S2, S1, term, nextTerm, granted));
}
