using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Raft.Core.Protocol;
using Raft.Coyote.Environment;
using Raft.Coyote.Exploration;
using Raft.Coyote.Scenarios;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Json;

namespace Raft.Tests.Conformance.Steps;

/// <summary>What happens to servers in walks of the scenarios, and how it is written.</summary>
internal static class Situations
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All that happens in the first moves of a walk; the same seed walks the same way.</summary>
    public static IEnumerable<Situation> OfWalk(ulong seed, int moves = 150)
    {
        var dice = new WalkDice(seed);
        var scenario = AllScenarios.InOrder[(int)(seed % (ulong)AllScenarios.InOrder.Count)];
        var setup = scenario.DrawSetup(dice, new Wishes());
        var (choice, rules, world) = (new MoveChoice(Swarm.Draw(dice, setup), dice), new Rules(setup.Options), setup.Start());
        for (var move = 0; move < moves && choice.Draw(world) is { } drawn; move++)
        {
            var turn = world.Apply(drawn, rules);
            world = turn.World;
            foreach (var handled in turn.Happenings.OfType<Handled>())
            {
                yield return new Situation(setup.Options, setup.Servers, handled.Before, handled.Input);
            }
        }
    }

    /// <summary>A situation as a line that <c>raft step</c> reads, without its line feed.</summary>
    public static string Line(Situation situation)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, Relaxed))
        {
            json.WriteStartObject();
            TraceJson.WriteFields(json, situation);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(line.WrittenSpan);
    }
}
