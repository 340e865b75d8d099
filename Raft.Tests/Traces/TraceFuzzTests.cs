using System.Text;
using Raft.Coyote.Traces;

namespace Raft.Tests.Traces;

/// <summary>Good traces broken at random: a reader refuses or reads them, and does nothing else. The seeds are fixed.</summary>
public class TraceFuzzTests
{
    private static readonly Trace[] Traces = [Samples.Everything, RandomRuns.Run(3, happenings: 40), RandomRuns.Run(21, happenings: 20)];

    [Fact]
    public void A_file_with_any_byte_changed_is_refused()
    {
        var random = new Random(1);
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = TraceFile.BytesOf(Traces[round % Traces.Length]);
            var place = random.Next(bytes.Length);
            bytes[place] ^= (byte)(1 + random.Next(255));
            AssertRefused(bytes);
        }
    }

    [Fact]
    public void A_file_with_bytes_inserted_moved_or_taken_out_is_refused()
    {
        var random = new Random(2);
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = TraceFile.BytesOf(Traces[round % Traces.Length]);
            var broken = Shuffle(random, bytes);
            if (!broken.AsSpan().SequenceEqual(bytes))
            {
                AssertRefused(broken);
            }
        }
    }

    [Fact]
    public void Rubbish_is_refused()
    {
        var random = new Random(3);
        for (var round = 0; round < 3_000; round++)
        {
            var rubbish = new byte[random.Next(200)];
            random.NextBytes(rubbish);
            AssertRefused(rubbish);
        }
    }

    /// <summary>With a checksum that fits, what is inside must speak for itself.</summary>
    [Fact]
    public void Content_that_is_changed_and_sealed_again_is_refused_or_read()
    {
        var random = new Random(4);
        var (refused, read) = (0, 0);
        for (var round = 0; round < 2_000; round++)
        {
            var lines = TraceFile.LinesOf(Traces[round % Traces.Length])[..^1];
            var number = random.Next(lines.Length);
            lines[number] = BrokenJson.Of(random, lines[number]);
            _ = IsRead(TraceFile.Seal(lines, EventsIn(lines)), lines[number]) ? read++ : refused++;
        }

        Assert.True(refused > 500, $"only {refused} were refused");
        Assert.True(read > 100, $"only {read} were read");
    }

    [Fact]
    public void Lines_that_are_moved_and_sealed_again_are_refused_or_read()
    {
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            var lines = TraceFile.LinesOf(Traces[round % Traces.Length])[..^1].ToList();
            var moved = lines[random.Next(lines.Count)];
            lines.Remove(moved);
            lines.InsertRange(random.Next(lines.Count + 1), Enumerable.Repeat(moved, random.Next(3)));
            IsRead(TraceFile.Seal(lines, EventsIn(lines)), moved);
        }
    }

    [Fact]
    public void Bytes_that_are_changed_and_sealed_again_are_refused_or_read()
    {
        var random = new Random(6);
        var read = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var trace = Traces[round % Traces.Length];
            var end = TraceFile.LinesOf(trace)[^1];
            var bytes = TraceFile.BytesOf(trace)[..^(end.Length + 1)];
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            read += IsRead(TraceFile.Seal(bytes, trace.Happenings.Count)) ? 1 : 0;
        }

        Assert.True(read > 90, $"only {read} were read");
    }

    private static void AssertRefused(byte[] bytes)
    {
        var exception = Assert.Throws<TraceFormatException>(() => TraceFile.Read(bytes));
        Assert.Matches(@"\At:[0-9]+: [^\r\n]+\z", exception.Message);
    }

    private static bool IsRead(string text, string changed)
    {
        var isRead = IsRead(Encoding.UTF8.GetBytes(text));
        Assert.True(!isRead || TraceSchema.Accepts(changed), changed);
        return isRead;
    }

    /// <summary>What is read is a value like any other: it can be written and told.</summary>
    private static bool IsRead(byte[] bytes)
    {
        Trace trace;
        try
        {
            trace = TraceFile.Read(bytes);
        }
        catch (TraceFormatException exception)
        {
            Assert.DoesNotContain('\n', exception.Message);
            return false;
        }

        Assert.Equal(trace, TraceFile.Read(TraceFile.BytesOf(trace)));
        Assert.Equal(trace.Happenings.Count, Narration.Story(trace).Count - 1 - (trace.Header.Violation?.Facts.Count ?? 0));
        return true;
    }

    private static byte[] Shuffle(Random random, byte[] bytes)
    {
        var (from, to) = (random.Next(bytes.Length), random.Next(bytes.Length));
        var length = random.Next(Math.Min(bytes.Length - from, 100) + 1);
        var piece = bytes.AsSpan(from, length).ToArray();
        return random.Next(3) switch
        {
            0 => [.. bytes[..from], .. bytes[(from + length)..]],
            1 => [.. bytes[..to], .. piece, .. bytes[to..]],
            _ => [.. bytes[..from], .. new byte[length], .. bytes[(from + length)..]],
        };
    }

    private static int EventsIn(IReadOnlyList<string> lines) =>
        lines.Count(line => line.Contains("\"kind\":\"event\"", StringComparison.Ordinal));
}
