using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Raft.Coyote.Conformance;
using Raft.Coyote.Traces;
using Raft.Tests.Traces;

namespace Raft.Tests.Conformance;

/// <summary>Broken traces: accepted, refused, or told to be none; and nothing else ever.</summary>
public class BrokenTraceTests
{
    private const int Traces = 100_000;
    private const int Together = 100;

    private static readonly (Format Format, byte[][] Lines)[] Samples =
    [
        (FormatOf("etcd"), Lines(ForeignTraces.Bytes("etcd/basic-s1-300.ndjson"), most: 62)),
        (FormatOf("etcd"), Lines(ForeignTraces.Bytes("etcd/rawrestart-s1-1000.ndjson"), most: 45)),
        (FormatOf("canonical"), Lines(ForeignTraces.Bytes("canonical/net-s1-2000.ndjson"), most: 45)),
        (FormatOf("log"), Lines(Encoding.UTF8.GetBytes(ImplementersLog.Small), most: 20)),
        (FormatOf("raft"), Lines(TraceFile.BytesOf(RandomRuns.Run(3, happenings: 3)), most: 20)),
    ];

    /// <summary>Our own traces take longest, for whole states are read.</summary>
    private static readonly int[] Weighted = [0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4];

    private static readonly string[] Rubbish =
    [
        "-1", "99999999999999999999", "9223372036854775807", "1e400", "null", "[]", "{}", "\"\"", "true", "\"\\ud800\"", "[[[[[[[[[[[[[[[[[[[[",
        "\u0000",
    ];

    [Fact]
    public void No_broken_trace_leads_to_anything_but_a_verdict()
    {
        var broken = 0;
        var property = Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            for (var each = 0; each < Together; each++)
            {
                broken++;
                Judge(random);
            }
        });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(Traces / Together).WithEndSize(1).WithReplay(new Replay(new Rnd(1UL, 3UL), null)));
        Assert.Equal(Traces, broken);
    }

    private static void Judge(Random random)
    {
        var (format, lines) = Samples[Weighted[random.Next(Weighted.Length)]];
        var trace = Break(random, lines);
        try
        {
            Assert.NotNull(Conformity.Judge(new MemoryStream(trace), "broken", format));
        }
        catch (TraceFormatException exception)
        {
            Assert.StartsWith("broken:", exception.Message, StringComparison.Ordinal);
        }
    }

    private static byte[] Break(Random random, byte[][] lines)
    {
        var place = random.Next(lines.Length);
        var broken = lines.ToList();
        switch (random.Next(5))
        {
            case 0:
                broken[place] = [.. lines[place][..random.Next(lines[place].Length)]];
                return [.. broken.Take(place + 1).SelectMany(line => line)];
            case 1:
                broken[place] = [.. lines[place]];
                broken[place][random.Next(lines[place].Length)] = (byte)random.Next(256);
                break;
            case 2:
                broken[place] = WithRubbish(random, lines[place]);
                break;
            case 3:
                broken.RemoveAt(place);
                break;
            default:
                broken.Insert(random.Next(lines.Length), lines[place]);
                break;
        }

        return [.. broken.SelectMany(line => line)];
    }

    /// <summary>Another value for one of the fields.</summary>
    private static byte[] WithRubbish(Random random, byte[] line)
    {
        var text = Encoding.UTF8.GetString(line);
        var colons = Enumerable.Range(0, text.Length).Where(place => text[place] == ':').ToList();
        if (colons.Count == 0)
        {
            return line;
        }

        var from = colons[random.Next(colons.Count)] + 1;
        var to = text.IndexOfAny([',', '}'], from);
        return Encoding.UTF8.GetBytes($"{text[..from]}{Rubbish[random.Next(Rubbish.Length)]}{text[Math.Max(from, to)..]}");
    }

    private static Format FormatOf(string name) => Formats.All.Single(format => format.Name == name);

    private static byte[][] Lines(byte[] trace, int most) =>
    [
        .. Encoding.UTF8.GetString(trace).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Take(most).Select(line => Encoding.UTF8.GetBytes(line + "\n")),
    ];
}
