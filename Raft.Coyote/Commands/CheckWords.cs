using System.CommandLine;
using Raft.Coyote.Commands.Progress;
using Raft.Coyote.Scenarios;

namespace Raft.Coyote.Commands;

/// <summary>The words of a command line that say what is to be checked: they can be kept, compared and read again.</summary>
/// <param name="scenarios">The scenarios.</param>
/// <param name="options">The options that change what comes of a check.</param>
internal sealed class CheckWords(Argument<Scenario[]> scenarios, IReadOnlyList<Option> options)
{
    /// <summary>The options.</summary>
    public IReadOnlyList<Option> Options => options;

    /// <summary>The words that the user gave, in a fixed order.</summary>
    public IReadOnlyList<string> Of(ParseResult parse) => [.. Named(parse), .. options.SelectMany(option => Of(parse, option))];

    /// <summary>Beside a record that knows what was asked for, the same may be said again, and nothing else.</summary>
    public void RefuseContradiction(ParseResult parse, ProgressFile record)
    {
        var named = Named(parse).ToList();
        var said = options.Select(option => Of(parse, option)).Append(named).Where(words => words.Count > 0);
        if (said.FirstOrDefault(words => !IsPart(words, record.Words)) is { } other)
        {
            throw new BadUsageException(
                $"\"{string.Join(' ', other)}\" contradicts what {record.Folder} was begun with: "
                + string.Join(' ', record.Words.Select(Shell.Quote).Prepend("raft check")));
        }
    }

    private static bool IsPart(IReadOnlyList<string> words, IReadOnlyList<string> all) =>
        Enumerable.Range(0, all.Count).Any(start => all.Skip(start).Take(words.Count).SequenceEqual(words));

    private IEnumerable<string> Named(ParseResult parse) => parse.GetResult(scenarios)?.Tokens.Select(token => token.Value) ?? [];

    /// <summary>An option without a value is a word alone.</summary>
    private static List<string> Of(ParseResult parse, Option option) => parse.GetResult(option) switch
    {
        null or { Implicit: true } => [],
        { Tokens.Count: 0 } => [option.Name],
        { Tokens: var values } => [.. values.SelectMany(value => new[] { option.Name, value.Value })],
    };
}
