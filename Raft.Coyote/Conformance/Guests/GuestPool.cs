using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Guests;

/// <summary>
/// The processes of all servers of all runs: whoever asks is given one that is where it is needed, or one that is brought there.
/// </summary>
/// <param name="command">How one is started.</param>
/// <param name="most">How many there are of each server at most, as long as no more are asked at a time.</param>
internal sealed class GuestPool(GuestCommand command, int most) : IDisposable
{
    /// <summary>So many boots of each server are remembered: a run is often told twice in a row, and only asked once.</summary>
    private const int BootsRemembered = 16;

    /// <summary>Once in so many boots a process has to live its last life again.</summary>
    private const int BootsBetweenTests = 16;

    private readonly Dictionary<ServerId, Company> companies = [];
    private readonly Lock gate = new();

    /// <summary>Starts a process, asks what it is, and keeps it.</summary>
    /// <exception cref="GuestException">It cannot be started, or it is not what it should be.</exception>
    public void Introduce() => Use(new ServerId(1), null, _ => { });

    /// <summary>Asks a server one more line.</summary>
    /// <param name="server">The server.</param>
    /// <param name="life">All that it was asked since its boot; null when the line boots it.</param>
    /// <param name="line">The line, with its line feed.</param>
    /// <returns>The life with that line, and its answer.</returns>
    /// <exception cref="GuestException">It did not answer.</exception>
    public GuestLife Ask(ServerId server, GuestLife? life, byte[] line)
    {
        if ((life is null ? Recall(server, line) : life.Known(line)) is { } known)
        {
            return known;
        }

        Use(server, life, process =>
        {
            var answer = process.Ask(line);
            process.At = life is null ? new GuestLife(null, line, answer) : life.Then(line, answer);
            life = process.At;
        });
        return life!;
    }

    /// <summary>Ends all processes.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var process in companies.Values.SelectMany(company => company.Idle))
            {
                process.Dispose();
            }

            companies.Clear();
        }
    }

    private void Use(ServerId server, GuestLife? life, Action<GuestProcess> use)
    {
        var process = Take(server, life);
        try
        {
            process ??= new GuestProcess(command);
            BringTo(process, life);
            use(process);
        }
        catch (GuestException)
        {
            process?.Dispose();
            GiveBack(server, null, life);
            throw;
        }

        GiveBack(server, process, life);
    }

    private GuestLife? Recall(ServerId server, byte[] boot)
    {
        lock (gate)
        {
            return Of(server).Boots.FirstOrDefault(life => life.Line.AsSpan().SequenceEqual(boot));
        }
    }

    /// <summary>
    /// One that is where it is needed; else a new one, null, while there are few; else the one that nobody has asked for longest.
    /// </summary>
    private GuestProcess? Take(ServerId server, GuestLife? life)
    {
        lock (gate)
        {
            var company = Of(server);
            var needed = company.Idle.Find(each => life is not null && ReferenceEquals(each.At, life));
            var chosen = needed ?? (company.Size < most ? null : company.Idle.FirstOrDefault());
            company.Size += chosen is null ? 1 : 0;
            company.Idle.Remove(chosen!);
            return chosen;
        }
    }

    /// <summary>A process was used, for a boot or to go on with a life; or it was ended.</summary>
    private void GiveBack(ServerId server, GuestProcess? process, GuestLife? life)
    {
        lock (gate)
        {
            var company = Of(server);
            if (process is null)
            {
                company.Size--;
                return;
            }

            company.Idle.Add(process);
            if (life is null && process.At is { } boot)
            {
                company.Boots.Enqueue(boot);
                _ = company.Boots.Count > BootsRemembered && company.Boots.TryDequeue(out _);
            }
        }
    }

    private Company Of(ServerId server)
    {
        if (!companies.TryGetValue(server, out var company))
        {
            companies[server] = company = new Company();
        }

        return company;
    }

    /// <summary>Asks a process all that a server was asked, unless it is that server.</summary>
    private static void BringTo(GuestProcess process, GuestLife? life)
    {
        if (!process.IsIntroduced)
        {
            GuestLines.ReadHello(process, process.Ask(GuestLines.Hello));
            process.IsIntroduced = true;
        }

        var isTest = life is null && process.At is not null && ++process.Boots % BootsBetweenTests == 0;
        if (isTest || !ReferenceEquals(process.At, life))
        {
            LiveAgain(process, isTest ? process.At : life);
        }
    }

    /// <summary>It must answer as it did then.</summary>
    private static void LiveAgain(GuestProcess process, GuestLife? life)
    {
        foreach (var lived in life?.FromBoot ?? [])
        {
            var again = process.Ask(lived.Line);
            if (!again.AsSpan().SequenceEqual(lived.Answer))
            {
                throw process.Complain(
                    "expected the answer that it gave when it was asked the same since its boot before, "
                    + $"{GuestProcess.Shown(lived.Answer)}, came {GuestProcess.Shown(again)}");
            }
        }
    }

    /// <summary>The processes of one server.</summary>
    private sealed class Company
    {
        /// <summary>Those that nobody asks, the one that was asked last at the end.</summary>
        public List<GuestProcess> Idle { get; } = [];

        /// <summary>How many there are.</summary>
        public int Size { get; set; }

        /// <summary>How lives began lately.</summary>
        public Queue<GuestLife> Boots { get; } = new();
    }
}
