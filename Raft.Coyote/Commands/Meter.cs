using Spectre.Console;

namespace Raft.Coyote.Commands;

/// <summary>Shows how far a command is while it puts out its rows.</summary>
internal abstract class Meter
{
    /// <summary>Does some work under a meter: a bar on a terminal, plain lines elsewhere.</summary>
    public static void Watch(Surroundings surroundings, Action<Meter> work)
    {
        if (surroundings.Terminal is null)
        {
            work(new Lines(surroundings));
            return;
        }

        surroundings.Terminal.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => work(new Bar(surroundings, context.AddTask("starting", maxValue: 1))));
    }

    /// <summary>So much is done, from 0 to 1, and this is what is being done.</summary>
    public abstract void Move(double done, string doing);

    /// <summary>Puts out a line of the report.</summary>
    public abstract void Row(string line);

    /// <summary>Tells of a part that is done.</summary>
    public abstract void Note(string line);

    private sealed class Lines(Surroundings surroundings) : Meter
    {
        public override void Move(double done, string doing)
        {
        }

        public override void Row(string line)
        {
            surroundings.Output.WriteLine(line);
            surroundings.Output.Flush();
        }

        public override void Note(string line) => surroundings.Error.WriteLine(line);
    }

    private sealed class Bar(Surroundings surroundings, ProgressTask task) : Meter
    {
        public override void Move(double done, string doing)
        {
            task.Description = Markup.Escape(doing);
            task.Value = done;
        }

        public override void Row(string line)
        {
            if (surroundings.IsOutputOnTerminal)
            {
                surroundings.Terminal!.WriteLine(line);
            }
            else
            {
                surroundings.Output.WriteLine(line);
                surroundings.Output.Flush();
            }
        }

        public override void Note(string line)
        {
        }
    }
}
