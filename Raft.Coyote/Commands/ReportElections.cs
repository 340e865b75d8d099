using System.Globalization;
using Raft.Coyote.Elections;
using Spectre.Console;

namespace Raft.Coyote.Commands;

/// <summary>What was measured of elections, in tables.</summary>
internal static class ReportElections
{
    private const int Width = 120;
    private const string PaperTitle = "Beside what section 9.3 of the paper names, which was measured on a real cluster:";

    /// <summary>All of it, line by line.</summary>
    /// <param name="measured">What was measured.</param>
    /// <param name="file">The drawing; null where there is none.</param>
    public static IEnumerable<string> Lines(Measurement measured, string? file) =>
    [
        .. Cluster(measured.Plan),
        "",
        .. LinesOf(Curves(measured)),
        "elections: terms that a trial took, on average; split votes: trials that saw one; no leader: none after 100 s",
        .. measured.BesidePaper.Any() ? ["", PaperTitle, "", .. LinesOf(BesidePaper(measured))] : Array.Empty<string>(),
        .. file is null ? [] : new[] { "", $"The drawing is in {file}" },
    ];

    /// <summary>Plain text, and as wide on every terminal as in a file.</summary>
    private static IEnumerable<string> LinesOf(Table table)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = Width;
        console.Write(table);
        return text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0);
    }

    private static IReadOnlyList<string> Cluster(MeasurementPlan plan)
    {
        var setup = plan.Setup;
        var own = setup.OwnVote == OwnVote.First ? "first" : "while it asks";
        var votes = setup.WritesOfVote == 1 ? "once" : "twice";
        return
        [
            $"{setup.Servers} servers in virtual time, seed {plan.Seed}; the leader crashes, the logs have different lengths.",
            $"A message takes {setup.MessageDelay}, a write to disk {setup.DiskWrite}; a candidate writes its own vote {own},",
            $"a voter writes {votes}. That makes a broadcast time of {Number(setup.BroadcastTime(plan.Seed), "0.0")} ms on average.",
        ];
    }

    private static Table Curves(Measurement measured)
    {
        var table = Plain(
            "timeouts",
            "trials", "median ms", "mean ms", "99 % ms", "worst ms", "elections", "split votes", "no leader");
        foreach (var curve in measured.Curves)
        {
            table.AddRow(
                $"{curve.Plan.ElectionTimeout}", Text.Of(curve.Plan.Trials),
                Number(curve.Quantile(0.5)), Number(curve.Mean), Number(curve.Quantile(0.99)), Number(curve.Quantile(1)),
                Number(curve.Elections, "0.00"),
                Percent(curve.SplitShare), Text.Of(curve.Leaderless));
        }

        return table;
    }

    private static Table BesidePaper(Measurement measured)
    {
        var table = Plain("time without a leader", "paper ms", "ours ms", "difference");
        foreach (var (paper, ours) in measured.BesidePaper)
        {
            var difference = (ours - paper.Milliseconds) / paper.Milliseconds;
            table.AddRow(paper.Name, Number(paper.Milliseconds), Number(ours), Signed(difference));
        }

        return table;
    }

    private static Table Plain(string first, params string[] numbers)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(first).NoWrap());
        foreach (var title in numbers)
        {
            table.AddColumn(new TableColumn(title).RightAligned().NoWrap());
        }

        return table;
    }

    private static string Number(double? number, string format = "N0") =>
        number?.ToString(format, CultureInfo.InvariantCulture) ?? "never";

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Signed(double? share) => share?.ToString("+0 %;-0 %;0 %", CultureInfo.InvariantCulture) ?? "";
}
